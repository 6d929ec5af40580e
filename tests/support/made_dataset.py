"""A dataset written from a few rows, of which only the columns that matter are given."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from qapipe.dataset.counts import Counts
from qapipe.dataset.manifest import write_manifest
from qapipe.dataset.writer import TableWriter
from qapipe.records.schema import TABLES


def made_dataset(folder: Path, *, noise: Mapping[str, int] | None = None, **rows: Iterable[Mapping[str, Any]]) -> Path:
    """A dataset with these rows by table; required columns that are not given have some value."""
    folder.mkdir(parents=True)
    parts = {}
    for name, schema in TABLES.items():
        writer = TableWriter(folder / name, name)
        whole = [{**_required(schema, number), **row} for number, row in enumerate(rows.get(name, ()))]
        if whole:
            writer.write(pa.RecordBatch.from_pylist(whole, schema=schema))
        parts[name] = writer.close()
    write_manifest(folder, request={}, counts=Counts(noise=Counter(noise or {})), parts=parts, others=[])
    return folder


def _required(schema: pa.Schema, number: int) -> dict[str, Any]:
    return {field.name: _value(field, number) for field in schema if not field.nullable}


def _value(field: pa.Field, number: int) -> object:
    if pa.types.is_list(field.type):
        return []
    return 0 if pa.types.is_integer(field.type) else f"{field.name}-{number}"
