"""The rules of single values that are no texts: ids, closed lists, ranges."""

import math

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.check.columns import HASHES, IDS, LISTED, NOT_NEGATIVE, POSITIVE, RATED
from qapipe.dataset.check.findings import Findings
from qapipe.dataset.check.ledger import STANDING
from qapipe.dataset.check.rules import Rule
from qapipe.dataset.partitions import row_numbers
from qapipe.records.ranges import is_on_scale

_ID = "^[0-9a-f]{32}$"
_HASH = "^[0-9a-f]{64}$"


def check_values(batch: pa.RecordBatch, table: str, start: int, findings: Findings) -> None:
    """Check the values of a batch whose first row has the number ``start``."""
    _check_ids(batch, table, start, findings)
    _check_lists(batch, table, start, findings)
    for column, least in [
        *((column, 0) for column in NOT_NEGATIVE[table]),
        *((column, 1) for column in POSITIVE[table]),
    ]:
        values = batch.column(column)
        rule = Rule.POSITION if column == "position" else Rule.COUNT_NEGATIVE
        below = pc.less(values, least)
        findings.add_where(rule, f"below {least}", below, table=table, column=column, start=start, values=values)
    if table in RATED:
        _check_ratings(batch, table, start, findings)


def _check_ids(batch: pa.RecordBatch, table: str, start: int, findings: Findings) -> None:
    for column, pattern in [*((name, _ID) for name in IDS[table]), *((name, _HASH) for name in HASHES[table])]:
        values = batch.column(column)
        wrong = pc.invert(pc.match_substring_regex(values, pattern))
        if pattern is _HASH:  # of some pages nothing was read: files that cannot be opened, redirects
            stands = pc.is_in(batch.column("status"), pa.array(STANDING))
            wrong = pc.and_(wrong, pc.or_(stands, pc.not_equal(values, "")))
        detail = "not the hexadecimal digits of an id" if pattern is _ID else "not a SHA-256 in hexadecimal"
        findings.add_where(Rule.ID_FORMAT, detail, wrong, table=table, column=column, start=start, values=values)


def _check_lists(batch: pa.RecordBatch, table: str, start: int, findings: Findings) -> None:
    for column, known in LISTED[table].items():
        values = batch.column(column)
        rows = row_numbers(start, batch.num_rows)
        if pa.types.is_list(values.type):
            rows, values = rows.take(pc.list_parent_indices(values)), pc.list_flatten(values)
        listed = pc.is_in(values, pa.array([str(value) for value in known], pa.string()))
        unknown = pc.indices_nonzero(pc.and_(pc.invert(listed), pc.is_valid(values)))
        detail = f"not in the list of {column} values"
        findings.add_rows(Rule.CLOSED_LIST, detail, table, column, rows.take(unknown), values.take(unknown))


def _check_ratings(batch: pa.RecordBatch, table: str, start: int, findings: Findings) -> None:
    ratings, bests = batch.column("rating"), batch.column("rating_best")
    on_scale = pc.and_(pc.greater_equal(ratings, 0), pc.less_equal(ratings, bests))
    usual = pc.and_(on_scale, pc.and_(pc.greater(bests, 0), pc.less(bests, math.inf)))
    unknown = pc.and_(pc.is_null(ratings), pc.is_null(bests))
    given = pc.indices_nonzero(pc.invert(pc.or_(pc.fill_null(usual, fill_value=False), unknown)))
    pairs = zip(ratings.take(given).to_pylist(), bests.take(given).to_pylist(), strict=True)
    wrong = [row for row, pair in zip(given.to_pylist(), pairs, strict=True) if not is_on_scale(*pair)]
    for row in wrong:
        best = bests[row].as_py()
        detail = "no rating is on its scale" if best is None else f"not on the scale up to {best:g}"
        value = ratings[row].as_py()
        findings.add(Rule.RATING_SCALE, detail, table=table, row=start + row, column="rating", value=value)
