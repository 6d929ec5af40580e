"""The files of a dataset against its manifest: sizes, checksums, columns and rows."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from qapipe.dataset.check.findings import Findings
from qapipe.dataset.check.rules import Rule
from qapipe.dataset.contents import MANIFEST
from qapipe.dataset.reading import BATCH_ROWS, Table, listed_files, verified
from qapipe.records.schema import TABLES

_SHA256_DIGITS = 64
_PARQUET = ".parquet"


def check_files(folder: Path, manifest: Mapping[str, Any], findings: Findings) -> dict[str, Table]:
    """Check the files; returns the tables that can be read, each with all its files and the right columns."""
    listed = listed_files(manifest)
    _check_manifest(manifest, listed, findings)
    listed = {name: entry for name, entry in listed.items() if _is_inside(name)}
    unchanged = {name for name, entry in listed.items() if _check_file(folder / name, name, entry, findings)}
    _check_unlisted(folder, listed, findings)
    tables = {}
    for table in TABLES:
        names = sorted(name for name in listed if _table_of(name) == table)
        rows = [_rows(folder / name, name, listed[name], findings, as_written=name in unchanged) for name in names]
        whole = [count for count in rows if count is not None]
        if names and len(whole) == len(rows):
            tables[table] = Table(table, tuple(folder / name for name in names), sum(whole), TABLES[table])
    return tables


def _check_manifest(manifest: Mapping[str, Any], listed: Mapping[str, Mapping[str, Any]], findings: Findings) -> None:
    if not isinstance(manifest.get("counts"), dict):
        findings.add(Rule.MANIFEST, f"{MANIFEST} has no counts")
    if not listed:
        findings.add(Rule.MANIFEST, f"{MANIFEST} names no files")
    for name, entry in listed.items():
        if not _is_inside(name):
            findings.add(Rule.MANIFEST, f"{MANIFEST} names a file outside the dataset", value=name)
        table = _table_of(name)
        wanted = {"bytes": int, "sha256": str, **({"rows": int} if table else {})}
        for key, kind in wanted.items():
            if not isinstance(entry.get(key), kind):
                findings.add(Rule.MANIFEST, f"{MANIFEST} does not say {key} of {name}", table=table)
    for table in TABLES:
        if not any(_table_of(name) == table for name in listed) and listed:
            findings.add(Rule.MANIFEST, f"{MANIFEST} names no file of the table", table=table)


def _is_inside(name: str) -> bool:
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts


def _table_of(name: str) -> str | None:
    first = name.partition("/")[0]
    return first if first in TABLES and "/" in name else None


def _check_file(path: Path, name: str, entry: Mapping[str, Any], findings: Findings) -> bool:
    """Whether a file is there as it was written."""
    table = _table_of(name)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        findings.add(Rule.FILE_MISSING, f"{name} is missing", table=table)
        return False
    except OSError as error:
        findings.add(Rule.FILE_UNREADABLE, f"{name} cannot be read: {error.strerror}", table=table)
        return False
    if size != entry.get("bytes"):
        findings.add(
            Rule.FILE_SIZE, f"{name} has {size:,} bytes, and the manifest says {entry.get('bytes')}", table=table
        )
    if found != entry.get("sha256"):
        findings.add(Rule.FILE_CHECKSUM, f"{name} is not the file that was written: its SHA-256 differs", table=table)
    return found == entry.get("sha256")


def _check_unlisted(folder: Path, listed: Mapping[str, object], findings: Findings) -> None:
    """Files that every reader of ``TABLE/*.parquet`` would take for rows of the table."""
    for table in TABLES:
        for path in sorted((folder / table).rglob("*")):
            name = path.relative_to(folder).as_posix()
            if name not in listed and not path.is_dir():
                findings.add(Rule.FILE_UNLISTED, f"{name} is not in the manifest; move it", table=table)


def _rows(path: Path, name: str, entry: Mapping[str, Any], findings: Findings, *, as_written: bool) -> int | None:
    """The number of rows of a file of a table; None if its rows cannot be checked."""
    if not path.exists():
        return None
    table = name.partition("/")[0]
    try:
        with verified(path) as file:
            columns, rows = file.schema_arrow, file.metadata.num_rows
            if not as_written:
                _read(file)
    except (OSError, pa.ArrowException) as error:
        reason = " ".join(str(error).split())
        findings.add(Rule.FILE_UNREADABLE, f"{name} cannot be read: {reason}", table=table)
        return None
    if rows != entry.get("rows"):
        findings.add(
            Rule.FILE_ROWS, f"{name} has {rows:,} rows, and the manifest says {entry.get('rows')}", table=table
        )
    return int(rows) if _has_columns(columns, name, table, findings) else None


def _read(file: pq.ParquetFile) -> None:
    """Read all rows. Raises the error of the first damaged page."""
    for group in range(file.num_row_groups):
        for _ in file.iter_batches(BATCH_ROWS, [group]):
            pass


def _has_columns(found: pa.Schema, name: str, table: str, findings: Findings) -> bool:
    wanted = TABLES[table]
    if found.equals(wanted):
        return True
    before = findings.counts[Rule.SCHEMA]
    for field in wanted:
        index = found.get_field_index(field.name)
        if index < 0:
            detail = f"{name} has the column twice" if field.name in found.names else f"{name} lacks the column"
            findings.add(Rule.SCHEMA, detail, table=table, column=field.name)
        elif not found.field(index).equals(field):
            detail = f"{name} has {_described(found.field(index))}, where the schema has {_described(field)}"
            findings.add(Rule.SCHEMA, detail, table=table, column=field.name)
    for column in [column for column in found.names if column not in wanted.names]:
        findings.add(Rule.SCHEMA, f"{name} has a column that the schema has not", table=table, column=column)
    if findings.counts[Rule.SCHEMA] == before:
        findings.add(Rule.SCHEMA, f"{name} has the columns in another order", table=table)
    return False


def _described(field: pa.Field) -> str:
    return f"{field.type}{'' if field.nullable else ' not null'}"
