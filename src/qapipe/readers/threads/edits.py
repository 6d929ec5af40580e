"""Notes below a text that say who edited it, when and why."""

import re

from qapipe.readers.threads.texts import TextLine

_EDIT_WORDS = (
    r"(?:(?:last |this (?:post|message|reply|topic|answer|thread) (?:was|has been) (?:last )?)?"
    r"(?:edited|modified|updated)|(?:einmal )?(?:zuletzt )?(?:bearbeitet|geändert|editiert)"
    r"|dernière (?:édition|modification)|(?:ce )?(?:message )?(?:a été )?(?:modifié|édité)"
    r"|(?:mensaje )?(?:última edición|editado|modificado)|(?:mensagem )?(?:última edição|editada)"
    r"|(?:сообщение |пост )?(?:последн[а-яё]+ (?:раз )?)?(?:от)?редактир[а-яё]+|изменено"
    r"|(?:повідомлення )?(?:востаннє )?(?:від)?редаг[а-яіїє]+"
    r"|最后(?:编辑|修改)|最後(?:編輯|修改)|最終(?:編集|更新)|編集済み|本帖最[后後]由|(?:마지막 )?수정(?:됨|일)"
    r"|(?:messaggio )?(?:ultima modifica|modificato)|(?:laatst |voor \d+% )?(?:bewerkt|gewijzigd)"
    r"|(?:post |ostatnio )?(?:zmieniony|edytowan[aey])"
    r"|(?:senast |sist |sidst )?(?:redigera[dt]|redigeret|redigert|ændret|endret)|(?:viimeksi )?muok(?:attu|annut)"
    r"|naposledy (?:upravila?|upraveno|upravené|editoval|změnil|zmenil)|(?:ultima oară )?(?:editat|modificat)"
    r"|(?:utoljára )?(?:szerkesztve|szerkesztette|módosítva|módosította)|τελευταία (?:επεξεργασία|τροποποίηση)"
    r"|(?:son )?düzenle(?:me|yen|ndi)|bu mesaj .{0,40}(?:değiştirildi|düzenlendi)|(?:terakhir )?di(?:ubah|edit|sunting)"
    r"|(?:đã )?(?:chỉnh )?sửa(?: lần cuối)?|آخر تعديل|تم (?:ال)?تعديل|(?:آخرین )?ویرایش|נערך(?: לאחרונה)?"
    r"|แก้ไข(?:ข้อความ)?(?:ล่าสุด)?(?:เมื่อ)?)"
)
_EDITED = re.compile(rf"^[^\w\[]*{_EDIT_WORDS}(?!\w)", re.IGNORECASE)
_EDITED_BY = re.compile(
    rf"^[^\w\[]*{_EDIT_WORDS}:?\s+"
    r"(?:by|von|par|por|da|door|przez|av|af|oleh|bởi|od|de către|από|بواسطة|על ידי"
    r"|\d+ times?|at|on|am|um|le|el|em)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\[(?!.*[^y]: ).*\]$")
_MOST_REASON = 2  # lines
_LONGEST_NOTE = 160


def is_marked(line: TextLine, marked: set[int]) -> bool:
    """Whether a date stands in a line."""
    return not marked.isdisjoint(range(line.run, line.end))


def is_edit_note(line: TextLine, marked: set[int]) -> bool:
    """Whether a line says who edited a text, or when."""
    text = line.text
    if len(text) > _LONGEST_NOTE:
        return False
    if _BRACKETED.match(text):  # the author's own words are in brackets, too, but without a date or behind a colon
        return is_marked(line, marked) and _EDITED_BY.match(text[1:]) is not None
    return _EDITED.match(text) is not None and (is_marked(line, marked) or _EDITED_BY.match(text) is not None)


def explained_edit(lines: list[TextLine], marked: set[int]) -> int:
    """How many of the last lines are a note of an edit, in a box of its own, with the reason for it below."""
    end = len(lines)
    last = lines[-1]
    for at in range(end - 2, max(end - 2 - _MOST_REASON, 0), -1):
        line = lines[at]
        if line.element != last.element or line.code or line.quoted:
            break
        if line.element != lines[0].element and is_edit_note(line, marked):
            return end - at
    return 0
