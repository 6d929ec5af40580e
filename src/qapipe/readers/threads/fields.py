"""Votes, accepted answers, links and ids of posts, by what stands in their records outside the bodies."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from qapipe.readers.threads.bodies import Spans
from qapipe.readers.threads.places import LINKS, Places
from qapipe.readers.threads.records import Family, Record

_NUMBER = re.compile(
    r"^[+−–-]?\s?\d{1,3}(?:[.,，\s'’]?\d{3})*(?:[.,]\d+)?\s?(?:[kKmM]|[万萬만千천]|тыс\.?|тис\.?|млн\.?|Tsd\.?|Mio\.?|mil)?$"
)
_THOUSAND, _MYRIAD, _MILLION = 1_000, 10_000, 1_000_000
_UNITS = {
    **dict.fromkeys(("k", "千", "천", "тыс", "тис", "tsd", "mil"), _THOUSAND),
    **dict.fromkeys("万萬만", _MYRIAD),
    **dict.fromkeys(("m", "млн", "mio"), _MILLION),
}
_SIGNS = "+-−–"  # before the first digit
_PRINTED = re.compile(r"([+-]?)(\d[\d.,]*)(\D*)")
_VOTE = re.compile(
    r"vote|score|likes?\b|\blike|rating|points?\b|thumb|upvot|karma|kudos|helpful|reaction|recommend", re.IGNORECASE
)
_NO_VOTE = re.compile(
    r"view|repl|comment|answer|post-?count|posts\b|badge|reputation|share|followers|message-?count", re.IGNORECASE
)
_BLOCK = re.compile(r"[a-z0-9-]+__")
_OF_USER = re.compile(r"author|user|profile|poster|reputation|member|who-points|signature")
_VOTE_TEXT = re.compile(
    r"^[+]?(-?\d[\d.,]*k?)\s+(?:likes?|points?|votes?|upvotes?|kudos|thanks|thumbs? up|"
    r"(?:people|users?|members?) (?:found|like)|人(?:赞同|觉得|贊同))",
    re.IGNORECASE,
)
_ACCEPTED = re.compile(
    r"(?:^|[\s_-])(?:accepted|accepted-answer|best-?answer|is-?best-?answer|solution|is-?solution|solved|chosen|correct-answer|"
    r"answer-accepted|best_answer|issolution|isanswer|marked-answer|message--solution|message-solution)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SURELY_ACCEPTED = re.compile(r"(?:^|[\s_-])(?:accepted|(?:is-?)?best[-_]?answer)(?:$|[\s_-])", re.IGNORECASE)
_ACCEPTED_WORDS = tuple("accepted answer solution solved chosen".split())
_ACCEPTED_TEXT = re.compile(
    r"^\W*(?:accepted (?:answer|solution)|best (?:answer|response)|(?:top |verified )?solution|beste antwort|"
    r"meilleure réponse|mejor respuesta|melhor resposta|最佳答案|采纳|ベストアンサー|решение|лучший ответ)\W*$",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"hidden|d-none")
_ID = re.compile(r"\d{1,12}$|[0-9a-f]{8,}$")
_FRAGMENT = re.compile(r"#[\w-]*\d")


def votes_of(places: Places, family: Family, bodies: Sequence[Spans], boxes: set[int]) -> list[int | None]:
    """The votes of each record: the number at one place whose classes name votes, likes or points."""
    tables = [_numbers(places, record, body, boxes) for record, body in zip(family.records, bodies, strict=True)]
    coverage: Counter[object] = Counter()
    for table in tables:
        coverage.update(table.keys())
    if not coverage:
        return [None] * len(tables)
    ranked = sorted(coverage, key=lambda key: -coverage[key])
    least = 0.5 * coverage[ranked[0]]
    found = []
    for table in tables:
        key = next((key for key in ranked if key in table and coverage[key] >= least), None)
        found.append(table[key] if key is not None else None)
    return found


def _numbers(places: Places, record: Record, body: Spans, boxes: set[int]) -> dict[object, int]:
    found: dict[object, int] = {}
    for run in runs_outside(places, record, body, boxes):
        text, owner = places.texts[run], places.owners[run]
        if len(text) > 40 or not (text[0].isdecimal() or text[0] in _SIGNS) or places.signs[owner] in found:
            continue
        if _NUMBER.match(text):
            words = _words(places, owner)
            if not _VOTE.search(words) or _counts_else(places.css_class(owner)) or _is_of_user(places, owner):
                continue
            value = number(text)
        elif (match := _VOTE_TEXT.match(text)) and not _is_of_user(places, owner):
            value = number(match[1])
        else:
            continue
        if value is not None:
            found[places.signs[owner]] = value
    return found


def _counts_else(css_class: str) -> bool:
    """Whether a class names a number of views or answers; ``answer__score`` names the score of an answer."""
    return _NO_VOTE.search(_BLOCK.sub("", css_class)) is not None


def _is_of_user(places: Places, element: int) -> bool:
    """Whether an element stands in a box about a user, whose points are no votes."""
    return any(places.matches(_OF_USER, one) for one in places.path(element, 3))


def _words(places: Places, element: int) -> str:
    parts = []
    for one in places.path(element, 3):
        own = places.attributes[one]
        parts += [own.get("class") or "", own.get("itemprop") or "", own.get("aria-label") or "", own.get("id") or ""]
        parts += [name for name in own if "vote" in name or "score" in name]
    return " ".join(parts)


def runs_outside(places: Places, record: Record, body: Spans, boxes: Iterable[int] = ()) -> list[int]:
    """The runs of a record that stand in no body, comment or other record."""
    first, end = places.first_runs[record.roots[0]], places.end_runs[record.roots[-1]]
    inside = [(places.first_runs[one], places.end_runs[one]) for one in (*record.nested, *boxes)]
    found: list[int] = []
    run = first
    for start, stop in sorted(span for span in (*inside, *body) if span[0] < end and span[1] > first):
        found += range(run, start)
        run = max(run, stop)
    return [*found, *range(run, end)]


def number(text: str) -> int | None:
    """A printed count: ``1,234``, ``1.2k``, ``1,2 Tsd.``, ``１２``, ``−3``; None for what is none."""
    plain = text if text.isascii() else normalize("NFKC", text).replace("−", "-").replace("–", "-").replace("’", "")
    match = _PRINTED.fullmatch("".join(plain.split()).replace("'", ""))
    if match is None:
        return None
    factor = _UNITS.get(match[3].lower().rstrip("."), 0 if match[3] else 1)
    if not factor:
        return None
    try:
        if factor == 1:
            found = int(re.sub(r"[.,](?=\d{3}(?:\D|$))", "", match[2]))
        else:
            found = round(float(match[2].replace(",", ".")) * factor)
    except ValueError:
        return None
    return -found if match[1] == "-" else found


def accepted_of(places: Places, family: Family, bodies: Sequence[Spans]) -> list[bool | None]:
    """Whether each record is marked as accepted; all None where none or most of them are.

    Where most are, as a class is named for what a post may be, the surer names decide.
    """
    for pattern in (_ACCEPTED, _SURELY_ACCEPTED):
        marks = [
            _is_accepted(places, record, body, pattern) or any(places.matches(pattern, one) for one in record.around)
            for record, body in zip(family.records, bodies, strict=True)
        ]
        if not any(marks):
            break
        if len(marks) <= 2 or sum(marks) <= len(marks) // 3:
            return list(marks)
    return [None] * len(family.records)


def _is_accepted(places: Places, record: Record, body: Spans, pattern: re.Pattern[str]) -> bool:
    inner = set(record.nested)
    called = places.matching(pattern, _ACCEPTED_WORDS)
    for root in record.roots:
        element, last = root, places.ends[root]
        if bisect_left(called, root) == bisect_left(called, last):
            continue
        while element < last:
            first = places.first_runs[element]
            if element in inner or any(start <= first < end and places.end_runs[element] <= end for start, end in body):
                element = places.ends[element]
                continue
            if places.matches(pattern, element) and not places.matches(_HIDDEN, element):
                return True
            element += 1
    return any(
        len(places.texts[run]) < 30 and _ACCEPTED_TEXT.match(places.texts[run])
        for run in range(places.first_runs[record.roots[0]], body[0][0] if body else 0)
    )


def links_of(places: Places, family: Family, bodies: Sequence[Spans]) -> list[str | None]:
    """The link of each record to itself: at one place in most of them, different in each, and with a number in it."""
    tables: list[dict[object, str]] = []
    links = places.named(LINKS)
    for record, body in zip(family.records, bodies, strict=True):
        tables.append(_anchors(places, record, body, links))
    pooled: dict[object, list[str]] = defaultdict(list)
    for table in tables:
        for key, href in table.items():
            pooled[key].append(href)
    best, rank = None, 0.0
    for key, hrefs in pooled.items():
        distinct = len(set(hrefs)) / len(tables)
        fragments = sum(bool(_FRAGMENT.search(href)) for href in hrefs) / len(hrefs)
        value = distinct + fragments
        if distinct >= 0.8 and value > rank:
            best, rank = key, value
    return [table.get(best) for table in tables]


def _anchors(places: Places, record: Record, body: Spans, links: list[int]) -> dict[object, str]:
    found: dict[object, str] = {}
    inner = sorted(record.nested)
    for root in record.roots:
        for element in links[bisect_left(links, root) : bisect_left(links, places.ends[root])]:
            before = bisect_right(inner, element)
            if before and element < places.ends[inner[before - 1]]:
                continue
            key = (places.signs[element], places.signs[places.parents[element]])
            if key not in found and _is_permalink(href := places.attributes[element].get("href") or ""):
                run = places.first_runs[element]
                if not any(start <= run < end for start, end in body):
                    found[key] = href
    return found


# For links in lower case. Each alternative starts with a letter or mark: only where one stands is it tried.
_POST_LINK = re.compile(
    r"#\w*[-_]?\d|posts?[=/_-]?\d|comments?[=/_-]?\d|answers?[=/_-]?\d|msgs?[=/_-]?\d|replys?[=/_-]?\d|messages?[=/_-]?\d"
    r"|\?p(?:id)?=\d|&p(?:id)?=\d|/a/\d|/\d+/\d+/?$"
)


def _is_permalink(href: str) -> bool:
    return not href.startswith(("javascript:", "mailto:")) and _POST_LINK.search(href.lower()) is not None


def ids_of(places: Places, family: Family) -> list[str | None]:
    """The id of each record's own element, or of the first element in it that has one with a number."""
    found: list[str | None] = []
    for record in family.records:
        own = None
        root = record.roots[0]
        for element in (*record.around, *range(root, min(root + 6, places.ends[record.roots[-1]]))):
            attributes = places.attributes[element]
            value = attributes.get("id") or attributes.get("data-id") or attributes.get("name")
            if value and _ID.search(value):
                own = value
                break
        found.append(own)
    return found if len(set(found)) > 0.8 * len(found) else [None] * len(found)
