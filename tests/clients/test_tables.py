"""Each client opens every table by itself: number of rows, types, and one row with odd strings as Arrow has it.

A client that is not installed fails, so that a test run never passes because nothing was tried.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.dataset as pads
import pytest

from qapipe.records.schema import TABLES
from support.datasets import rows_of
from support.exports import exported

Row = dict[str, Any]

pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.timeout(1_800)]
"""What the clients warn of in themselves is theirs. mlcroissant reads 100,000 rows in minutes."""


class Read(NamedTuple):
    """What a client read of a table."""

    rows: int
    types: dict[str, str]
    """By column: text, integer, number, flag, time, texts."""
    row: Row
    """The first row."""


def kind(field: pa.Field) -> str:
    """What a column holds, in one word."""
    found = field.type
    if pa.types.is_list(found):
        return "texts"
    if pa.types.is_timestamp(found):
        return "time"
    if pa.types.is_integer(found):
        return "integer"
    if pa.types.is_floating(found):
        return "number"
    return "flag" if pa.types.is_boolean(found) else "text"


def by_pyarrow(dataset: Path, table: str) -> Read:
    found = pads.dataset(dataset / table)
    return Read(found.count_rows(), {field.name: kind(field) for field in found.schema}, found.head(1).to_pylist()[0])


def by_duckdb(dataset: Path, table: str) -> Read:
    duckdb: Any = import_module("duckdb")

    kinds = {
        "VARCHAR": "text", "INTEGER": "integer", "BIGINT": "integer", "DOUBLE": "number", "BOOLEAN": "flag",
        "TIMESTAMP WITH TIME ZONE": "time", "VARCHAR[]": "texts",
    }  # fmt: skip
    with duckdb.connect() as connection:
        found = connection.sql(f"FROM '{dataset}/{table}/*.parquet'")
        types = {name: kinds[str(kind)] for name, kind in zip(found.columns, found.types, strict=True)}
        times = [name for name, kind in types.items() if kind == "time"]
        shown = ", ".join(f"epoch_us({name}) AS {name}" for name in times)
        [first] = found.project(f"* REPLACE ({shown})" if times else "*").limit(1).fetchall()
        row = dict(zip(found.columns, first, strict=True))
        for name in times:
            row[name] = None if row[name] is None else datetime.fromtimestamp(row[name] / 1e6, UTC)
        [[rows]] = found.aggregate("count(*)").fetchall()
    return Read(rows, types, row)


def by_pandas(dataset: Path, table: str) -> Read:
    pd: Any = import_module("pandas")

    found = pd.read_parquet(dataset / table, dtype_backend="pyarrow")
    types = {name: kind(pa.field(str(name), dtype.pyarrow_dtype)) for name, dtype in found.dtypes.items()}
    row = pa.Table.from_pandas(found.head(1), preserve_index=False).to_pylist()[0]
    return Read(len(found), types, row)


def by_polars(dataset: Path, table: str) -> Read:
    pl: Any = import_module("polars")

    found = pl.scan_parquet(dataset / table / "*.parquet")
    kinds = {
        pl.String: "text", pl.Int32: "integer", pl.Int64: "integer", pl.Float64: "number", pl.Boolean: "flag",
        pl.Datetime: "time", pl.List: "texts",
    }  # fmt: skip
    types = {name: kinds[dtype.base_type()] for name, dtype in found.collect_schema().items()}
    return Read(found.select(pl.len()).collect().item(), types, found.head(1).collect().to_dicts()[0])


def by_datasets(dataset: Path, table: str) -> Read:
    load_dataset: Any = import_module("datasets").load_dataset
    found = load_dataset(str(dataset), table, split="train", cache_dir=str(dataset.parent / "cache"))
    types = {name: kind(found.features.arrow_schema.field(name)) for name in found.features}
    return Read(len(found), types, found.data.slice(0, 1).to_pylist()[0])


def by_mlcroissant(dataset: Path, table: str) -> Read:
    mlcroissant: Any = import_module("mlcroissant")
    pd: Any = import_module("pandas")

    described = mlcroissant.Dataset(jsonld=dataset / "croissant.json")
    assert not described.metadata.ctx.issues.errors
    [records] = [one for one in described.metadata.record_sets if one.id == table]
    kinds = {str: "text", bytes: "text", int: "integer", float: "number", bool: "flag", pd.Timestamp: "time"}
    types = {one.name: "texts" if one.repeated else kinds[one.data_type] for one in records.fields}
    rows = 0
    first: Row = {}
    for record in described.records(table):
        first = first or {name.partition("/")[2]: _plain(value) for name, value in record.items()}
        rows += 1
    return Read(rows, types, first)


def _plain(value: Any) -> Any:
    """A value of mlcroissant, which has texts as bytes and unknown numbers as NaN."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, bytes):
        return value.decode()
    if value is None or value != value:
        return None
    return value.to_pydatetime() if hasattr(value, "to_pydatetime") else value


def by_sqlite(dataset: Path, table: str) -> Read:
    with closing(sqlite3.connect(exported(dataset, "sqlite"))) as database:
        database.row_factory = sqlite3.Row
        declared = {row["name"]: row["type"] for row in database.execute(f"PRAGMA table_info({table})")}
        row = dict(database.execute(f"SELECT * FROM {table} ORDER BY rowid LIMIT 1").fetchone())
        [rows] = database.execute(f"SELECT count(*) FROM {table}").fetchone()
        expected = {"text": "TEXT", "time": "TEXT", "texts": "TEXT", "number": "REAL"}
        types = {}
        for field in TABLES[table]:
            assert declared[field.name] == expected.get(kind(field), "INTEGER")
            types[field.name] = kind(field)
            if row[field.name] is not None:
                row[field.name] = _of_sqlite(row[field.name], kind(field))
    return Read(rows, types, row)


def _of_sqlite(value: Any, kind_: str) -> Any:
    if kind_ == "texts":
        return json.loads(value)
    if kind_ == "time":
        return datetime.fromisoformat(value)
    return bool(value) if kind_ == "flag" else value


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder: Any = import_module("pyspark.sql").SparkSession.builder
    session = (
        builder.master("local[1]").appName("qapipe").config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC").config("spark.sql.shuffle.partitions", "1").getOrCreate()
    )  # fmt: skip
    yield session
    session.stop()


CLIENTS: dict[str, Callable[[Path, str], Read]] = {
    "pyarrow": by_pyarrow,
    "duckdb": by_duckdb,
    "pandas": by_pandas,
    "polars": by_polars,
    "datasets": by_datasets,
    "mlcroissant": by_mlcroissant,
    "sqlite": by_sqlite,
}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("client", CLIENTS)
def test_rows_types_and_a_row(dataset: Path, client: str, table: str) -> None:
    check(CLIENTS[client](dataset, table), dataset, table)


@pytest.mark.parametrize("table", TABLES)
def test_spark(dataset: Path, table: str, spark: Any) -> None:
    found = spark.read.parquet(str(dataset / table))
    kinds = {
        "string": "text", "int": "integer", "bigint": "integer", "double": "number", "boolean": "flag",
        "timestamp": "time", "array<string>": "texts",
    }  # fmt: skip
    types = {name: kinds[dtype] for name, dtype in found.dtypes}
    expected = rows_of(dataset, table)[0]
    key = next(field.name for field in TABLES[table] if field.name.endswith("_id"))
    row = found.where(found[key] == expected[key]).limit(1).collect()[0].asDict()
    check(Read(found.count(), types, row), dataset, table)


def check(read: Read, dataset: Path, table: str) -> None:
    rows = rows_of(dataset, table)
    assert read.rows == len(rows)
    assert read.types == {field.name: kind(field) for field in TABLES[table]}
    assert {name: _utc(value) for name, value in read.row.items()} == rows[0]


def _utc(value: Any) -> Any:
    """A time with its zone: Spark gives local times without one."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.astimezone(UTC)
    return value
