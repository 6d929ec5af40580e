"""FAQ pages as one question whose answers are the pairs: headline the question, body the answer.

They are read only to be included on request: nobody asked these questions, and the site answers itself.
"""

import re
from collections.abc import Sequence

from qapipe.page import text as plain
from qapipe.page.document import Document, HtmlDocument
from qapipe.page.outline import block
from qapipe.readers.site import Reading
from qapipe.records.plain import Answer, Question
from qapipe.records.reasons import Reason

_TITLE = re.compile(
    r"\bFAQs?\b|frequently asked|häufig(?:e|gestellte)? (?:gestellte )?fragen|foire aux questions|questions fréquentes"
    r"|preguntas frecuentes|perguntas frequentes|domande frequenti|часто задаваемые|よくある質問|常见问题",
    re.IGNORECASE,
)
_WORD = re.compile(rb"FAQ|requently|fragen|aux questions|fr\xc3\xa9quentes|recuentes|requentes|requenti|\xe5|\xd1")
_HEAD = 60_000
_LEAST = 3  # headings that ask


def headed_pairs(document: Document) -> list[tuple[str, str]]:
    """Headings that ask, each with the text below it, of a page whose title says that it is an FAQ."""
    if not isinstance(document, HtmlDocument) or not _WORD.search(document.source, 0, _HEAD):
        return []
    if not any(_TITLE.search(title) for title in (*document.titles, *document.top_headings)):
        return []
    lines = document.lines
    starts = [index for index, line in enumerate(lines) if line.heading and line.text.endswith(("?", "？"))]
    found = []
    for start in starts:
        level = lines[start].heading
        end = next((n for n in range(start + 1, len(lines)) if 0 < lines[n].heading <= level), len(lines))
        if body := block(lines[start + 1 : end]):
            found.append((lines[start].text, body))
    return found if len(found) >= _LEAST else []


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
