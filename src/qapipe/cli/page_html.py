"""One HTML file with the lines of a page beside what was read from each."""

from html import escape

from qapipe.cli.field_places import Fields, fields_of, shown_in
from qapipe.errors import PageError
from qapipe.page.document import open_document
from qapipe.page.outline import Line
from qapipe.records.models import Record
from qapipe.records.places import describe_place
from qapipe.records.plain import RawPage

_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
td, th { border-top: 1px solid #ddd; padding: .25rem .5rem; text-align: left; vertical-align: top; }
td:first-child { color: #888; text-align: right; }
.fields { color: #055; width: 20rem; }
.noise { color: #a40; }
tr.unread td { color: #999; }
"""


def page_html(page: RawPage, record: Record) -> str:
    """The HTML of the file. Text of the page is escaped, and nothing is loaded from the network."""
    fields: Fields = [*fields_of(record), *((f"noise: {one.rule}", one.text) for one in record.noise)]
    lines = lines_of(page)
    read = shown_in(lines, fields, record)
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


def lines_of(page: RawPage) -> list[Line]:
    """The visible lines of a page; none if it cannot be decoded."""
    try:
        return open_document(page)[0].lines
    except PageError:
        return []
