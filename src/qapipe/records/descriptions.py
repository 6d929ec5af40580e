"""What the tables, their columns and the closed lists mean: for the card, the documentation and ``qapipe schema``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow as pa

from qapipe.records.noise import NOISE_RULES
from qapipe.records.reasons import REASONS, STATUSES
from qapipe.records.schema import TABLES
from qapipe.records.warnings import WARNINGS

TABLE_MEANINGS = {
    "pages": "One row per input page, with its outcome.",
    "questions": "One row per question.",
    "answers": "One row per answer, in page order.",
    "experts": "One row per expert: an author whom at least one answer names. Ratings of unnamed authors are only in "
    "the table answers.",
}


class Column(NamedTuple):
    """A column of a table."""

    name: str
    type: str
    """The Arrow type, such as ``string`` or ``list<string>``."""
    nullable: bool
    description: str


@dataclass(frozen=True, slots=True)
class ClosedList:
    """The values that a column may have, each with its meaning."""

    name: str
    column: str
    """Where the values are found."""
    meanings: dict[str, str]


def _plain(meanings: Mapping[Any, str]) -> dict[str, str]:
    return {str(name): meaning for name, meaning in meanings.items()}


CLOSED_LISTS = (
    ClosedList("statuses", "pages.status", _plain(STATUSES)),
    ClosedList("reasons", "pages.reason", _plain(REASONS)),
    ClosedList("warnings", "pages.warnings", _plain(WARNINGS)),
    ClosedList("noise rules", "noise_removed in manifest.json", _plain(NOISE_RULES)),
)


def columns(table: str) -> list[Column]:
    """The columns of a table, in order."""
    return [
        Column(field.name, _type_name(field.type), field.nullable, field.metadata[b"description"].decode())
        for field in TABLES[table]
    ]


def _type_name(kind: pa.DataType) -> str:
    return f"list<{kind.value_type}>" if pa.types.is_list(kind) else str(kind)
