"""A dataset counted: every number of the report."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from qapipe.dataset import reading
from qapipe.dataset.reading import open_dataset
from qapipe.dataset.report.counting import make_report
from qapipe.dataset.report.fill import fill_rates
from qapipe.errors import UsageError
from support.expected import same_as_expected
from support.made_dataset import made_dataset


def day(year: int) -> datetime:
    return datetime(year, 2, 3, tzinfo=UTC)


PAGES: list[dict[str, Any]] = [
    {"page_id": "p1", "status": "ok", "site": "s", "layout": "html", "captured_at": day(2019), "url": "https://a/1"},
    {"page_id": "p2", "status": "partial", "site": "s", "layout": "text", "warnings": ["body_cut", "title_missing"]},
    {"page_id": "p3", "status": "not_qa", "reason": "list", "source": "d.warc", "offset": 7},
    {"page_id": "p4", "status": "not_qa", "reason": "list", "url": "https://a/4"},
    {"page_id": "p5", "status": "ok", "site": "s", "layout": "html", "warnings": ["title_missing"]},
]
ANSWERS: list[dict[str, Any]] = [
    {"specialty": "Dentist", "rating": 4.0, "rating_best": 5.0, "votes": 3, "body": "a" * 60,
     "author_credentials": ["DDS", "MS"]},
    {"specialty": "Dentist", "rating": 8.0, "rating_best": 10.0, "body": "ß" * 100, "author_credentials": ["DDS"]},
    {"specialty": "Surgeon", "rating": 3.0, "location": "Miami", "body": "b", "answered_at": day(2021)},
    {"body": "c", "rating": 1.0, "rating_best": 0.0, "location": "Miami"},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    questions: list[dict[str, Any]] = [
        {"answers_found": 3, "body": "q" * 7, "asked_at": day(2020)},
        {"answers_found": 1},
    ]
    noise = {"promo": 2, "slogan": 5}
    return made_dataset(tmp_path / "d", pages=PAGES, questions=questions, answers=ANSWERS, noise=noise)


def report_of(folder: Path, by: str | None = None) -> dict[str, Any]:
    return make_report(folder, by).as_json()


def test_the_ledger_is_counted_with_examples(folder: Path) -> None:
    found = report_of(folder)
    assert (found["pages"], found["questions"], found["answers"], found["experts"]) == (5, 2, 4, 0)
    assert found["status"] == {"not_qa": 2, "ok": 2, "partial": 1}
    assert found["reasons"] == {"not_qa": {"list": {"count": 2, "example": "d.warc byte 7", "page_id": "p3"}}}
    assert found["sites"] == {
        "s": {
            "layouts": {"html": {"pages": 2, "status": {"ok": 2}}, "text": {"pages": 1, "status": {"partial": 1}}},
            "pages": 3,
            "status": {"ok": 2, "partial": 1},
        }
    }
    assert list(found["warnings"]) == ["title_missing", "body_cut"]
    assert found["warnings"]["title_missing"]["count"] == 2
    assert found["warnings"]["title_missing"]["page_id"] == "p2"
    assert list(found["noise_removed"].items()) == [("slogan", 5), ("promo", 2)]


def test_distributions(folder: Path) -> None:
    found = report_of(folder)["distributions"]
    assert found["specialties"]["top"] == [{"count": 2, "value": "Dentist"}, {"count": 1, "value": "Surgeon"}]
    assert found["locations"] == {
        "count": 2, "distinct": 1, "too_low_by_at_most": 0, "top": [{"count": 2, "value": "Miami"}]
    }  # fmt: skip
    assert found["years"] == {"answered": {"2021": 1}, "asked": {"2020": 1}, "captured": {"2019": 1}}
    assert (found["ratings"]["count"], found["ratings"]["mean"], found["ratings"]["without_scale"]) == (2, 4.0, 2)
    assert (found["answer_characters"]["max"], found["answer_characters"]["count"]) == (100, 4)
    assert (found["question_characters"]["count"], found["question_characters"]["min"]) == (1, 7)
    assert found["answers_per_question"]["mean"] == 2.0


def test_fill_rates_count_values_and_not_empty_lists(folder: Path) -> None:
    fill = report_of(folder)["fill"]
    assert fill["answers"]["specialty"] == {"filled": 3, "share": 0.75}
    assert fill["answers"]["author_credentials"] == {"filled": 2, "share": 0.5}
    assert fill["answers"]["body"] == {"filled": 4, "share": 1.0}
    assert fill["pages"]["warnings"] == {"filled": 2, "share": 0.4}
    assert fill["experts"]["rating"] == {"filled": 0, "share": None}


def test_fill_rates_are_those_of_the_rows(folder: Path) -> None:
    for table in open_dataset(folder).tables.values():
        rows = [row for batch in table.batches() for row in batch.to_pylist()]
        counted = {one.column: one.filled for one in fill_rates(table)}
        assert counted == {name: sum(row[name] not in (None, []) for row in rows) for name in table.schema.names}


def test_columns_without_statistics_in_several_files_are_read_once(folder: Path) -> None:
    before = report_of(folder)["fill"]["answers"]
    path = folder / "answers/part-00000.parquet"
    table = pq.read_table(path)
    for number, rows in enumerate((table.slice(0, 1), table.slice(1))):
        pq.write_table(rows, path.with_name(f"part-{number:05d}.parquet"), write_statistics=False)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"].append({"path": "answers/part-00001.parquet"})
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert report_of(folder)["fill"]["answers"] == before


def test_columns_without_statistics_are_read(folder: Path) -> None:
    before = report_of(folder)["fill"]
    for path in folder.glob("*/*.parquet"):
        table = pq.read_table(path)
        pq.write_table(table, path, write_statistics=False)
        assert pq.read_metadata(path).row_group(0).column(0).statistics is None if table.num_rows else True
    assert report_of(folder)["fill"] == before


def test_progress_counts_the_rows_that_are_read(folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    make_report(folder, None, lambda done, total: seen.append((done, total)))
    assert seen == [(5, 11), (7, 11), (11, 11)]
    make_report(folder, "specialty", lambda done, total: seen.append((done, total)))
    assert seen[-1] == (19, 19)


def test_groups_have_exact_counts_and_means(folder: Path) -> None:
    found = report_of(folder, "specialty")["by"]
    dentist, surgeon = found["groups"]
    assert dentist == {
        "value": "Dentist", "answers": 2, "rated": 2, "mean_rating": 4.0, "mean_votes": 3.0, "mean_length": 80.0
    }  # fmt: skip
    assert (surgeon["answers"], surgeon["rated"], surgeon["mean_rating"]) == (1, 0, None)
    assert (found["without"]["answers"], found["others"]["answers"]) == (1, 0)


def test_groups_by_lists_years_and_numbers(folder: Path) -> None:
    credentials = report_of(folder, "author_credentials")["by"]
    assert {one["value"]: one["answers"] for one in credentials["groups"]} == {"DDS": 2, "MS": 1}
    assert credentials["without"]["answers"] == 2
    assert [one["value"] for one in report_of(folder, "answered_at")["by"]["groups"]] == ["2021"]
    assert [one["value"] for one in report_of(folder, "votes")["by"]["groups"]] == ["3"]
    assert [one["value"] for one in report_of(folder, "rating")["by"]["groups"]] == ["1", "3", "4", "8"]


def test_values_beyond_the_most_frequent_are_one_group(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qapipe.dataset.report.groups.MOST", 1)
    found = report_of(folder, "specialty")["by"]
    assert ([one["value"] for one in found["groups"]], found["others"]["answers"]) == (["Dentist"], 1)


def test_an_unknown_column_is_a_usage_error(folder: Path) -> None:
    with pytest.raises(UsageError, match="has no column 'stars' to group by; its columns are answer_id, "):
        make_report(folder, "stars")


def test_an_empty_dataset_has_a_report(tmp_path: Path) -> None:
    found = report_of(made_dataset(tmp_path / "empty"), "specialty")
    assert (found["pages"], found["status"], found["warnings"], found["by"]["groups"]) == (0, {}, {}, [])


def test_the_report_does_not_depend_on_the_size_of_batches(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = report_of(folder, "author_credentials")
    sizes: list[int] = []
    counted = reading.Table.batches

    def single(table: reading.Table, columns: Any = None, *, max_rows: int = 1) -> Any:
        for batch in counted(table, columns, max_rows=1):
            sizes.append(batch.num_rows)
            yield batch

    monkeypatch.setattr(reading.Table, "batches", single)
    assert report_of(folder, "author_credentials") == whole
    assert set(sizes) == {1}


@pytest.mark.parametrize("by", ["specialty", "author_credentials", "answered_at", "is_accepted"])
def test_all_numbers_of_a_rich_dataset(rich_dataset: Path, by: str) -> None:
    """As tests/dataset/expected has them: of one grouping the whole report, of others the groups."""
    found = {**report_of(rich_dataset, by), "path": None}
    same_as_expected(f"report/{by}.json", found if by == "specialty" else found["by"])
