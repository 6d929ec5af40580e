"""Names that sites print for people who have none: deleted accounts, guests, anonymous authors."""

from qapipe.page.text import letters

_NAMES = (
    "anonymous|anonymous user|anonymous member|anonymous coward|anon|a guest|guest|guest user|visitor|"
    "name withheld|deleted|removed|deleted user|user deleted|deleted account|account deleted|"
    "deleted member|member deleted|removed user|user removed|former user|former member|deactivated user|"
    "deactivated account|inactive user|unregistered|unregistered user|not registered|private user|hidden user|"
    # German, Dutch, Scandinavian, Finnish
    "anonym|anonymer benutzer|anonymer nutzer|anonymer user|gast|unbekannt|unbekannter benutzer|gelöscht|"
    "gelöschter benutzer|gelöschter nutzer|gelöschter user|gelöschtes mitglied|ehemaliges mitglied|"
    "ehemaliger benutzer|ehemaliger nutzer|anoniem|anonieme gebruiker|verwijderd|verwijderde gebruiker|"
    "voormalig lid|anonyymi|vieras|nimetön|nimimerkki poistettu|poistettu käyttäjä|gäst|anonym användare|"
    "borttagen användare|raderad användare|raderad|avslutat konto|gæst|anonym bruger|slettet bruger|slettet|gjest|"
    "anonym bruker|slettet bruker|"
    # Romance languages
    "anonyme|utilisateur anonyme|membre anonyme|invité|visiteur|inconnu|utilisateur supprimé|compte supprimé|"
    "profil supprimé|membre supprimé|ancien membre|utilisateur désinscrit|anónimo|anónima|anonimo|usuario anónimo|"
    "invitado|visitante|desconocido|usuario eliminado|cuenta eliminada|usuario borrado|usuario desactivado|"
    "anônimo|usuário anônimo|utilizador anónimo|convidado|usuário excluído|usuário deletado|usuário removido|"
    "conta excluída|conta eliminada|utilizador eliminado|utente anonimo|ospite|sconosciuto|utente eliminato|"
    "utente cancellato|account eliminato|anònim|convidat|anonim|utilizator anonim|vizitator|utilizator șters|"
    # Slavic languages, Hungarian, Greek, Turkish
    "anonimowy|anonimowo|gość|użytkownik usunięty|usunięty użytkownik|konto usunięte|użytkownik nieaktywny|"
    "аноним|анонимно|анонимный|анонимный пользователь|анонимус|гость|гостья|удаленный пользователь|"
    "пользователь удален|аккаунт удален|удален|анонім|анонімно|гість|видалений користувач|користувача видалено|"
    "анонимен|anonymní|anonymní uživatel|návštěvník|smazaný uživatel|uživatel smazán|smazaný účet|hosť|"
    "vendég|névtelen|törölt felhasználó|törölt|ανώνυμος|ανώνυμη|επισκέπτης|διαγραμμένος χρήστης|anonim kullanıcı|"
    "misafir|ziyaretçi|silinmiş kullanıcı|silinen üye|silinmiş üye|"
    # Hebrew, Arabic, Persian, Vietnamese, Indonesian
    "אנונימי|אנונימית|אורח|משתמש מחוק|مجهول|مجهولة|زائر|ضيف|غير معروف|مستخدم محذوف|عضو محذوف|ناشناس|مهمان|کاربر مهمان|"
    "کاربر حذف شده|ẩn danh|người dùng tài khoản đã xóa|pengguna anonim|pengguna dihapus|"
    # Chinese, Japanese, Korean
    "ไม่ระบุชื่อ|vierailija|anoniman|anonymný|pengunjung|tamu|khách|pseudo supprimé|"
    "匿名|匿名用户|匿名用戶|匿名者|匿名网友|匿名網友|热心网友|熱心網友|网友|知乎用户|游客|遊客|訪客|用户已注销|已注销|该用户已注销|"
    "已注销用户|账号已注销|用戶已刪除|已刪除|已刪除的用戶|匿名さん|名無し|名無しさん|ゲスト|退会済み|退会済みユーザー|退会ユーザー|退会したユーザー|"
    "id非公開|非公開|익명|익명 사용자|비공개|비공개 답변|비회원|손님|탈퇴한 회원|탈퇴한 사용자|탈퇴회원"
)
_KEYS = frozenset(letters(name) for name in _NAMES.split("|"))
_NAMELESS = "名無し"  # boards give all who give no name one of their own: 名無しさん＠お腹いっぱい。
_LONGEST = 40


def is_anonymous(name: str) -> bool:
    """Whether a printed name stands for nobody in particular: "Guest", "[deleted]", "Gelöschter Benutzer"."""
    if len(name) > _LONGEST:
        return False
    return letters(name).replace("ё", "е").removesuffix("さん") in _KEYS or _NAMELESS in name
