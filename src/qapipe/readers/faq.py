"""FAQ pages as one question whose answers are the pairs: headline the question, body the answer.

They are read only to be included on request: nobody asked these questions, and the site answers itself.
"""

import re
from collections.abc import Sequence

from qapipe.page import text as plain
from qapipe.page.document import Document, HtmlDocument, TextDocument
from qapipe.page.outline import Line, block
from qapipe.page.searching import find, has_any
from qapipe.readers.site import Reading
from qapipe.records.plain import Answer, Question
from qapipe.records.reasons import Reason

_TITLE = re.compile(
    r"\bFAQs?\b|frequently asked|häufig(?:e|gestellte)? (?:gestellte )?fragen|foire aux questions|questions fréquentes"
    r"|preguntas frecuentes|perguntas frequentes|domande frequenti|часто задаваемые|よくある質問|常见问题",
    re.IGNORECASE,
)
_WORDS = (
    *(b"FAQ", b"requently", b"ragen", b"aux questions", b"fr\xc3\xa9quentes"),
    *(b"recuentes", b"requentes", b"requenti", b"\xe5", b"\xd1"),
)
_HEAD = 60_000  # bytes in which the places of titles are looked for
_PLACES_OF_TITLES = (b"<title", b"og:title", b"<h1")
_TITLE_BYTES = 400
_LEAST = 3  # headings that ask
_MOST = 20  # lines of a question of a text and its answer
_QUESTION_MARKS = ("?", "？")
_TOP = 3  # lines of a text in which its title is looked for
_SHORT = 80  # letters of a title
_LONGEST = 170  # letters of a question
_NUMBER = re.compile(r"(?:\d{1,3}|[ivx]{1,5})[.):] *", re.IGNORECASE)


def headed_pairs(document: Document) -> list[tuple[str, str]]:
    """Headings that ask, each with the text below it, of a page whose title says that it is an FAQ."""
    if not isinstance(document, HtmlDocument) or not _may_name_faq(document.source):
        return []
    if not any(_TITLE.search(title) for title in (*document.titles, *document.top_headings)):
        return []
    lines = document.lines
    starts = [index for index, line in enumerate(lines) if line.heading and line.text.endswith(_QUESTION_MARKS)]
    found = []
    for start in starts:
        level = lines[start].heading
        end = next((n for n in range(start + 1, len(lines)) if 0 < lines[n].heading <= level), len(lines))
        if body := block(lines[start + 1 : end]):
            found.append((lines[start].text, body))
    return found if len(found) >= _LEAST else []


def asked_pairs(document: Document) -> list[tuple[str, str]]:
    """Lines of a text that ask, each with the lines below it, if one of the first lines says that it is an FAQ."""
    if not isinstance(document, TextDocument) or sum(map(document.columns.ends.count, _QUESTION_MARKS)) < _LEAST:
        return []  # nearly every text
    if title_of_text(document) is None:
        return []
    lines = document.lines
    starts = [n for n, line in enumerate(lines) if n and _asks(line)]
    ends = [*starts[1:], len(lines)]
    if len(starts) < _LEAST or any(not 1 < end - start < _MOST for start, end in zip(starts, ends, strict=True)):
        return []
    return [
        (_NUMBER.sub("", lines[start].text), block(lines[start + 1 : end]))
        for start, end in zip(starts, ends, strict=True)
    ]


def title_of_text(document: Document) -> str | None:
    """The first line of a text, if it is one of the first, that says that it is an FAQ."""
    texts = document.columns.texts[:_TOP]
    return next((text for text in texts if len(text) <= _SHORT and _TITLE.search(text)), None)


def _asks(line: Line) -> bool:
    return line.text.endswith(_QUESTION_MARKS) and len(line.text) <= _LONGEST


def _may_name_faq(source: bytes) -> bool:
    """Whether the bytes of a page's titles may say that it is an FAQ; rejects nearly all pages without a tree."""
    places = [find(source, word, 0, _HEAD) for word in _PLACES_OF_TITLES]
    return any(has_any(source[place : place + _TITLE_BYTES], _WORDS) for place in places if place >= 0)


def reading_of_pairs(document: Document, pairs: Sequence[tuple[str, str]]) -> Reading:
    """The page as one question, with the reason why it is none."""
    title = _title(document)
    answers = [Answer(position=number, headline=asked, body=body) for number, (asked, body) in enumerate(pairs, 1)]
    return Reading(Question(title=title), answers, len(answers), reason=Reason.FAQ)


def _title(document: Document) -> str | None:
    if not isinstance(document, HtmlDocument):
        return None
    headings = [heading for heading in document.top_headings if heading]
    return headings[0] if headings else plain.one_line(min(document.titles, key=len, default="")) or None
