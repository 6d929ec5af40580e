"""Notes of edits: what they say, how long they are, and the reasons below them."""

import pytest

from qapipe.readers.threads.edits import explained_edit, is_edit_note, is_marked
from qapipe.readers.threads.texts import TextLine

MARKED = {7}
BOX, NOTE = 1, 5  # elements: of a text, and of the note below it


def line(
    text: str, run: int = 3, end: int = 4, *, element: int = NOTE, code: bool = False, quoted: int = 0
) -> TextLine:
    return TextLine(text, gap=False, element=element, run=run, end=end, code=code, quoted=quoted)


@pytest.mark.parametrize(
    ("run", "end", "dated"), [(7, 8, True), (6, 8, True), (7, 9, True), (5, 7, False), (8, 9, False), (7, 7, False)]
)
def test_lines_with_a_date(run: int, end: int, *, dated: bool) -> None:
    assert is_marked(line("x", run, end), MARKED) is dated
    assert is_edit_note(line("Edited", run, end), MARKED) is dated


@pytest.mark.parametrize(
    "words",
    ["Edited", "modified", "UPDATED", "Last edited", "This post was edited", "This message has been last modified",
     "this reply was updated", "This topic was edited", "This answer has been edited", "This thread was last edited",
     "bearbeitet", "Zuletzt bearbeitet", "geändert", "zuletzt editiert", "Dernière édition", "dernière modification",
     "modifié", "édité", "Última edición", "editado", "modificado", "редактировалось", "Последний раз отредактировано",
     "изменено", "最后编辑", "最終編集", "本帖最后由", "Ultima modifica", "modificato", "bewerkt", "laatst bewerkt",
     "Laatst gewijzigd", "Gewijzigd", "Ostatnio zmieniony", "edytowane", "Senast redigerad", "sist redigert",
     "Sidst ændret", "Сообщение отредактировал", "Востаннє редагувалось", "Message édité", "Mensaje editado",
     "Einmal editiert", "Viimeksi muokattu", "Naposledy upravil", "Editat", "Utoljára szerkesztve",
     "Τελευταία επεξεργασία", "Son düzenleme",
     "Diubah", "Chỉnh sửa", "آخر تعديل", "ویرایش", "נערך", "Voor 12% gewijzigd", "最后修改", "수정됨"],
)  # fmt: skip
def test_words_of_edits(words: str) -> None:
    for text in (words, f"{words}: 3 May 2014", f"({words} 3 May 2014)", f"-- {words}, 3 May 2014"):
        assert is_edit_note(line(text, 7, 8), MARKED)
        assert not is_edit_note(line(text), MARKED)
    for text in (f"{words}x", f"x{words}", f"[{words}"):
        assert not is_edit_note(line(text, 7, 8), MARKED)
    assert is_edit_note(line(f"*{words} by Bodil"), MARKED)


@pytest.mark.parametrize(
    ("text", "is_note"),
    [
        *((f"Edited {words} x", True) for words in ("by", "von", "par", "por", "da", "door", "1 time", "12 times", "at",
                                                    "on", "am", "um", "le", "el", "em", "BY")),
        ("Edited: by Bodil", True), ("Edited  by", True), ("[Edited by Bodil]", False),
        ("It was edited by Bodil", False),
        *((f"Edited{words}", False) for words in ("", ":", " the text", " byte", "by Bodil", ", by Bodil", " 3 May")),
    ],
)  # fmt: skip
def test_notes_without_a_date(text: str, *, is_note: bool) -> None:
    assert is_edit_note(line(text), MARKED) is is_note


@pytest.mark.parametrize(
    ("text", "is_note"),
    [
        ("[edited by: Bodil at 3:10 pm (utc) on May 6, 2014]", True),
        ("[This post was edited on 6 May 2014 by Bodil]", True), ("[ Last edited by Bodil; 6 May 2014 ]", True),
        ("[Edited 6 May 2014 to add a picture]", False), ("[Edited on 6 May 2014: it hums no more]", False),
        ("[edited by Bodil on 6 May 2014", False), ("[edited by Bodil on 6 May 2014] It hums", False),
    ],
)  # fmt: skip
def test_notes_in_brackets_have_a_date(text: str, *, is_note: bool) -> None:
    assert is_edit_note(line(text, 7, 8), MARKED) is is_note
    assert not is_edit_note(line(text), MARKED)


def test_a_note_has_160_letters_at_most() -> None:
    for run in (3, 7):
        assert is_edit_note(line("Edited by " + "x" * 150, run, run + 1), MARKED)
        assert not is_edit_note(line("Edited by " + "x" * 151, run, run + 1), MARKED)


FIRST, SECOND = line("Rinse it.", element=BOX), line("Wait.", element=BOX)
EDIT, WHY = line("Edited by Bodil"), line("Reason: a word")


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ([FIRST, EDIT, WHY], 2),
        ([FIRST, SECOND, EDIT, WHY], 2),
        ([FIRST, SECOND, EDIT, WHY, WHY], 3),
        ([FIRST, SECOND, EDIT, WHY, WHY, WHY], 0),
        ([FIRST, EDIT, WHY, WHY], 3),
        ([FIRST, EDIT, EDIT, WHY], 2),
        ([FIRST, line("Edited", 7, 8), WHY], 2),
        ([FIRST, line("Edited"), WHY], 0),
        # no reason below, no note, nothing but the note
        ([FIRST, SECOND, EDIT], 0),
        ([FIRST, WHY, EDIT], 0),
        ([FIRST, WHY, WHY], 0),
        ([EDIT], 0),
        ([EDIT, WHY], 0),
        ([EDIT, WHY, WHY], 0),
        ([FIRST], 0),
        # the note and the reason are one box, and no text of others
        ([line("Rinse it."), EDIT, WHY], 0),
        ([FIRST, EDIT, line("Reason: a word", element=6)], 0),
        ([FIRST, EDIT, line("x", element=6), WHY], 0),
        ([FIRST, EDIT, line("x", code=True), WHY], 0),
        ([FIRST, EDIT, line("x", quoted=1), WHY], 0),
        ([FIRST, line("Edited by Bodil", code=True), WHY], 0),
        ([FIRST, line("Edited by Bodil", quoted=2), WHY], 0),
    ],
)
def test_notes_with_their_reasons(lines: list[TextLine], count: int) -> None:
    assert explained_edit(lines, MARKED) == count
