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
    "removed|anonim|anonymní|anonymný|anonyymi|anónima|anoniman|анонім|анонимен|ανώνυμος|ẩn danh|"
    "مجهول|ناشناس|אנונימי|ไม่ระบุชื่อ|비공개|비공개 답변|비회원|"
    "탈퇴한 회원|misafir|vieras|vierailija|gäst|gjest|gæst|vendég|"
    "vizitator|гість|επισκέπτης|khách|tamu|pengunjung|زائر|مهمان|אורח|profil supprimé|pseudo supprimé|membre supprimé|"
    "usunięty użytkownik|konto usunięte|verwijderde gebruiker|borttagen användare|silinmiş üye|törölt felhasználó|"
    "видалений користувач|"
    "热心网友|网友|知乎用户|用户已注销|已注销|该用户已注销|退会済みユーザー|退会ユーザー"
)
_KEYS = frozenset(map(letters, _NAMES.split("|")))
_NAMELESS = "名無し"  # boards give all who give no name one of their own: 名無しさん＠お腹いっぱい。
_LONGEST = 40


def is_anonymous(name: str) -> bool:
    """Whether a printed name stands for nobody in particular: "Guest", "[deleted]", "Gelöschter Benutzer"."""
    return len(name) <= _LONGEST and (letters(name) in _KEYS or _NAMELESS in name)
