"""The rules of texts, column by column.

Most texts keep them, which one regular expression over a whole column shows; only the others are looked at one by one.
"""

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.check.columns import AS_GIVEN, BLOCKS, EXPRESSIONS, HASHES, IDS, LINES
from qapipe.dataset.check.findings import Findings
from qapipe.dataset.check.rules import Rule, Tally
from qapipe.dataset.partitions import row_numbers
from qapipe.page.expressions import has_expression, outside_code
from qapipe.page.text import nfc, without_invisible

_UNUSUAL = r"[^\x20-\x7e\n]"
_BLANKS = (
    r"[ \t][ \t]|[ \t]\n|\n[ \t]|\n\n\n|^[ \t\n]|[ \t\n]$"
    r"|[\t\r\x0b\x0c\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
)
_FAULTY_BLANKS = re.compile("  | \n|\n |\n\n\n|[\t\r\x0b\x0c\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_OPENS = r"\{\{|\{%|<%|^[\{<$\[#]"
_BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|blockquote|br|center|dd|div|dl|dt|figure|footer|h[1-6]|header|hr|li|ol|p|pre|section|"
    r"table|tbody|td|th|tr|ul)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
Expressions = list[tuple[str, pa.Array, pa.Array]]
"""Columns with template expressions outside code: the column, and the numbers and texts of the rows."""


def check_texts(batch: pa.RecordBatch, table: str, start: int, findings: Findings) -> Expressions:
    """Check the texts of a batch whose first row has the number ``start``; returns where expressions are left."""
    columns = {*LINES[table], *BLOCKS[table], *AS_GIVEN[table], *IDS[table], *HASHES[table]}
    found: Expressions = []
    numbers = row_numbers(start, batch.num_rows)
    for name in [name for name in batch.schema.names if name in columns]:
        values, rows = _flat(batch.column(name), numbers)
        if not _is_utf8(values, rows, table, name, findings):
            continue
        if name not in HASHES[table]:
            empty = pc.indices_nonzero(pc.equal(values, ""))
            findings.add_rows(Rule.TEXT_EMPTY, "empty, where unknown is null", table, name, rows.take(empty))
        if name in LINES[table] or name in BLOCKS[table]:
            _check_clean(values, rows, table, name, findings)
        if name in EXPRESSIONS[table]:
            left = _look(values, _OPENS, has_expression)
            if len(left):
                found.append((name, rows.take(left), values.take(left)))
    return found


def _flat(column: pa.Array, numbers: pa.Array) -> tuple[pa.Array, pa.Array]:
    """The texts of a column, those of lists one by one, and the number of the row of each."""
    if pa.types.is_list(column.type):
        return pc.list_flatten(column), numbers.take(pc.list_parent_indices(column))
    return column, numbers


def _is_utf8(values: pa.Array, rows: pa.Array, table: str, column: str, findings: Findings) -> bool:
    """Whether all texts are UTF-8. Parquet files of others may hold any bytes."""
    try:
        values.validate(full=True)
    except pa.ArrowInvalid:
        data = values.cast(pa.binary())
        bad = [n for n, value in enumerate(data.to_pylist()) if value is not None and not _decodes(value)]
        shown = pa.array([repr(data[n].as_py()) for n in bad], pa.string())
        findings.add_rows(Rule.TEXT_ENCODING, "bytes that are no UTF-8", table, column, rows.take(pa.array(bad)), shown)
        return False
    return True


def _decodes(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def _check_clean(values: pa.Array, rows: pa.Array, table: str, column: str, findings: Findings) -> None:
    rules: list[tuple[Rule, str, str, Callable[[str], bool]]] = [
        (Rule.TEXT_CONTROL, "control or invisible character", _UNUSUAL, lambda text: without_invisible(text) != text),
        (Rule.TEXT_NFC, "not in Unicode NFC", _UNUSUAL, lambda text: nfc(text) != text),
        (Rule.TEXT_BLANKS, "blanks that are no single space", _BLANKS, _has_faulty_blanks),
    ]
    if column in LINES[table]:
        rules.append((Rule.TEXT_ONE_LINE, "several lines", r"\n", lambda text: "\n" in text))
    for rule, detail, pattern, is_faulty in rules:
        found = _look(values, pattern, is_faulty)
        findings.add_rows(rule, detail, table, column, rows.take(found), values.take(found))
    tagged = _look(values, "<", lambda text: any(_BLOCK_TAG.search(part) for part in outside_code(text)))
    if len(tagged):
        findings.tallies[Tally.HTML_LEFT, f"{table}.{column}"] += len(tagged)


def _look(values: pa.Array, pattern: str, is_faulty: Callable[[str], bool]) -> pa.Array:
    """The numbers of the texts that match a pattern and are faulty."""
    matched = pc.indices_nonzero(pc.match_substring_regex(values, pattern))
    faulty = [
        n for n, text in zip(matched.to_pylist(), values.take(matched).to_pylist(), strict=True) if is_faulty(text)
    ]
    return pa.array(faulty, pa.int64())


def _has_faulty_blanks(text: str) -> bool:
    """Whether a text has blanks that no rule allows; lines of code keep theirs."""
    if text.strip() != text:
        return True
    return any(_FAULTY_BLANKS.search(part) for part in outside_code(text))
