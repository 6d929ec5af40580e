"""Clients read the exports: BEIR's own loader, and readers of CSV and JSON lines."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from support.datasets import rows_of
from support.exports import exported

pytestmark = [pytest.mark.filterwarnings("default"), pytest.mark.timeout(1_800)]
"""What the clients warn of in themselves is theirs. mlcroissant reads 100,000 rows in minutes."""


@pytest.fixture(scope="module")
def pairs(dataset: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(exported(dataset, "pairs")).to_pylist()
    assert len(rows) == len(rows_of(dataset, "answers"))
    return rows


def test_beir_loads_corpus_queries_and_judgements(dataset: Path) -> None:
    loader: Any = import_module("beir.datasets.data_loader").GenericDataLoader
    corpus, queries, qrels = loader(data_folder=str(exported(dataset, "beir"))).load(split="test")
    answers = rows_of(dataset, "answers")
    assert {one: text["text"] for one, text in corpus.items()} == {row["answer_id"]: row["body"] for row in answers}
    judged = {(row["question_id"], row["answer_id"]): 2 if row["is_accepted"] else 1 for row in answers}
    assert {(query, one): score for query, found in qrels.items() for one, score in found.items()} == judged
    assert set(queries) == {row["question_id"] for row in answers}


def texts(rows: list[dict[str, Any]], name: str) -> list[str]:
    """The texts of a column as CSV has them."""
    return [f"'{row[name]}" if row[name] and row[name][0] in "=+-@'" else row[name] for row in rows]


def test_csv_in_pandas(dataset: Path, pairs: list[dict[str, Any]]) -> None:
    pd: Any = import_module("pandas")

    found = pd.read_csv(exported(dataset, "csv"), keep_default_na=False, dtype=str)
    assert list(found["answer_body"]) == texts(pairs, "answer_body")
    assert list(found["answer_id"]) == [row["answer_id"] for row in pairs]


def test_csv_in_polars(dataset: Path, pairs: list[dict[str, Any]]) -> None:
    pl: Any = import_module("polars")

    found = pl.read_csv(exported(dataset, "csv"), infer_schema=False)
    assert found["answer_body"].to_list() == texts(pairs, "answer_body")


def test_csv_in_duckdb(dataset: Path, pairs: list[dict[str, Any]]) -> None:
    duckdb: Any = import_module("duckdb")

    query = f"SELECT answer_body FROM read_csv('{exported(dataset, 'csv')}', all_varchar = true)"
    assert [row[0] for row in duckdb.sql(query).fetchall()] == texts(pairs, "answer_body")


@pytest.mark.parametrize("to", ["jsonl", "chat"])
def test_json_lines_in_datasets(dataset: Path, to: str) -> None:
    load_dataset: Any = import_module("datasets").load_dataset
    path = exported(dataset, to)
    copy = path.with_suffix(f".{to}.jsonl")
    copy.write_bytes(path.read_bytes())
    found = load_dataset("json", data_files=str(copy), split="train", cache_dir=str(path.parent / "cache"))
    lines = path.read_text("utf-8").splitlines()
    assert len(found) == len(lines)
    first = json.loads(lines[0])
    name = "messages" if to == "chat" else "title"
    assert found[0][name] == first[name]


def test_threads_in_duckdb(dataset: Path) -> None:
    duckdb: Any = import_module("duckdb")

    query = f"SELECT sum(len(answers)), count(*) FROM read_parquet('{exported(dataset, 'threads')}')"
    expected = (len(rows_of(dataset, "answers")), len(rows_of(dataset, "questions")))
    assert duckdb.sql(query).fetchall() == [expected]
