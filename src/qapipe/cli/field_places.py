"""Where the fields of a record stand on the page: the visible lines that show them."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from urllib.parse import urljoin

from qapipe.page import dates
from qapipe.page.outline import Line
from qapipe.readers.explain import known_fields
from qapipe.readers.lines.counts import count
from qapipe.records.models import Record

_MIN_PART = 12
"""A shorter line is only recognised in a field if it is a whole line of it, or holds a whole value."""
_MAX_NUMBER_LINE = 80
"""Numbers and dates are only looked for in lines up to this many characters: longer ones are prose."""
_MAX_COMPARISONS = 2_000_000
"""On larger pages only whole lines are recognised, so that the time stays linear."""
_PREFIXES = re.compile(r"^(?:- |> )+")
_SHORT_COUNT = re.compile(r"(?<![\w.,])\d[\d.,]{0,5} ?[^\W\d_]{1,5}\b")
"""A count in thousands or millions: 1.2k, 3,4 Tsd."""
_THOUSAND = 1_000

Value = str | int | float | datetime
Fields = list[tuple[str, Value]]


def fields_of(record: Record) -> Iterator[tuple[str, Value]]:
    """Name and value of each field that a line may show; of several values each."""
    for name, value in known_fields(record):
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str | int | float | datetime) and not isinstance(one, bool):
                yield name, one


def places_of(lines: Sequence[Line], record: Record) -> dict[str, list[str]]:
    """The lines that show each field of a record: number, and the element that holds it."""
    fields = [*fields_of(record)]
    found: dict[str, list[str]] = {name: [] for name, _ in fields}
    for number, (line, names) in enumerate(zip(lines, shown_in(lines, fields, record), strict=True), 1):
        for name in names:
            found[name].append(f"line {number} {line.label}".rstrip(" ."))
    return found


def shown_in(lines: Sequence[Line], fields: Fields, record: Record) -> list[list[str]]:
    """For each line, the names of the fields that it, or a part of it, shows."""
    found = _texts_in([line.text for line in lines], fields)
    if len(lines) * len(fields) > _MAX_COMPARISONS:
        return found
    for number, line in enumerate(lines):
        if line.links:
            targets = {urljoin(record.url or "", href) for href in line.hrefs}
            found[number] += [name for name, value in fields if value in targets and name not in found[number]]
    for name, value in fields:
        if isinstance(value, datetime):
            numbers = [number for number, line in enumerate(lines) if _shows(line.text, value, record.captured_at)]
            if numbers:
                found[_nearest(numbers, f"{name.partition(': ')[0]}: body", found)].append(name)
    return found


def _nearest(numbers: list[int], body: str, found: list[list[str]]) -> int:
    """Of lines that show the date of a post, the one nearest to its text; the first where that is not shown."""
    of_body = [number for number, names in enumerate(found) if body in names]
    return min(numbers, key=lambda number: min((abs(number - one) for one in of_body), default=0))


def _texts_in(lines: list[str], fields: Fields) -> list[list[str]]:
    """For each line, the names of the texts and numbers in it."""
    texts = [(name, value) for name, value in fields if isinstance(value, str)]
    numbers = [(name, value) for name, value in fields if isinstance(value, int | float)]
    whole: dict[str, list[str]] = {}
    for name, value in texts:
        for line in value.split("\n"):
            whole.setdefault(_PREFIXES.sub("", line), []).append(name)
    small = len(lines) * len(fields) <= _MAX_COMPARISONS
    found = []
    for line in lines:
        names = whole.get(line, [])
        if not names and small:
            names = [name for name, value in texts if _is_part(line, value)]
        if not names and small and len(line) <= _MAX_NUMBER_LINE:
            names = [name for name, value in numbers if _has_number(line, value)]
        found.append(list(dict.fromkeys(names)))
    return found


def _is_part(line: str, value: str) -> bool:
    """Whether a line is part of a value, or a value is a part of the line."""
    if len(line) >= _MIN_PART and line in value:
        return True
    return len(value) > 1 and value in line and re.search(rf"(?<!\w){re.escape(value)}(?!\w)", line) is not None


def _has_number(line: str, value: float) -> bool:
    if value >= _THOUSAND and any(count(match[0]) == value for match in _SHORT_COUNT.finditer(line)):
        return True
    return re.search(rf"(?<![\d.]){re.escape(f'{value:g}')}(?![\d.]\d|\d)", line.replace(",", "")) is not None


def _shows(line: str, value: datetime, captured: datetime | None) -> bool:
    """Whether a line shows a date, or at least its day; the time may be in an attribute alone."""
    moment = dates.find(line) if len(line) <= _MAX_NUMBER_LINE else None
    if moment is None:
        return False
    days = [moment.at(captured), moment.at(captured, day_first=True)]
    return any(day and (day == value or (day.date() == value.date() and day.time() == time())) for day in days)
