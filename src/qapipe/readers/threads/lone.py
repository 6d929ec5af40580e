"""A question that nobody has answered yet: a title, one date and author near it, and one text below.

Nothing repeats on such a page, so only pages that are a forum's or a Q&A site's by other signs should be asked.
"""

from qapipe.page.document import Document, HtmlDocument
from qapipe.page.text import letters
from qapipe.readers.posts import Post, Thread
from qapipe.readers.threads import authors, cuts, titles
from qapipe.readers.threads.bodies import bodies_of, spans_of
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.notices import notices_in
from qapipe.readers.threads.places import CHROME, CODE, QUOTE, Places
from qapipe.readers.threads.question import declared
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Anchor, Family, Prose, Record
from qapipe.readers.threads.relative import Relative
from qapipe.readers.threads.texts import TextLine, block, lines_of
from qapipe.readers.threads.two_dates import second_box
from qapipe.readers.threads.unanswered import says_unanswered
from qapipe.records.warnings import PageWarning

_BEFORE, _BEHIND = 15, 40  # runs from the title to the date
_LEAST, _MOST = 40, 12_000  # letters of prose
_LONGEST_BYLINE = 110  # letters of a line that says who wrote something, and when
_MOST_LEVELS = 13  # elements around the date, its own too


def says_none(document: HtmlDocument) -> bool:
    """Whether a page says below its title that nobody has answered yet."""
    places, _, _ = arrays_of(document)
    _, title_run = titles.title_of(document, places)
    return title_run is not None and says_unanswered(places, title_run) is not None


def lone_question(document: Document) -> Thread | None:
    """The one post of a page, as a thread without answers; None where none stands below the title."""
    if not isinstance(document, HtmlDocument) or document.body is None:
        return None
    places, marks, prose = arrays_of(document)
    title, title_run = titles.title_of(document, places)
    if title is None or title_run is None:
        return None
    mark = _date_near(places, marks, title_run)
    if mark is None:
        return None
    root = _box(places, prose, mark)
    if root == 0 or prose.of(root) > _MOST:
        return None
    found = _read(document, places, marks, prose, title, Record([root], Anchor(mark.element, mark.run, mark.sign)))
    second = second_box(places, marks, title_run) if found is not None else None
    if found is not None and second is not None and not places.inside(mark.element, second[0]):
        found.warnings.add(PageWarning.UNREAD_POSTS)
    return found


def _date_near(places: Places, marks: list[Mark], title_run: int) -> Mark | None:
    near = [
        mark
        for mark in marks
        if -_BEFORE <= mark.run - title_run <= _BEHIND
        and not mark.foreign
        and mark.run < len(places.flags)
        and not places.flags[mark.run] & CHROME
    ]
    return min(near, key=lambda mark: abs(mark.run - title_run), default=None)


def _box(places: Places, prose: Prose, mark: Mark) -> int:
    """The innermost element around the date that holds a text; the body where none near it does."""
    return next((one for one in places.path(mark.element, _MOST_LEVELS) if prose.of(one) >= _LEAST), 0)


def _read(
    document: HtmlDocument, places: Places, marks: list[Mark], prose: Prose, title: str, record: Record
) -> Thread | None:
    family = Family("lone", [record], record.anchor.sign)
    relative = Relative(places, set(record.roots))
    (body,) = bodies_of(places, family, prose, set(), relative)
    body.skip |= notices_in(places, body)
    marked = {run for mark in marks for run in range(mark.run, mark.end)}
    (author,) = authors.authors_of(places, family, [spans_of(places, body)], marked, [record.anchor.run], relative)
    (lines,) = cuts.trimmed([lines_of(places, body.roots, body.skip)], [author.name], marked, title)
    below = [line for line in lines if line.run > record.anchor.run or _begins_with(line, record.anchor.run)]
    text = block(below or lines)
    if not text or letters(text) == letters(title):
        return None
    date = next((mark.when for mark in marks if mark.run == record.anchor.run), None)
    post = Post(text, author.name, document.absolute(author.href), date, node=places.nodes[body.roots[0]])
    found = Thread("thread", title, post, declared=declared(places, 0, len(places.texts)) or None)
    if _holds_others(places, marks, below or lines, record.anchor.run):
        found.warnings.add(PageWarning.UNREAD_POSTS)
    return found


def _begins_with(line: TextLine, date: int) -> bool:
    """Whether a date is the beginning of a text, in one line with it, and no line of its own."""
    return line.run <= date < line.end - 1 and len(line.text) > _LONGEST_BYLINE


def _holds_others(places: Places, marks: list[Mark], lines: list[TextLine], own: int) -> bool:
    """Whether a text shows dates as posts do, beside its own: it holds other posts, which were not told apart."""
    first, end = lines[0].run, lines[-1].end
    inside = [
        mark.sign
        for mark in marks
        if first <= mark.run < end
        and mark.run != own
        and not mark.foreign
        and not places.flags[mark.run] & (QUOTE | CODE)
    ]
    return len(inside) > 1 or any(sign[0] == "attribute" for sign in inside)
