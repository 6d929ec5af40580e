"""Bodies that stand in several elements: paragraphs and code beside the element that holds most of a text."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from qapipe.readers.threads.bodies import Body, weight
from qapipe.readers.threads.notices import is_notice, notices_in
from qapipe.readers.threads.places import LINKS, Places, among
from qapipe.readers.threads.profiles import is_profile
from qapipe.readers.threads.records import Family, Prose, Record
from qapipe.readers.threads.texts import TextLine

_WORDS = (
    r"\(more\)|(?:read|show|see|view) (?:more|all|the rest|full (?:post|answer|text|reply))|continue reading|"
    r"weiterlesen|mehr (?:lesen|anzeigen)|lire la suite|voir plus|(?:leer|ver) más|(?:ler|ver) mais|leggi tutto|"
    r"читать (?:дальше|далее|полностью)|阅读全文|查看全文|続きを読む"
)
_MORE = re.compile(rf"\W*(?:{_WORDS}|more)\W*", re.IGNORECASE)
_MORE_BEHIND = re.compile(rf"(?:…|\.\.\.)\s*\W?(?:{_WORDS})\W*$", re.IGNORECASE)
_MOST_BEHIND = 2  # runs behind a text that may say that there is more
_TEXTS = frozenset("p ul ol dl pre blockquote table figure".split())
_MUCH = 120  # letters of prose beside a body
_BYLINE = 40  # letters of prose beside the name of an author
_MOST_LEVELS = 2


def with_parts(places: Places, family: Family, bodies: Iterable[Body], prose: Prose, dated: set[int]) -> None:
    """Take into each body the texts that stand right beside it in its record, and those in no element of their own."""
    ends = {root for record in family.records for root in record.roots}
    for body in bodies:
        for _ in range(_MOST_LEVELS):
            if len(body.roots) > 1 or body.roots[0] in ends or not _widened(places, body, prose, dated):
                break


def _widened(places: Places, body: Body, prose: Prose, dated: set[int]) -> bool:
    root = body.roots[0]
    parent = places.parents[root]
    children = places.children(parent)
    own = {root, *_rest_of(places, children, root, body, dated)}
    parts = [child for child in children if child in own or _is_part(places, body, child, prose, dated)]
    first, end = places.first_runs[parent], places.end_runs[parent]
    loose = [run for run in range(first, end) if places.owners[run] == parent and prose.between(run, run + 1) > 0]
    if loose and dated.isdisjoint(loose):
        body.roots = [parent]
        body.skip |= set(children) - set(parts)
        return True
    told = [part for part in parts if part in own or weight(places, prose, part, body.skip) > 0]
    body.roots = [part for part in parts if told[0] <= part <= told[-1]]
    return False


def _is_part(places: Places, body: Body, element: int, prose: Prose, dated: set[int]) -> bool:
    """Whether an element beside a body is a paragraph, a list, or as nameless as the body is, without a date.

    A line with a class that names a user is none: who wrote the post, and what they are.
    """
    alike = places.kinds[element] < 0 and places.kinds[element] == places.kinds[body.roots[0]]
    if not (alike or places.tag(element) in _TEXTS) or element in body.skip or is_notice(places, element):
        return False
    if places.kinds[element] > 0 and prose.of(element) <= _BYLINE and _names_user(places, element):
        return False
    return dated.isdisjoint(range(places.first_runs[element], places.end_runs[element]))


def _names_user(places: Places, element: int) -> bool:
    """Whether a link to a profile stands in an element."""
    links = places.named(LINKS)
    inside = among(links, element, places.ends[element])
    return any(is_profile(places.attributes[one].get("href")) for one in inside)


def _rest_of(places: Places, children: Sequence[int], root: int, body: Body, dated: set[int]) -> list[int]:
    """The elements built as a body is that go on with it, before and behind tables of quotations and code."""
    kind, at = places.kinds[root], bisect_left(children, root)
    found: list[int] = []
    for beside in (children[at + 1 :], children[:at][::-1]):
        is_apart = False
        for child in beside:
            if is_apart and places.kinds[child] == kind and child not in body.skip:
                if not dated.isdisjoint(range(places.first_runs[child], places.end_runs[child])):
                    break
                found.append(child)
                is_apart = False
            elif not is_apart and places.tag(child) in _TEXTS:
                is_apart = True
            else:
                break
    return found


def left_behind(
    places: Places, family: Family, bodies: Sequence[Body], prose: Prose, title_run: int | None = None
) -> bool:
    """Whether a record holds much more text beside its body than most do: perhaps a part of what its author wrote.

    The title of the page, which may stand in the first, is none.
    """
    titled = [
        _titled(places, record, body, prose, title_run) for record, body in zip(family.records, bodies, strict=True)
    ]
    beside = [
        _beside(places, record, body, prose, body.skip) - own
        for record, body, own in zip(family.records, bodies, titled, strict=True)
    ]
    if max(beside) <= _MUCH:
        return False
    for number, (record, body) in enumerate(zip(family.records, bodies, strict=True)):
        if beside[number] > 0:  # signatures are the site's to show
            skip = body.skip | notices_in(places, Body(record.roots))
            beside[number] = _beside(places, record, body, prose, skip) - titled[number]
    usual = sorted(beside)[len(beside) // 2] if len(beside) > 2 else 0
    return any(one > usual + _MUCH for one in beside)


def _titled(places: Places, record: Record, body: Body, prose: Prose, title_run: int | None) -> int:
    """Letters of the title of the page, if it stands in a record beside its body."""
    if title_run is None or not _holds(places, record.roots, title_run) or _holds(places, body.roots, title_run):
        return 0
    return prose.between(title_run, title_run + 1)


def _holds(places: Places, roots: Sequence[int], run: int) -> bool:
    return places.first_runs[roots[0]] <= run < places.end_runs[roots[-1]]


def _beside(places: Places, record: Record, body: Body, prose: Prose, skip: set[int]) -> int:
    """Letters of prose in a record outside of its body."""
    whole = sum(weight(places, prose, root, skip) for root in record.roots)
    return whole - sum(weight(places, prose, root, skip) for root in body.roots)


def breaks_off(places: Places, lines: Sequence[TextLine]) -> bool:
    """Whether a text ends in an ellipsis, with a link to the rest of it behind ("Read more")."""
    if not lines or lines[-1].code:
        return False
    text, behind = lines[-1].text, places.texts[lines[-1].end : lines[-1].end + _MOST_BEHIND]
    said = _MORE_BEHIND.search(text)
    return said is not None or (text.endswith(("…", "...")) and any(map(_MORE.fullmatch, behind)))
