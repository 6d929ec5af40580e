"""The thread of a page, read by structure: marks, families, bodies, fields, question, in this order."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import pairwise

from qapipe.page import dates
from qapipe.page.document import Document, HtmlDocument
from qapipe.page.text import letters
from qapipe.readers.posts import Post, Thread
from qapipe.readers.threads import anchors, authors, choice, cuts, fields, question, titles
from qapipe.readers.threads.bodies import Body, Spans, bodies_of, notices_in, spans_of, template_boxes
from qapipe.readers.threads.comments import comment_boxes, outermost
from qapipe.readers.threads.families import families_of, widened
from qapipe.readers.threads.marks import Mark, marks_of
from qapipe.readers.threads.places import Places, places_of
from qapipe.readers.threads.records import Anchor, Family, Prose
from qapipe.readers.threads.relative import Relative
from qapipe.readers.threads.texts import TextLine, block, lines_of
from qapipe.records.warnings import PageWarning

_CANDIDATES = 8


@dataclass(slots=True)
class Found:
    """A thread with what it was made of, for those who judge it."""

    thread: Thread
    places: Places
    family: Family
    marks: list[Mark]
    title_run: int | None
    named: list[authors.Author] = field(default_factory=list)
    lines: list[list[TextLine]] = field(default_factory=list)


@lru_cache(maxsize=1)
def arrays_of(document: HtmlDocument) -> tuple[Places, list[Mark], Prose]:
    """The elements and texts of a page, its dates, and where its prose is."""
    if document.body is None:
        raise TypeError("a page without a body")
    places = places_of(document.body)
    marks = marks_of(places)
    return places, marks, Prose(places, (run for mark in marks for run in range(mark.run, mark.end)))


@lru_cache(maxsize=1)
def find(document: Document) -> Found | None:
    """The best set of posts on a page, whether it is a thread or not; None where nothing repeats."""
    if not isinstance(document, HtmlDocument) or document.body is None:
        return None
    places, marks, prose = arrays_of(document)
    points = anchors.dated(marks)
    families = families_of(places, points, prose)
    if not families:
        points = anchors.named(places)
        families = families_of(places, points, prose)
    if not families:
        return None
    return _read(document, places, marks, points, prose, outermost(places, families[:_CANDIDATES], prose))


def _read(
    document: HtmlDocument, places: Places, marks: list[Mark], points: list[Anchor], prose: Prose, family: Family
) -> Found:
    boxes = comment_boxes(places, family, points, prose)
    widened(places, family)
    relative = Relative(places, {root for record in family.records for root in record.roots})
    bodies = bodies_of(places, family, prose, boxes, relative)
    marked = {run for mark in marks for run in range(mark.run, mark.end)}
    template = template_boxes(places, relative, bodies, prose, marked)
    for body in bodies:
        body.skip |= notices_in(places, body) | template
    title, title_run = titles.title_of(document, places)
    spans = [spans_of(places, body) for body in bodies]
    dated = _shown_dates(places, family, marks)
    named = authors.authors_of(places, family, spans, marked, dated, relative)
    lines = [lines_of(places, body.roots, body.skip) for body in bodies]
    lines = cuts.trimmed(lines, [author.name for author in named], marked, title or "")
    thread = Thread("thread", title)
    found = Found(thread, places, family, marks, title_run, named, lines)
    posts = _posts(document, found, bodies, spans, boxes)
    here = choice.written_here(found)
    if any(keep and not post.body for post, keep in zip(posts[1:], here[1:], strict=True)):
        found.thread.warnings.add(PageWarning.UNREAD_POSTS)
    posts = [post for post, keep in zip(posts, here, strict=True) if keep]
    _settle(found, posts, bodies, prose)
    return found


def _shown_dates(places: Places, family: Family, marks: list[Mark]) -> list[int]:
    """The run where each record shows its date: the anchor's, or, if that has no text, of a mark that says the same."""
    starts = [mark.run for mark in marks]
    by_anchor = {(mark.element, mark.run): mark for mark in marks}
    found = []
    for record in family.records:
        own = by_anchor.get((record.anchor.element, record.anchor.run))
        first, end = places.first_runs[record.roots[0]], places.end_runs[record.roots[-1]]
        inside = marks[bisect_left(starts, first) : bisect_left(starts, end)]
        same = [mark.run for mark in inside if mark.end > mark.run and own and own.when and mark.when == own.when]
        found.append(same[0] if same and own and own.end == own.run else record.anchor.run)
    return found


def _posts(
    document: HtmlDocument, found: Found, bodies: list[Body], spans: Sequence[Spans], boxes: set[int]
) -> list[Post]:
    places, family = found.places, found.family
    written = _dates(found, document)
    votes = fields.votes_of(places, family, spans, boxes)
    accepted = fields.accepted_of(places, family, spans)
    links, ids = fields.links_of(places, family, spans), fields.ids_of(places, family)
    posts = []
    for number, (lines, author) in enumerate(zip(found.lines, found.named, strict=True)):
        posts.append(
            Post(
                body=block(lines),
                author=author.name,
                author_url=document.absolute(author.href),
                date=written[number],
                votes=votes[number],
                accepted=accepted[number],
                url=document.absolute(links[number]),
                id=ids[number],
                node=places.nodes[bodies[number].roots[0]],
            )
        )
    _link_parents(family, posts)
    return posts


def _dates(found: Found, document: HtmlDocument) -> list[datetime | None]:
    """The dates of the records; ages and dates without a year need the time at which the page was captured.

    Where 03/04/2015 can be meant either way, the reading in which dates rise more often holds; on a draw the page's
    language decides.
    """
    by_anchor = {(mark.element, mark.run): mark for mark in found.marks}
    marks = [by_anchor.get((record.anchor.element, record.anchor.run)) for record in found.family.records]
    printed = [mark for mark in found.marks if mark.slashed]
    day_first = bool(printed) and _day_first(marks, printed, document)
    return [_instant(found.places, mark, document, day_first=day_first) if mark else None for mark in marks]


def _instant(places: Places, mark: Mark, document: HtmlDocument, *, day_first: bool) -> datetime | None:
    if mark.when is not None:
        return (mark.other or mark.when) if day_first else mark.when
    if document.captured_at is None or mark.run >= len(places.texts):
        return None
    return dates.on_page(places.texts[mark.run], document.captured_at)


def _day_first(marks: list[Mark | None], printed: list[Mark], document: HtmlDocument) -> bool:
    if any(mark.when is not None and mark.other is None and mark.month_first for mark in printed):
        return False
    if any(mark.other is None for mark in printed):
        return True
    rises = [_rises([mark.other for mark in marks if mark]), _rises([mark.when for mark in marks if mark])]
    return rises[0] > rises[1] or (rises[0] == rises[1] and dates.day_first([], document.language))


def _rises(instants: Sequence[datetime | None]) -> int:
    known = [instant for instant in instants if instant]
    return sum(first <= second for first, second in pairwise(known))


def _link_parents(family: Family, posts: list[Post]) -> None:
    """Replies stand inside the record that they reply to."""
    by_root = {record.roots[0]: post for record, post in zip(family.records, posts, strict=True)}
    for record, post in zip(family.records, posts, strict=True):
        for inner in record.nested:
            if inner in by_root and by_root[inner] is not post:
                by_root[inner].parent = post


def _settle(found: Found, posts: list[Post], bodies: list[Body], prose: Prose) -> None:
    """Question and answers: the question is outside, the first record, or the title alone."""
    places, thread = found.places, found.thread
    first_run = places.first_runs[found.family.records[0].roots[0]]
    begin = found.title_run if found.title_run is not None and found.title_run < first_run else 0
    count = question.declared(places, begin, first_run)
    out = question.outside(places, found.family, bodies, prose, found.marks, found.title_run)
    asked = _outside_post(found, out) if out is not None and _counts(out, posts, count) else None
    if asked is not None and asked.body:
        thread.question, thread.answers = asked, posts
    elif count is not None and count == len(posts):
        thread.question, thread.answers = Post(), posts
    else:
        thread.question, thread.answers = posts[0], posts[1:]
    if _leaves_out(found):
        thread.warnings.add(PageWarning.UNREAD_POSTS)
    thread.declared = count if count in (len(posts), len(posts) - 1) else None
    thread.answers = [post for post in thread.answers if post.body]
    for post in thread.answers:
        if post.parent is not None and post.parent not in thread.answers:
            post.parent = None


def _leaves_out(found: Found) -> bool:
    """Whether dates as those of the posts stand among the records, and in none of them."""
    places, records = found.places, found.family.records
    spans = sorted((places.first_runs[one.roots[0]], places.end_runs[one.roots[-1]]) for one in records)
    starts = [start for start, _ in spans]
    last = max(end for _, end in spans)
    for mark in found.marks:
        if _is_alike(mark.sign, found.family.sign) and not mark.foreign and starts[0] <= mark.run < last:
            place = bisect_right(starts, mark.run) - 1
            if not any(start <= mark.run < end for start, end in spans[max(0, place - 3) : place + 1]):
                return True
    return False


def _is_alike(sign: object, own: object) -> bool:
    """Whether a mark is as exact as those of the posts, in an element of the same name and classes."""
    return isinstance(sign, tuple) and isinstance(own, tuple) and sign[:2] == own[:2]


def _counts(out: question.Outside, posts: list[Post], count: int | None) -> bool:
    """Whether the text before the records is the question, and not an announcement above a first post."""
    if count is not None and count in (len(posts), len(posts) - 1):
        return count == len(posts)
    if out.mark is not None and out.mark.when is not None and out.mark.when == posts[0].date:
        return False  # the date that the head of a thread repeats
    return out.mark is not None or out.same


def _outside_post(found: Found, out: question.Outside) -> Post:
    body = out.body
    if body:
        body.skip |= notices_in(found.places, body)
    lines = lines_of(found.places, body.roots, body.skip) if body else []
    marked = {run for mark in found.marks for run in range(mark.run, mark.end)}
    lines = cuts.trimmed([lines], [None], marked, found.thread.title or "")[0]
    text = block(lines)
    if letters(text) == letters(found.thread.title or ""):
        text = ""
    return Post(
        body=text, date=out.mark.when if out.mark else None, node=found.places.nodes[body.roots[0]] if body else None
    )
