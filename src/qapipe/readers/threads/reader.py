"""The thread of a page, read by structure: marks, families, bodies, fields, question, in this order."""

from collections.abc import Sequence
from functools import lru_cache

from qapipe.page.document import Document, HtmlDocument
from qapipe.readers.posts import Post, Thread
from qapipe.readers.threads import about, anchors, authors, choice, cuts, parents, titles, when
from qapipe.readers.threads.accepted import accepted_of
from qapipe.readers.threads.beside_answer import boxes_beside, names_at_ends
from qapipe.readers.threads.bodies import Body, Spans, bodies_of, spans_of
from qapipe.readers.threads.comments import comment_boxes, outermost
from qapipe.readers.threads.copies import copies_in, is_copy
from qapipe.readers.threads.families import families_of, widened
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.lists import before_linked_lists, without_headed_lists
from qapipe.readers.threads.marks import Mark, marks_of
from qapipe.readers.threads.mixed import date_by_posts, drop_comments
from qapipe.readers.threads.notices import notices_in, rules_of
from qapipe.readers.threads.pair import comments_in, is_better, is_followed, is_narrower, may_be_better, pair_of
from qapipe.readers.threads.part_labels import LABELLED, without_label
from qapipe.readers.threads.parts import breaks_off, left_behind, with_parts
from qapipe.readers.threads.permalinks import ids_of, links_of
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.preformatted import prose_of
from qapipe.readers.threads.records import Anchor, Family, Prose
from qapipe.readers.threads.relative import Relative
from qapipe.readers.threads.removed import removed_below, removed_elements, removed_records
from qapipe.readers.threads.settle import settle
from qapipe.readers.threads.signatures import below_lines
from qapipe.readers.threads.strangers import add_strangers
from qapipe.readers.threads.template import byline_in, controls_in, template_boxes
from qapipe.readers.threads.texts import TextLine, block, lines_of
from qapipe.readers.threads.twins import twins_of
from qapipe.readers.threads.unanswered import are_on_question, are_on_unanswered, says_unanswered
from qapipe.readers.threads.undated import add_undated
from qapipe.readers.threads.votes import votes_of
from qapipe.readers.threads.walk import places_of
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Removal
from qapipe.records.warnings import PageWarning

_CANDIDATES = 8


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
    title, title_run = titles.title_of(document, places)
    points = anchors.dated(marks)
    families = families_of(places, points, prose)
    are_called = False
    if not families:
        points = anchors.named(places)
        families = families_of(places, points, prose)
        if not families and (points := anchors.called(places, prose)):
            families, are_called = families_of(places, points, prose), True
        for family in families:
            anchors.redated(places, family, marks)
    posts = without_headed_lists(places, families, prose, title)
    posts = before_linked_lists(places, posts, prose, marks, title)
    is_sure = posts and (are_called or not may_be_better(prose, posts[0]))
    pair = None if is_sure else pair_of(places, marks, prose, title_run)
    if pair is not None and posts and _is_no_pair(places, prose, pair, posts[0]):
        pair = None
    if pair is None and not families:
        return None
    unanswered = says_unanswered(places, title_run) if title_run is not None else None
    if pair is not None and are_on_question(places, pair):
        pair = None
    if pair is not None and unanswered is None:
        return _read(document, places, marks, points, prose, pair, [])
    if not families:
        return None
    families = (posts or families)[:_CANDIDATES]
    family = outermost(places, families, prose)
    if are_on_question(places, family) or (unanswered is not None and are_on_unanswered(places, family, unanswered)):
        return None
    drop_comments(places, family, prose)
    date_by_posts(places, family, points)
    left = bool(add_undated(places, family, prose))
    left |= add_strangers(places, family, marks, prose, title_run)
    found = _read(document, places, marks, points, prose, family, families)
    found.thread.warnings |= {PageWarning.UNREAD_POSTS} if left else set()
    return found


def _is_no_pair(places: Places, prose: Prose, pair: Family, family: Family) -> bool:
    """Whether records that repeat are rather the posts than one answer: it is less, the first of them, or a copy."""
    better = is_better(pair, family) or is_narrower(places, prose, pair, family)
    return (
        not better
        or is_followed(places, pair, family)
        or _is_one_of(places, pair, family)
        or is_copy(places, prose, pair, family)
    )


def _is_one_of(places: Places, pair: Family, family: Family) -> bool:
    """Whether one answer is a record of a family of which another stands right below it, built as it is."""
    box = pair.records[0].roots[0]
    roots = [record.roots[0] for record in family.records]
    own = next((root for root in roots if places.inside(box, root)), None)
    if own is None or pair.sign == ("pair", True):
        return False
    return any(
        root > own and places.signs[root] == places.signs[own] and places.parents[root] == places.parents[own]
        for root in roots
    )


def _read(
    document: HtmlDocument,
    places: Places,
    marks: list[Mark],
    points: list[Anchor],
    prose: Prose,
    family: Family,
    families: Sequence[Family],
) -> Found:
    if family.kind == "pair":
        beside = boxes_beside(places, family, prose)
        boxes = comments_in(places, family, prose) | beside.keys()
    else:
        beside = {}
        boxes = comment_boxes(places, family, points, prose)
        widened(places, family)
    relative = Relative(places, {record.roots[0] for record in family.records if len(record.roots) == 1})
    twins = twins_of(places, family.records)
    bodies = bodies_of(places, family, prose, boxes | twins, relative)
    marked = {run for mark in marks for run in range(mark.run, mark.end)}
    with_parts(places, family, bodies, prose, marked)
    title, title_run = titles.title_of(document, places)
    is_cut = left_behind(places, family, bodies, prose, title_run)
    template = template_boxes(places, relative, bodies, prose, marked)
    for body in bodies:
        body.skip |= byline_in(places, body, prose, marked) | controls_in(places, body) | template
    if family.kind == "pair":
        for around in (Body(family.records[0].roots), bodies[0]):
            beside |= names_at_ends(places, around, prose, marked)
        bodies[0].skip |= beside.keys()
    rules = beside | dict.fromkeys(twins, NoiseRule.REPEATED_TEXT)
    noise = _without_noise(places, family, bodies, rules, marked)
    lines = prose_of([lines_of(places, body.roots, body.skip) for body in bodies])
    edges = cuts.edges_of(lines, marked)
    bare = cuts.trimmed(lines, [None] * len(lines), marked, title or "", edges)
    spans = [_within(spans_of(places, body), own) for body, own in zip(bodies, bare, strict=True)]
    dated = when.shown_dates(places, family, marks)
    dead = marked | {run for one, rule in beside.items() if rule for run in _runs_of(places, one)}
    named = authors.authors_of(places, family, spans, dead, dated, relative)
    whole, lines = lines, cuts.trimmed(lines, [author.name for author in named], marked, title or "", edges)
    noise += [one for own, kept in zip(whole, lines, strict=True) for one in removed_below(own, kept, marked)]
    lines[0] = about.without_tags(places, lines[0])
    if family.sign == LABELLED:
        lines[0] = without_label(lines[0], places, of_question=False)
    thread = Thread("thread", title, noise=noise)
    found = Found(thread, places, family, marks, title_run, named, lines)
    here = choice.written_here(found)
    posts = _posts(document, found, bodies, spans, {box for box in boxes if prose.of(box) and box not in beside}, here)
    parents.link_parents(places, family, families, posts)
    if is_cut or any(keep and not post.body for post, keep in zip(posts[1:], here[1:], strict=True)):
        found.thread.warnings.add(PageWarning.UNREAD_POSTS)
    posts = [post for post, keep in zip(posts, here, strict=True) if keep]
    settle(document, found, posts, bodies, prose)
    return found


def _without_noise(
    places: Places, family: Family, bodies: list[Body], rules: dict[int, NoiseRule | None], marked: set[int]
) -> list[Removal]:
    """Leave out of bodies what the site or a signature says, and what is said twice; returns what was left out.

    ``rules`` are the noise rules of what was left out before.
    """
    signed = below_lines(places, bodies)
    rules |= dict.fromkeys(signed, NoiseRule.SIGNATURE)
    for body in bodies:
        notices, copies = notices_in(places, body), copies_in(places, body)
        body.skip |= signed | notices | copies
        rules |= dict.fromkeys(copies, NoiseRule.REPEATED_TEXT) | rules_of(places, notices, marked)
    return [*removed_elements(places, rules), *removed_records(places, family.listed, NoiseRule.OTHER_PAGE)]


def _runs_of(places: Places, element: int) -> range:
    return range(places.first_runs[element], places.end_runs[element])


def _within(spans: Spans, lines: list[TextLine]) -> Spans:
    """The runs of a body without those of the lines cut off at its ends."""
    if not lines:
        return spans
    first, end = lines[0].run, lines[-1].end
    return [(max(start, first), min(stop, end)) for start, stop in spans if start < end and stop > first]


def _posts(
    document: HtmlDocument,
    found: Found,
    bodies: list[Body],
    spans: Sequence[Spans],
    boxes: set[int],
    here: Sequence[bool],
) -> list[Post]:
    places, family = found.places, found.family
    written = when.dates_of(found, document)
    votes = votes_of(places, family, spans, boxes)
    accepted = accepted_of(places, family, spans, here, found.copies)
    links, ids = links_of(places, family, spans), ids_of(places, family)
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
                cut=breaks_off(places, lines),
            )
        )
    return posts
