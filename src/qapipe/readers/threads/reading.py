"""The posts in the records that were chosen: bodies, fields, lines, and what is left out of them."""

from collections.abc import Sequence

from qapipe.page.document import HtmlDocument
from qapipe.readers.lines.bylines import read_byline
from qapipe.readers.posts import Post, Profile, Thread
from qapipe.readers.threads import about, authors, choice, cuts, parents, titles, when
from qapipe.readers.threads.accepted import accepted_of
from qapipe.readers.threads.beside_answer import boxes_beside, names_at_ends
from qapipe.readers.threads.bodies import Body, Spans, bodies_of, spans_of
from qapipe.readers.threads.comments import comment_boxes
from qapipe.readers.threads.copies import copies_in
from qapipe.readers.threads.families import widened
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.notices import notices_in, rules_of
from qapipe.readers.threads.pair import comments_in
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
from qapipe.readers.threads.template import byline_in, controls_in, template_boxes
from qapipe.readers.threads.texts import TextLine, block, lines_of
from qapipe.readers.threads.twins import twins_of
from qapipe.readers.threads.votes import votes_of
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Removal
from qapipe.records.warnings import PageWarning


def read(
    document: HtmlDocument,
    places: Places,
    marks: list[Mark],
    points: list[Anchor],
    prose: Prose,
    family: Family,
    families: Sequence[Family],
) -> Found:
    """The posts in the records of a family, with their fields, and which of them is the question.

    ``families`` are all that were found, the best first.
    """
    title, title_run = titles.title_of(document, places)
    marked = {run for mark in marks for run in range(mark.run, mark.end)}
    beside = boxes_beside(places, family, prose) if family.kind == "pair" else {}
    boxes = _boxes(places, family, points, prose) | beside.keys()
    twins = twins_of(places, family.records)
    relative = Relative(places, {record.roots[0] for record in family.records if len(record.roots) == 1})
    bodies = bodies_of(places, family, prose, boxes | twins, relative)
    with_parts(places, family, bodies, prose, marked)
    is_cut = left_behind(places, family, bodies, prose, title_run)
    template = template_boxes(places, relative, bodies, prose, marked)
    for body in bodies:
        body.skip |= byline_in(places, body, prose, marked) | controls_in(places, body) | template
    if family.kind == "pair":
        beside |= _names_beside(places, family, bodies[0], prose, marked)
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
    found = Found(thread, places, family, marks, title_run, named, lines, dated=dated)
    here = choice.written_here(found)
    posts = _posts(document, found, bodies, spans, {box for box in boxes if prose.of(box) and box not in beside}, here)
    parents.link_parents(places, family, families, spans, posts)
    if is_cut or any(keep and not post.body for post, keep in zip(posts[1:], here[1:], strict=True)):
        found.thread.warnings.add(PageWarning.UNREAD_POSTS)
    posts = [post for post, keep in zip(posts, here, strict=True) if keep]
    settle(document, found, posts, bodies, prose)
    return found


def _boxes(places: Places, family: Family, points: list[Anchor], prose: Prose) -> set[int]:
    """The boxes of comments; the records are made as wide as they go."""
    if family.kind == "pair":
        return comments_in(places, family, prose)
    boxes = comment_boxes(places, family, points, prose)
    widened(places, family)
    return boxes


def _names_beside(
    places: Places, family: Family, body: Body, prose: Prose, marked: set[int]
) -> dict[int, NoiseRule | None]:
    """What names somebody at the ends of one answer, and of its box."""
    found: dict[int, NoiseRule | None] = {}
    for around in (Body(family.records[0].roots), body):
        found |= names_at_ends(places, around, prose, marked)
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
    links, ids = links_of(places, family, spans, found.dated), ids_of(places, family)
    posts = []
    for number, (lines, author) in enumerate(zip(found.lines, found.named, strict=True)):
        byline = read_byline(author.name) if author.name and "," in author.name else None
        posts.append(
            Post(
                body=block(lines),
                author=byline.name if byline else author.name,
                author_url=document.absolute(author.href),
                date=written[number],
                votes=votes[number],
                accepted=accepted[number],
                url=document.absolute(links[number]),
                id=ids[number],
                node=places.nodes[bodies[number].roots[0]],
                profile=Profile(byline.credentials, byline.note) if byline else Profile(),
                cut=breaks_off(places, lines),
            )
        )
    return posts
