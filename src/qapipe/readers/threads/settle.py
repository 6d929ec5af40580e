"""Which text of a page is the question and which are its answers, once its records are read."""

import re
from datetime import datetime, time

from qapipe.page.document import HtmlDocument
from qapipe.page.text import letters, one_line
from qapipe.readers.posts import Post
from qapipe.readers.threads import authors, chosen, cuts, opening, question, when
from qapipe.readers.threads.about import topics_of, views_of, without_tags
from qapipe.readers.threads.bodies import Body
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.notices import notices_in, rules_of
from qapipe.readers.threads.part_labels import LABELLED, is_labelled, without_label
from qapipe.readers.threads.places import CHROME
from qapipe.readers.threads.question import SAME_DAY
from qapipe.readers.threads.records import Prose
from qapipe.readers.threads.removed import removed_elements
from qapipe.readers.threads.template import byline_in
from qapipe.readers.threads.texts import block, lines_of
from qapipe.readers.threads.unread import leaves_out
from qapipe.readers.threads.votes import votes_in
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Removal
from qapipe.records.warnings import PageWarning

_ASKED = re.compile(
    r"\b(?:ask|question|frag|gefragt|pregunt|demand|domand|pergunt|вопрос|спро)|提问|提問|質問", re.IGNORECASE
)
_AROUND = 20  # runs above the title where topics and views stand
_ABOVE = 8  # runs above the title in which who asked may stand
_SEVERAL = 2
_NEAR = 12  # runs between a question's date and its author
_SAID = 12  # letters that one text shares with another


def settle(document: HtmlDocument, found: Found, posts: list[Post], bodies: list[Body], prose: Prose) -> None:
    """Question and answers: the question is outside, the first record, or the title alone."""
    places, thread = found.places, found.thread
    if _is_no_post(posts):
        for listed in (posts, bodies, found.family.records, found.named, found.lines):
            del listed[0]
    record = found.family.records[0].roots[0]
    first_run = places.first_runs[record]
    begin = found.title_run if found.title_run is not None and found.title_run < first_run else 0
    count = question.declared(places, begin, first_run)
    _add_text_below(document, found, posts, prose)
    out = question.outside(places, found.family, bodies, prose, found.marks, found.title_run)
    if count == len(posts) and _asks_itself(found, posts, out):
        count -= 1  # it counts the first post, too
    first_run = _divide(document, found, posts, out, prose, count, begin)
    if found.title_run is not None:
        is_first = thread.question is posts[0]
        last = places.end_runs[found.family.records[0].roots[-1]] if is_first else first_run
        thread.topics = topics_of(places, found.title_run - _AROUND, last)
        thread.views = views_of(places, found.title_run - _AROUND, last)
    if leaves_out(found, prose):
        thread.warnings.add(PageWarning.UNREAD_POSTS)
    said = question.declared_above(places, begin, record)
    others = len(posts)
    if thread.question is posts[0] and len(posts) > 1 and count is None:
        count, said = _declared_in_first(found)
        others -= 1
    if said is not None and said > others:  # some were not read, or stand on the next page
        thread.declared = said
    else:
        if count == len(posts) < len(thread.answers):
            count += 1  # it counts the others than the chosen one
        number = len(thread.answers) + (thread.question is posts[0])
        thread.declared = count if count in (number, number - 1) else None
    thread.answers = [post for post in thread.answers if post.body]
    for post in thread.answers:
        if post.parent is not None and post.parent not in thread.answers:
            post.parent = None


def _declared_in_first(found: Found) -> tuple[int | None, int | None]:
    """The number of answers in or below a first record that is the question, and that in a heading there."""
    places, (first, second) = found.places, (record.roots[0] for record in found.family.records[:2])
    begin, end = places.first_runs[first], places.first_runs[second]
    start, behind = (found.lines[0][0].run, found.lines[0][-1].end) if found.lines[0] else (end, begin)
    count = question.declared(places, behind, end)
    if count is None:
        count = question.declared(places, begin, start)
    return count, question.declared_above(places, behind, second)


def _divide(
    document: HtmlDocument,
    found: Found,
    posts: list[Post],
    out: question.Outside | None,
    prose: Prose,
    count: int | None,
    begin: int,
) -> int:
    """Tell the question from its answers; returns the run where the answers begin."""
    places, thread = found.places, found.thread
    first_run = places.first_runs[found.family.records[0].roots[0]]
    alone = found.family.kind == "pair"
    best = chosen.box_of(found, out, prose) if not alone else None
    if best is not None and out is not None:
        post = _outside_post(document, found, chosen.own_region(found, out, best), prose)
        posts = _with_chosen(post, posts)
        first_run, alone = places.first_runs[best], True
        out = question.before(places, best, prose, found.marks, found.title_run)
    elif not alone and (again := chosen.shown_above(found, posts, begin, first_run)) is not None:
        post, first_run = again
        posts = _with_chosen(post, posts)
        thread.noise.append(Removal(NoiseRule.REPEATED_TEXT, one_line(post.body)))
        out = chosen.before_label(out, first_run) if out is not None else None
    counts = out is not None and (alone or chosen.comes_first(found) or _counts(found, out, posts, count))
    asked = _outside_post(document, found, out, prose) if out is not None and counts else None
    if asked is not None and asked.body and (len(posts) < _SEVERAL or asked.key != posts[0].key):
        thread.question, thread.answers = asked, posts
    elif (
        alone
        or count == len(posts)
        or chosen.comes_first(found)
        or _is_title_alone(found, out, posts, begin, first_run)
        or (opening.begins_with_answer(document, found) and not opening.is_opening(found))
    ):
        thread.question, thread.answers = _titled_post(document, found, begin, first_run), posts
    else:
        thread.question, thread.answers = posts[0], posts[1:]
        _date_first(document, found, posts, begin, first_run)
    return first_run


def _date_first(document: HtmlDocument, found: Found, posts: list[Post], begin: int, end: int) -> None:
    """Give a first post that shows no date in its box the one between the title and it, if no answer is older."""
    first, dates = posts[0], [post.date for post in posts[1:] if post.date]
    mark = _date_between(found, begin, end) if first.date is None and dates and found.title_run is not None else None
    if mark is not None and (said := _said(document, found, mark)) is not None and said <= min(dates) + SAME_DAY:
        first.date = said


def _add_text_below(document: HtmlDocument, found: Found, posts: list[Post], prose: Prose) -> None:
    """Give the first post the text between it and the second, if it is the box of the title and has none."""
    if posts[0].body or len(posts) < 2 or found.title_run is None:
        return
    places, (first, second) = found.places, found.family.records[:2]
    begin, end = places.end_runs[first.roots[-1]], places.first_runs[second.roots[0]]
    if not places.first_runs[first.roots[0]] <= found.title_run < begin:
        return
    body = question.fullest(places, prose, second.roots[0], begin, end)
    if body is not None:
        below = _outside_post(document, found, question.Outside(body, None, begin, end), prose)
        posts[0].body, posts[0].node = below.body, below.node


def _asks_itself(found: Found, posts: list[Post], out: question.Outside | None) -> bool:
    """Whether the first record is the question by its classes, which no other has, or by who comes back to it.

    Who asks back in the first answer comes back, too: where a dated text stands before it, coming back says nothing.
    """
    is_opening = opening.is_opening(found)
    if is_opening is not None:
        return is_opening
    if out is not None and out.mark is not None:
        return False
    asker = posts[0].author
    return "?" in posts[0].body and asker is not None and any(post.author == asker for post in posts[1:])


def _with_chosen(post: Post, others: list[Post]) -> list[Post]:
    """The posts with the one that stands before them because it was chosen; the others were not, if nothing is said.

    It may be one of them, or the beginning of one, shown a second time.
    """
    for other in others:
        other.accepted = other.accepted or False
    key = letters(post.body.rstrip(".… "))
    shown = next((other for other in others if len(key) >= _SAID and letters(other.body).startswith(key)), post)
    shown.accepted = True
    return others if any(other is shown for other in others) else [post, *others]


def _is_no_post(posts: list[Post]) -> bool:
    """Whether the first record is a box with a date and nothing else, above posts that name their authors."""
    return len(posts) > 2 and not (posts[0].body or posts[0].author) and all(post.author for post in posts[1:])


def _counts(found: Found, out: question.Outside, posts: list[Post], count: int | None) -> bool:
    """Whether the text before the records is the question, and not an announcement above a first post."""
    if count in (len(posts), len(posts) - 1):
        return count == len(posts)
    asked = out.mark.when if out.mark is not None else None
    if asked is not None and asked == posts[0].date and not _is_another(found, out, posts[0]):
        return False  # the date that the head of a thread repeats
    dates = [post.date for post in posts if post.date]
    if asked is not None and dates and asked - min(dates) > SAME_DAY:
        return False  # nobody answers before anybody asks
    return out.mark is not None or opening.is_called_answer(found) or question.is_headed(found.places, out)


def _is_another(found: Found, out: question.Outside, first: Post) -> bool:
    """Whether dates that say no time are those of two posts of one day, by a word or the authors beside them."""
    if first.author is None or first.date is None or first.date.time() != time():
        return False
    asked = found.places.texts[out.mark.run : out.mark.end] if out.mark is not None and out.body is not None else ()
    if any(map(_ASKED.search, asked)):
        return True
    name = _asker(found, out, set()).name
    return name is not None and letters(name) != letters(first.author)


def _is_title_alone(found: Found, out: question.Outside | None, posts: list[Post], begin: int, end: int) -> bool:
    """Whether no text but the title asks: the first record is called an answer, or is younger than a date above it."""
    if found.title_run is None or found.title_run >= end or out is not None:
        return False
    if opening.is_called_answer(found) and not _rise(posts):  # the first of posts in order may be called as all are
        return True
    mark = _date_between(found, begin, end)
    first = posts[0].date
    if mark is None or mark.when is None or first is None or mark.when.date() >= first.date():
        return False
    return (
        _says_asked(found, mark)
        or _asker(found, question.Outside(None, mark, found.title_run, end), set()).name is not None
    )


def _rise(posts: list[Post]) -> bool:
    dates = [post.date for post in posts if post.date]
    return len(dates) == len(posts) > 1 and dates == sorted(dates)


def _says_asked(found: Found, mark: Mark) -> bool:
    """Whether the text of a date, or the one before it, says that something was asked then."""
    return any(_ASKED.search(text) for text in found.places.texts[max(mark.run - 1, 0) : mark.end])


def _titled_post(document: HtmlDocument, found: Found, begin: int, end: int) -> Post:
    """A question that is all title, with the date and the author that stand below it."""
    mark = _date_between(found, begin, end)
    if mark is None or found.title_run is None:
        return Post()
    asker = _asker(found, question.Outside(None, mark, found.title_run, end), {found.title_run})
    found.asker = asker.run
    votes = votes_in(found.places, range(max(0, found.title_run - _ABOVE), end))
    return Post("", asker.name, document.absolute(asker.href), _said(document, found, mark), votes)


def _date_between(found: Found, begin: int, end: int) -> Mark | None:
    """The first date behind a run, up to another one, that is not of something else."""
    return next((mark for mark in found.marks if begin < mark.run and mark.end <= end and not mark.foreign), None)


def _said(document: HtmlDocument, found: Found, mark: Mark) -> datetime | None:
    return when.instant(found.places, mark, document, day_first=when.is_day_first(found, document))


def _outside_post(document: HtmlDocument, found: Found, out: question.Outside, prose: Prose) -> Post:
    body = out.body
    marked = {run for mark in found.marks for run in range(mark.run, mark.end)}
    if body:
        notices = notices_in(found.places, body)
        found.thread.noise += removed_elements(found.places, rules_of(found.places, notices, marked))
        body.skip |= notices | byline_in(found.places, body, prose, marked)
    lines = lines_of(found.places, body.roots, body.skip) if body else []
    title = found.thread.title or ""
    lines = without_tags(found.places, cuts.trimmed([lines], [None], marked, title)[0])
    if found.family.sign == LABELLED or is_labelled(found.places, lines):
        lines = without_label(lines, found.places, of_question=True)
    text = block(lines)
    if letters(text) == letters(title):
        text = ""
    written = {run for line in lines for run in range(line.run, line.end)}
    asker = _asker(found, out, written)
    found.asker = asker.run
    beside = (run for run in range(max(0, out.first - _ABOVE), out.end) if run not in written)
    return Post(
        text,
        asker.name,
        document.absolute(asker.href),
        _said(document, found, out.mark) if out.mark else None,
        votes_in(found.places, beside),
        node=found.places.nodes[body.roots[0]] if body else None,
    )


def _asker(found: Found, out: question.Outside, written: set[int]) -> authors.Author:
    """Who wrote a question that stands before the records, as far as links, classes or its date tell."""
    places = found.places
    if out.mark is None:
        return authors.Author()
    kinds = authors.naming_kinds(places, found.named)
    first, end = max(0, out.first - _ABOVE, out.mark.run - _NEAR), min(out.end, out.mark.end + _NEAR)
    runs = [run for run in range(first, end) if run not in written and not places.flags[run] & CHROME]
    return authors.author_near(places, runs, out.mark.run, kinds)
