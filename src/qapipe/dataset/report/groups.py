"""Answers by the values of a column: how many, how they are rated, how long they are.

The table is read twice, first for the most frequent values, then for their numbers, which are therefore exact.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.reading import Table
from qapipe.dataset.report.distributions import scaled
from qapipe.dataset.report.frequent import LONGEST, Frequent
from qapipe.errors import UsageError

MOST = 1_000
"""Number of groups; the answers of all other values are in one."""
_MEASURED = ("rating", "rating_best", "votes", "body")
_SUMS = [
    ([], "count_all"),
    ("rating", "count"),
    ("rating", "sum"),
    ("votes", "count"),
    ("votes", "sum"),
    ("length", "sum"),
]


@dataclass(slots=True)
class Group:
    """The answers with the same value."""

    value: str | None
    """None: the answers without a value, or with one that is not among the most frequent."""
    answers: int = 0
    rated: int = 0
    """Answers with a rating whose scale is known."""
    rating_sum: float = 0.0
    voted: int = 0
    vote_sum: int = 0
    length_sum: int = 0

    @property
    def rating(self) -> float | None:
        """The mean rating, on a scale of five."""
        return self.rating_sum / self.rated if self.rated else None

    @property
    def votes(self) -> float | None:
        """The mean number of votes."""
        return self.vote_sum / self.voted if self.voted else None

    @property
    def length(self) -> float | None:
        """The mean length of the text in characters."""
        return self.length_sum / self.answers if self.answers else None

    def as_json(self) -> dict[str, object]:
        """Counts and means."""
        means = {"rating": self.rating, "votes": self.votes, "length": self.length}
        rounded = {f"mean_{name}": None if mean is None else round(mean, 4) for name, mean in means.items()}
        return {"value": self.value, "answers": self.answers, "rated": self.rated, **rounded}


@dataclass(slots=True)
class Groups:
    """The answers by the values of a column, the most frequent first."""

    column: str
    groups: list[Group] = field(default_factory=list)
    others: Group = field(default_factory=lambda: Group(None))
    """All values that are not among the groups."""
    without: Group = field(default_factory=lambda: Group(None))
    """The answers without a value. An answer with a list of values is in the group of each."""

    def as_json(self) -> dict[str, object]:
        """The groups as JSON values."""
        groups = [group.as_json() for group in self.groups]
        return {
            "column": self.column,
            "groups": groups,
            "others": self.others.as_json(),
            "without": self.without.as_json(),
        }


def check_column(table: Table, column: str) -> None:
    """Raise UsageError unless the table has the column."""
    if column not in table.schema.names:
        raise UsageError(
            f"the table {table.name} has no column {column!r} to group by; its columns are "
            f"{', '.join(table.schema.names)}"
        )


Watch = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]


def grouped(table: Table, column: str, watch: Watch) -> Groups:
    """The answers by a column; times are grouped by year. Batches are passed through ``watch``, twice each."""
    frequent = Frequent()
    for batch in watch(table.batches([column])):
        frequent.add(_keys(batch.column(0))[0])
    values = [value for value, _ in frequent.top(MOST)]
    found = Groups(column, [Group(value) for value in values])
    known = pa.array(values, pa.string())
    places = [*found.groups, found.others, found.without]
    for batch in watch(table.batches(list(dict.fromkeys((*_MEASURED, column))))):
        for place, row in _sums(batch, column, known):
            _add(places[place], row)
    found.groups.sort(key=lambda group: (-group.answers, str(group.value)))
    return found


def _sums(batch: pa.RecordBatch, column: str, known: pa.Array) -> Iterator[tuple[int, dict[str, float]]]:
    """Counts and sums of a batch by group: the number of the value, then that of all others, then of no value."""
    keys, rows = _keys(batch.column(column))
    place = pc.fill_null(pc.index_in(keys, known), len(known))
    place = pc.if_else(pc.is_null(keys), pa.scalar(len(known) + 1, pa.int32()), place)
    measured = pa.table(
        {"rating": scaled(batch), "votes": batch.column("votes"), "length": pc.utf8_length(batch.column("body"))}
    )
    if rows is not None:
        measured = measured.take(rows)
    table = measured.append_column("place", place)
    for row in table.group_by("place", use_threads=False).aggregate(_SUMS).to_pylist():
        yield row["place"], row


def _keys(column: pa.Array) -> tuple[pa.Array, pa.Array | None]:
    """The values as text, and for lists the row of each; an empty list is a null."""
    rows = None
    if pa.types.is_list(column.type):
        empty = pc.fill_null(pc.equal(pc.list_value_length(column), 0), fill_value=True)
        rows = pa.concat_arrays(
            [pc.list_parent_indices(column).cast(pa.int64()), pc.indices_nonzero(empty).cast(pa.int64())]
        )
        column = pa.concat_arrays(
            [pc.list_flatten(column), pa.nulls(pc.sum(empty).as_py() or 0, column.type.value_type)]
        )
    elif pa.types.is_timestamp(column.type):
        column = pc.year(column)
    return pc.utf8_slice_codeunits(column.cast(pa.string()), 0, LONGEST), rows


def _add(group: Group, row: dict[str, float]) -> None:
    group.answers += int(row["count_all"])
    group.rated += int(row["rating_count"])
    group.rating_sum += row["rating_sum"] or 0
    group.voted += int(row["votes_count"])
    group.vote_sum += int(row["votes_sum"] or 0)
    group.length_sum += int(row["length_sum"] or 0)
