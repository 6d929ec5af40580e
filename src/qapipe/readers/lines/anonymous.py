"""Names that sites print for people who have none: deleted accounts, guests, anonymous authors."""

from qapipe.page.text import letters

_NAMES = (
    "anonymous|anonymous user|anon|anonym|anonyme|anónimo|anônimo|anonimo|anonimowy|anoniem|аноним|анонимно|"
    "анонимный|匿名|匿名用户|"
    "匿名用戶|匿名さん|名無しさん|익명|guest|guest user|gast|invité|invitado|convidado|ospite|gość|гость|"
    "游客|訪客|ゲスト|a guest|visitor|deleted|deleted user|user deleted|deleted account|account deleted|"
    "removed user|user removed|former user|former member|deleted member|deactivated user|unregistered|"
    "not registered|gelöschter benutzer|gelöschter nutzer|gelöscht|ehemaliges mitglied|ehemaliger benutzer|"
    "utilisateur supprimé|compte supprimé|usuario eliminado|cuenta eliminada|usuário excluído|"
    "utente eliminato|удаленный пользователь|пользователь удален|"
    "热心网友|网友|知乎用户|用户已注销|已注销|该用户已注销|退会済みユーザー|退会ユーザー"
)
_KEYS = frozenset(map(letters, _NAMES.split("|")))
_LONGEST = 40


def is_anonymous(name: str) -> bool:
    """Whether a printed name stands for nobody in particular: "Guest", "[deleted]", "Gelöschter Benutzer"."""
    return len(name) <= _LONGEST and letters(name) in _KEYS
