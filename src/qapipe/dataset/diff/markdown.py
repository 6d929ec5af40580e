"""The differences of two builds in Markdown, for a comment on a pull request.

Whatever may come from a page is code in it: no link, no mention, no markup.
"""

from collections.abc import Iterable, Iterator, Sequence

from qapipe.dataset.diff import Differences
from qapipe.dataset.diff.drift import Drift
from qapipe.dataset.diff.summary import (
    FILL,
    PAGES,
    ROWS,
    changed_columns,
    fill_rates,
    moved_rows,
    page_rates,
    row_counts,
)
from qapipe.dataset.reference import inline_code, markdown_table

_MOST_EXAMPLES = 2


def markdown(found: Differences, worse: Sequence[Drift], old: str, new: str) -> str:
    """A heading, what drifted, and the changes in tables."""
    lines = [f"## {inline_code(old)} → {inline_code(new)}", ""]
    if found.identical:
        return "\n".join([*lines, "No change: the files of all tables are the same."])
    lines += [f"**Drift: {len(worse):,}**", ""] if worse else ["No drift.", ""]
    lines += [f"- {_sentence(drift)}" for drift in worse]
    lines += [""] if worse else []
    lines += _table(ROWS, row_counts(found), codes=1)
    lines += _table(PAGES, page_rates(found), codes=1)
    lines += _table(FILL, fill_rates(found), codes=2)
    details = [*_moved(found), *_changed(found)]
    if details:
        lines += ["<details><summary>Examples</summary>", "", *details, "", "</details>"]
    return "\n".join(lines).rstrip()


def _sentence(drift: Drift) -> str:
    """The sentence, with names as code."""
    sentence = drift.sentence if drift.group is None else drift.sentence.replace(drift.group, inline_code(drift.group))
    return sentence if drift.column is None else sentence.replace(drift.column, inline_code(drift.column), 1)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], codes: int) -> list[str]:
    """A table whose first columns are code; nothing without rows."""
    cells = [[*map(inline_code, row[:codes]), *row[codes:]] for row in rows]
    return [*markdown_table(head, cells), ""] if cells else []


def _moved(found: Differences) -> Iterator[str]:
    for what, places in moved_rows(found):
        yield f"- {what}: {', '.join(map(inline_code, places))}, ..."


def _changed(found: Differences) -> Iterator[str]:
    for column, rows, examples in changed_columns(found):
        yield f"- {inline_code(column)} changed in {rows:,} rows"
        for place, one in examples[:_MOST_EXAMPLES]:
            yield f"  - {inline_code(place)}: {_value(one.before)} → {_value(one.after)}"


def _value(value: str | None) -> str:
    return "null" if value is None else inline_code(value)
