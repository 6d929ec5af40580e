"""Which post each reply answers, where posts do not stand in each other: by indentation, by ids, by what they say.

``style="margin-left: 40px"``, ``data-depth="2"``, ``class="level-2"``, ``data-parent-id="17"``, "In reply to #3",
"In response to Ann", ``@Ann``.
"""

import re
from collections.abc import Iterable, Sequence

from qapipe.page.text import letters
from qapipe.readers.posts import Post
from qapipe.readers.threads.bodies import Spans
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.profiles import link_of
from qapipe.readers.threads.records import Family, Record, runs_of, runs_outside

_DEPTHS = frozenset(
    "data-depth data-level data-indent data-nesting-level data-comment-depth data-reply-level aria-level indent".split()
)
_DEPTH_CLASS = re.compile(r"(?:^|[\s_-])(?:level|depth|indent|lvl|nest(?:ed|ing)?)[_-]?(\d{1,2})(?:$|\s)")
_MARGIN = re.compile(r"(?:margin|padding)-(?:left|inline-start)\s*:\s*(\d+(?:\.\d+)?)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_PARENT = re.compile(r"data-(?:[a-z]+-)?(?:parent|reply-?to|in-reply-to)(?:-(?:[a-z]+-)?id)?")
_OWN = re.compile(r"(?:data-(?:[a-z]+-)?)?id")
_ID = re.compile(r"[0-9a-f]*\d[0-9a-f]*$|\w{3,}$")
_SAMPLES = 3  # records that are looked at before all are
_FIRST_ELEMENTS = 8  # of a record, of which attributes are read
_MOST_KNOWN = 0.8  # of the posts must tell their depth, or be at the least one

_IN_REPLY = re.compile(
    r"\W*(?:in (?:reply|response|answer) to|repl(?:y|ied|ying) to|(?:als )?antwort auf|en réponse à|en respuesta a"
    r"|em resposta a|in risposta a|als reactie op|som svar (?:på|til)|w odpowiedzi na|в ответ на|у відповідь на"
    r"|yanıt olarak|回复|回覆|返信先?)"
    r"\W*(?P<target>.*)",
    re.IGNORECASE | re.DOTALL,
)
_STARTS = frozenset("iIrRaAeEsSwWвВуУyY回返@«\"'(->→↑")
_POST_NUMBER = re.compile(r"#?\s*(\d{1,6})\s*(?:楼|樓|F|号)?\W*$")
_SHOWN = re.compile(r"#\d{1,6}|\d{1,6}[楼樓F]")
_MENTION = re.compile(r"@([^\s@,:]{2,40}(?: [^\s@,:]{2,20})?)")
_LONGEST = 80


def reply_to_others(places: Places, family: Family, bodies: Sequence[Spans], posts: Sequence[Post]) -> None:
    """Set the parents of posts by their depths, else by the ids of parents, else by what they say."""
    samples = [family.records[number * (len(posts) - 1) // _SAMPLES] for number in range(1, _SAMPLES + 1)]
    depths = [_depth(places, record) for record in (family.records if _any_depth(places, samples) else ())]
    if depths and sum(depth is not None for depth in depths) >= _MOST_KNOWN * len(depths) and len(set(depths)) > 1:
        _by_depth(posts, [depth or 0.0 for depth in depths])
        return
    has_ids = any(map(_PARENT.fullmatch, (name for one in samples for name in places.attributes[one.roots[0]])))
    if not (has_ids and _by_ids(places, family, posts)):
        _by_words(places, family, bodies, posts)


def _any_depth(places: Places, records: Iterable[Record]) -> bool:
    return any(_depth(places, record) is not None for record in records)


def _by_depth(posts: Sequence[Post], depths: Sequence[float]) -> None:
    above: list[tuple[float, Post]] = []
    for post, depth in zip(posts, depths, strict=True):
        while above and above[-1][0] >= depth:
            above.pop()
        if above:
            post.parent = above[-1][1]
        above.append((depth, post))


def _depth(places: Places, record: Record) -> float | None:
    """How deep a record stands in its thread, by its own elements and those around it; None if they do not say."""
    root = record.roots[0]
    for element in (*record.around, *range(root, min(root + _FIRST_ELEMENTS, places.ends[root]))):
        is_own = element <= root + 1
        if is_own and (match := _DEPTH_CLASS.search(places.names[element].lower())):
            return float(match[1])
        attributes = places.attributes[element]
        for name in _DEPTHS.intersection(attributes):
            if match := _NUMBER.fullmatch(attributes[name] or ""):
                return float(match[0])
        if match := _MARGIN.search(attributes.get("style") or ""):
            return float(match[1])
    return None


def _by_ids(places: Places, family: Family, posts: Sequence[Post]) -> bool:
    """By attributes with the id of the parent; false where there are none."""
    parents: list[str | None] = []
    known: dict[str, Post] = {}
    for record, post in zip(family.records, posts, strict=True):
        parent = None
        for element in (*record.around, record.roots[0]):
            for name, value in places.attributes[element].items():
                if value and _PARENT.fullmatch(name):
                    parent = _id(value)
                elif value and _OWN.fullmatch(name):
                    known.setdefault(_id(value), post)
        parents.append(parent)
    if not any(parents):
        return False
    for post, parent in zip(posts, parents, strict=True):
        above = known.get(parent) if parent else None
        if above is not post:
            post.parent = above
    return True


def _id(value: str) -> str:
    match = _ID.search(value)
    return match[0] if match else value


def _by_words(places: Places, family: Family, bodies: Sequence[Spans], posts: Sequence[Post]) -> None:
    """By a text beside the body that says whom or what it answers, or a name at its start."""
    asker = letters(posts[0].author or "")
    named: dict[str, Post] = {}  # the last post of each author so far
    numbered: dict[str, int] | None = None
    for number, (record, body, post) in enumerate(zip(family.records, bodies, posts, strict=True)):
        said = _said(places, runs_outside(places, record, body)) if number else None
        if said is not None:
            target, href = said
            if numbered is None:
                numbered = _numbered(places, family)
            at = _number_of(numbered, target)
            shown = posts[at] if at is not None and at < number else None
            post.parent = _linked(posts[:number], href) or shown or named.get(letters(target))
        elif number and post.body[:1] == "@" and (match := _MENTION.match(post.body)) and letters(match[1]) != asker:
            post.parent = named.get(letters(match[1])) or named.get(letters(match[1].partition(" ")[0]))
        if post.author:
            named[letters(post.author)] = post


def _said(places: Places, runs: Iterable[int]) -> tuple[str, str | None] | None:
    """What a text says that a post answers, and its link."""
    for run in runs:
        text = places.texts[run]
        if text[0] in _STARTS and len(text) <= _LONGEST and (match := _IN_REPLY.match(text)):
            behind = run if match["target"] else run + 1
            if behind >= len(places.texts):
                return None
            link = link_of(places, places.owners[behind])
            target = match["target"] or places.texts[behind]
            return target, places.attributes[link].get("href") if link is not None else None
    return None


def _linked(earlier: Sequence[Post], href: str | None) -> Post | None:
    fragment = href.rpartition("#")[2] if href and "#" in href else None
    if not fragment:
        return None
    return next((post for post in earlier if post.id == fragment or (post.url or "").endswith(f"#{fragment}")), None)


def _numbered(places: Places, family: Family) -> dict[str, int]:
    """The first record that shows each number of a post: ``#3``, ``3F``."""
    found: dict[str, int] = {}
    seen = 0
    for number, record in enumerate(family.records):
        first, end = runs_of(places, record)
        for text in places.texts[max(first, seen) : end]:
            if _SHOWN.fullmatch(text):
                found.setdefault(text, number)
        seen = max(seen, end)
    return found


def _number_of(numbered: dict[str, int], target: str) -> int | None:
    """The record that shows, as its own number, the one that a text names."""
    match = _POST_NUMBER.match(target)
    if match is None:
        return None
    forms = (f"#{match[1]}", f"{match[1]}楼", f"{match[1]}樓", f"{match[1]}F")
    return min((numbered[form] for form in forms if form in numbered), default=None)
