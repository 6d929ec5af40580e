"""One HTML file with the lines of a page beside what was read from each."""

import re
from collections.abc import Iterator
from html import escape

from qapipe.errors import PageError
from qapipe.page.document import open_document
from qapipe.page.outline import Line
from qapipe.records.models import Answer, Question, Record
from qapipe.records.places import describe_place
from qapipe.records.plain import RawPage

_MIN_PART = 12
"""A shorter line is only recognised in a field if it is a whole line of it, or holds a whole value."""
_MAX_NUMBER_LINE = 80
"""Numbers are only looked for in lines up to this many characters: longer ones are prose."""
_MAX_COMPARISONS = 2_000_000
"""On larger pages only whole lines are recognised, so that the time stays linear."""
_PREFIXES = re.compile(r"^(?:- |> )+")
_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
td, th { border-top: 1px solid #ddd; padding: .25rem .5rem; text-align: left; vertical-align: top; }
td:first-child { color: #888; text-align: right; }
.fields { color: #055; width: 20rem; }
.noise { color: #a40; }
tr.unread td { color: #999; }
"""

Fields = list[tuple[str, str | int | float]]


def page_html(page: RawPage, record: Record) -> str:
    """The HTML of the file. Text of the page is escaped, and nothing is loaded from the network."""
    fields = [*_fields(record), *((f"noise: {one.rule}", one.text) for one in record.noise)]
    lines = _lines(page)
    read = _read_from([line.text for line in lines], fields)
    seen = {name for names in read for name in names}
    rows = "\n".join(
        _row(number, line.text, names) for number, (line, names) in enumerate(zip(lines, read, strict=True), 1)
    )
    others = "\n".join(
        f"<tr><td></td><td>{escape(str(value))}</td><td class=fields>{escape(name)}</td></tr>"
        for name, value in fields
        if name not in seen
    )
    title = escape(record.url or record.source or record.page_id)
    elsewhere = f"<h2>Not in a visible line</h2>\n<table>\n{others}\n</table>" if others else ""
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{_STYLE}</style>
<h1>{title}</h1>
<p>{escape(_summary(record))}</p>
<table>
<tr><th></th><th>Line of the page</th><th>Read as</th></tr>
{rows}
</table>
{elsewhere}
"""


def _summary(record: Record) -> str:
    place = describe_place(record.source, record.member, record.offset)
    parts = [record.status.value, record.reason and record.reason.value, record.detail, *record.warnings, place]
    return " · ".join(part for part in parts if part)


def _row(number: int, line: str, names: list[str]) -> str:
    kind = "" if names else " class=unread"
    shown = "<br>".join(
        f"<span class=noise>{escape(name)}</span>" if name.startswith("noise") else escape(name) for name in names
    )
    return f"<tr{kind}><td>{number}</td><td>{escape(line)}</td><td class=fields>{shown}</td></tr>"


def _lines(page: RawPage) -> list[Line]:
    try:
        return open_document(page)[0].lines
    except PageError:
        return []


def places_of(page: RawPage, record: Record) -> dict[str, list[str]]:
    """The lines that each field of a record was read from: number, and the element that holds it."""
    lines = _lines(page)
    found: dict[str, list[str]] = {name: [] for name, _ in _fields(record)}
    for number, (line, names) in enumerate(
        zip(lines, _read_from([line.text for line in lines], [*_fields(record)]), strict=True), 1
    ):
        for name in names:
            found[name].append(f"line {number} {line.label}".rstrip(" ."))
    return found


def _fields(record: Record) -> Iterator[tuple[str, str | int | float]]:
    """Name and value of each field that is known."""
    if record.answers_declared is not None:
        yield "answers_declared", record.answers_declared
    if record.question:
        yield from _values("question", record.question)
    for answer in record.answers:
        yield from _values(f"answer {answer.position}", answer)


def _values(owner: str, model: Question | Answer) -> Iterator[tuple[str, str | int | float]]:
    for name in type(model).model_fields:
        if name in ("position", "parent_position", "answer_id", "expert_id"):
            continue
        value = getattr(model, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str | int | float) and not isinstance(one, bool):
                yield f"{owner}: {name}", one


def _read_from(lines: list[str], fields: Fields) -> list[list[str]]:
    """For each line, the names of the fields that it, or a part of it, is in."""
    texts = [(name, value) for name, value in fields if isinstance(value, str)]
    numbers = [(name, value) for name, value in fields if not isinstance(value, str)]
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
    return re.search(rf"(?<![\d.]){re.escape(f'{value:g}')}(?![\d.]\d|\d)", line.replace(",", "")) is not None
