"""Names that stand for nobody, in the words of many sites, and names of people that look like them."""

import pytest

from qapipe.readers.lines.anonymous import is_anonymous


@pytest.mark.parametrize(
    "name",
    ["Anonymous", "anonymous user", "[deleted]", "Guest", "GUEST", "Gelöschter Benutzer", "Gast",
     "Utilisateur supprimé", "usuario eliminado", "Аноним", "Гость", "匿名用户", "名無しさん",
     "名無しさん＠お腹いっぱい。", "Misafir", "Гість", "비공개", "زائر", "Pseudo supprimé", "Usunięty użytkownik",
     "Invitado", "Gäst", "Επισκέπτης", "Gelöschter Nutzer", "Usuário excluído",
     "Пользователь удалён",
     "użytkownik usunięty", "Ẩn danh", "אנונימי", "مجهول", "ID非公開さん", "用戶已刪除",
     "Former Member", "(removed user)", "(deleted)".ljust(40, "."), "[guest]".rjust(40, "*")],
)  # fmt: skip
def test_nobody(name: str) -> None:
    assert is_anonymous(name)


@pytest.mark.parametrize(
    "name",
    [
        "Guesthouse",
        "Ann Onymous",
        "Gasthof Post",
        "user12345",
        "Unknown",
        "Deleted Scenes",
        "",
        "Visitor7",
        "x" * 90,
        "(deleted)".ljust(41, "."),
        "[guest]".rjust(41, "*"),
    ],
)
def test_somebody(name: str) -> None:
    assert not is_anonymous(name)
