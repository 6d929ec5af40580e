"""From sources to a dataset: conservation, determinism, and one ledger row for every input page."""

import gzip
import hashlib
import json
import os
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import Thread, names_in
from generators.archives import packed, response
from qapipe.dataset.choices import Captures
from qapipe.errors import DatasetError, UsageError
from qapipe.records.batches import record_batch
from qapipe.records.plain import Answer, Question, Record
from qapipe.records.reasons import Status
from qapipe.records.schema import TABLES
from qapipe.run import pipeline, record_files, scheduling, settling, tasks
from qapipe.run.pipeline import ParseOptions, parse_to_dataset
from qapipe.run.scheduling import RunOptions
from qapipe.run.summary import Summary
from qapipe.sources import ReadOptions
from support.datasets import Rows, hashes, manifest_of, rows_of, run_of
from support.engine_works import Deadly

URL = "https://www.realself.com/question/tampa-fl-bump-on-nose"


def write_lines(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def no_space(*_: object) -> None:
    raise OSError(28, "No space left on device")


def parse(source: Path, out: Path, **options: Any) -> Summary:
    return parse_to_dataset([str(source)], out, ParseOptions(**options))


@pytest.fixture
def odd_input(tmp_path: Path, thread: Thread) -> Path:
    """A folder with 14 entries and 17 pages: odd, damaged and unreadable ones among them."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a-question.txt").write_text(thread())
    (folder / "b-empty.html").write_bytes(b"")
    (folder / "c-binary.html").write_bytes(bytes(range(256)) * 40)
    (folder / "d-cut.html.gz").write_bytes(gzip.compress(os.urandom(99))[:-12])
    os.mkfifo(folder / "e-fifo.html")
    (folder / "f-gone.html").symlink_to("nowhere")
    (folder / "g-loop").symlink_to(".")
    (folder / "h-folder.html").mkdir()
    (folder / "i.jsonl").write_text('{"text": "one"}\n{"text": \n\n{"no": 1}\n{"text": "one"}\n')  # four pages
    with open(os.fsencode(folder) + b"/j-\xff.txt", "wb") as file:  # noqa: PTH123  a name of bytes
        file.write(b"words")
    (folder / "k-deep.html").write_bytes(b"<div>" * 4_000_000)
    (folder / "l-nul.txt").write_bytes(b"a\x00b")
    (folder / "m-latin.txt").write_bytes("Grüße aus Köln".encode("latin-1"))
    pq.write_table(pa.table({"text": ["row", None, "other row"]}), folder / "n.parquet")
    return folder


ODD_PAGES = {
    "a-question.txt": ["ok"],
    "b-empty.html": ["not_qa"],
    "c-binary.html": ["not_qa"],
    "d-cut.html.gz": ["error"],
    "e-fifo.html": ["error"],
    "f-gone.html": ["error"],
    "i.jsonl": ["not_qa", "error", "error", "duplicate"],
    "j-\\xff.txt": ["not_qa"],
    "k-deep.html": ["error"],
    "l-nul.txt": ["not_qa"],
    "m-latin.txt": ["not_qa"],
    "n.parquet": ["not_qa", "error", "not_qa"],
}


def test_every_page_has_one_row_in_the_order_of_the_input(tmp_path: Path, odd_input: Path) -> None:
    summary = parse(odd_input, tmp_path / "out")
    pages = rows_of(tmp_path / "out", "pages")
    found: dict[str, list[str]] = {}
    for row in pages:
        found.setdefault(row["source"], []).append(row["status"])
    assert found == ODD_PAGES
    assert list(found) == list(ODD_PAGES)
    assert summary.counts.pages == len(pages) == sum(map(len, ODD_PAGES.values()))
    assert not summary.complete
    errors = [row for row in pages if row["status"] == "error"]
    assert all(row["reason"] and row["detail"] for row in errors)
    ids = [row["page_id"] for row in pages if row["status"] != "duplicate"]
    assert len(ids) == len(set(ids))


@pytest.fixture
def small_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "TASK_FILES", 2)


@pytest.mark.usefixtures("small_tasks")
def test_the_same_input_gives_the_same_bytes_at_any_number_of_workers(tmp_path: Path, odd_input: Path) -> None:
    reported: dict[int, Sequence[int]] = {}
    for workers in (0, 1, 2, 3):

        def progress(tally: Sequence[int], done: int, total: int, workers: int = workers) -> None:
            assert done <= total
            reported[workers] = list(tally)

        parse_to_dataset(
            [str(odd_input)], tmp_path / str(workers), ParseOptions(run=RunOptions(workers)), progress=progress
        )
    parse(odd_input, tmp_path / "again")
    expected = hashes(tmp_path / "1")
    assert len(expected) == 7
    for other in ("0", "2", "3", "again"):
        assert hashes(tmp_path / other) == expected
    pages = manifest_of(tmp_path / "1")["counts"]["pages"]
    assert all(tally[0] == pages for tally in reported.values())


def test_how_pages_are_batched_does_not_matter(
    tmp_path: Path, odd_input: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse(odd_input, tmp_path / "one")
    monkeypatch.setattr(tasks, "BATCH_ROWS", 1)
    parse(odd_input, tmp_path / "two")
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=60) | st.sampled_from([b"<p>a", b"a", b""]), max_size=8))
def test_pages_in_are_rows_out(tmp_path: Path, bodies: list[bytes]) -> None:
    folder = tmp_path / hashlib.sha256(repr(bodies).encode()).hexdigest()
    folder.mkdir(exist_ok=True)
    for number, body in enumerate(bodies):
        (folder / f"{number}.html").write_bytes(b" " + body)
    summary = parse(folder, tmp_path / "out", allow_empty=True)
    rows = rows_of(tmp_path / "out", "pages")
    assert [row["source"] for row in rows] == [f"{number}.html" for number in range(len(bodies))]
    assert summary.counts.pages == len(bodies)
    assert summary.counts.status[Status.DUPLICATE] == len(bodies) - len(set(bodies))


def test_questions_answers_and_experts_hold_what_the_page_says(tmp_path: Path, thread: Thread) -> None:
    (tmp_path / "page.txt").write_text(thread())
    parse(tmp_path / "page.txt", tmp_path / "out")
    [page] = rows_of(tmp_path / "out", "pages")
    [question] = rows_of(tmp_path / "out", "questions")
    first, second = rows_of(tmp_path / "out", "answers")
    [expert] = rows_of(tmp_path / "out", "experts")
    assert (page["status"], page["answers_declared"], page["answers_found"]) == ("ok", 2, 2)
    assert question["title"] == "Will a tiny bump on my nose go away?"
    assert question["question_id"] == page["question_id"] == first["question_id"] == second["question_id"]
    assert question["page_id"] == page["page_id"] == first["page_id"]
    assert (first["author_name"], first["expert_id"]) == (None, None)
    assert (second["author_name"], second["author_credentials"]) == ("Ida Quist", ["MD", "FACS"])
    assert expert["expert_id"] == second["expert_id"]
    assert (expert["name"], expert["answers"], expert["rating"]) == ("Ida Quist", 1, 4.5)


def test_the_same_page_again_is_a_duplicate_and_gives_no_second_question(tmp_path: Path, thread: Thread) -> None:
    line = {"text": thread(), "url": URL}
    parse(write_lines(tmp_path / "a.jsonl", line, {"text": "x"}, line), tmp_path / "out")
    first, _, again = rows_of(tmp_path / "out", "pages")
    assert (again["page_id"], again["duplicate_of"]) == (None, first["page_id"])
    assert (again["status"], again["reason"]) == ("duplicate", "same_payload")
    assert again["detail"] == "first seen in a.jsonl, offset 0"
    assert (again["question_id"], again["answers_found"]) == (None, 2)
    assert len(rows_of(tmp_path / "out", "questions")) == 1
    assert len(rows_of(tmp_path / "out", "answers")) == 2


def captures(tmp_path: Path, thread: Thread) -> Path:
    """One question, captured in 2015, 2019 and 2017."""
    return write_lines(
        tmp_path / "a.jsonl",
        *(
            {"text": thread(rating=rating), "url": URL, "date": f"{year}-05-01T00:00:00Z"}
            for year, rating in ((2015, "4.1"), (2019, "4.9"), (2017, "4.7"))
        ),
    )


def test_the_latest_capture_of_a_question_stands(tmp_path: Path, thread: Thread) -> None:
    parse(captures(tmp_path, thread), tmp_path / "out")
    old, latest, middle = rows_of(tmp_path / "out", "pages")
    assert [row["status"] for row in (old, latest, middle)] == ["superseded", "ok", "superseded"]
    assert old["reason"] == middle["reason"] == "later_capture"
    assert old["superseded_by"] == middle["superseded_by"] == latest["page_id"]
    assert (old["question_id"], middle["question_id"]) == (None, None)
    [question] = rows_of(tmp_path / "out", "questions")
    assert question["page_id"] == latest["page_id"]
    assert {row["rating"] for row in rows_of(tmp_path / "out", "answers")} == {4.9}
    [expert] = rows_of(tmp_path / "out", "experts")
    assert (expert["answers"], expert["rating"]) == (1, 4.9)


def test_all_captures_can_be_kept(tmp_path: Path, thread: Thread) -> None:
    parse(captures(tmp_path, thread), tmp_path / "out", captures=Captures.ALL)
    assert [row["status"] for row in rows_of(tmp_path / "out", "pages")] == ["ok"] * 3
    assert len(rows_of(tmp_path / "out", "questions")) == 3
    [expert] = rows_of(tmp_path / "out", "experts")
    assert (expert["answers"], expert["rating"]) == (3, 4.9)


def joined(left: Rows, right: Rows, *keys: str) -> Rows:
    """The inner join of two tables, whose keys are never equal where they are null."""
    of_key: dict[tuple[Any, ...], Rows] = {}
    for row in right:
        of_key.setdefault(tuple(row[key] for key in keys), []).append(row)
    return [
        {**one, **row}
        for row in left
        if all(row[key] is not None for key in keys)
        for one in of_key.get(tuple(row[key] for key in keys), [])
    ]


def thread_with_pages(thread: Thread) -> list[dict[str, Any]]:
    """A question with captures, duplicates and further pages, and pages without one."""
    ida = ("Give it time", "Swelling takes weeks.", "Ida Quist, MD")
    ole = ("Ask for a scan", "A scan tells bone from cartilage.", "Ole Brandt, MD")
    page = {
        number: thread(answers=[ida if number == 1 else (f"Answer {number}", f"Words of {number}.", ""), ole])
        for number in (1, 2, 3)
    }
    return [
        {"text": page[3], "url": f"{URL}?page=3"},
        {"text": page[1], "url": URL, "date": "2019-05-01T00:00:00Z"},
        {"text": page[1] + "\n", "url": URL, "date": "2015-05-01T00:00:00Z"},
        {"text": page[2], "url": f"{URL}?page=2"},
        {"text": page[2], "url": f"{URL}?page=2"},
        {"text": "no question", "url": "https://x.example/"},
        {"text": "no question", "url": "https://x.example/"},
        {"none": 1},
        {"text": thread("Another one?"), "url": URL + "-2"},
    ]


@pytest.mark.parametrize("keep", Captures)
def test_joins_keep_their_row_counts(tmp_path: Path, thread: Thread, keep: Captures) -> None:
    parse(write_lines(tmp_path / "a.jsonl", *thread_with_pages(thread)), tmp_path / "out", captures=keep)
    pages, questions, answers = (rows_of(tmp_path / "out", name) for name in ("pages", "questions", "answers"))
    assert len(pages) == 9
    page_ids = [page["page_id"] for page in pages if page["page_id"] is not None]
    assert len(page_ids) == len(set(page_ids)) == 7
    assert all((page["page_id"] is None) == (page["status"] == "duplicate") for page in pages)
    for name in ("duplicate_of", "superseded_by", "continues"):
        assert {page[name] for page in pages} - {None} <= set(page_ids)
    assert len(joined(answers, pages, "page_id")) == len(answers)
    assert len(joined(questions, pages, "page_id")) == len(questions)
    keys = ("question_id",) if keep is Captures.LATEST else ("question_id", "page_id")
    assert len(joined(questions, pages, *keys)) == len(questions)
    assert len(joined(answers, questions, *keys)) == len(answers)


def test_answers_on_further_pages_name_them(tmp_path: Path, thread: Thread) -> None:
    parse(write_lines(tmp_path / "a.jsonl", *thread_with_pages(thread)), tmp_path / "out")
    pages, questions, answers = (rows_of(tmp_path / "out", name) for name in ("pages", "questions", "answers"))
    third, main, _, second = pages[:4]
    assert [page["continues"] for page in pages] == [main["page_id"], None, None, main["page_id"], *[None] * 5]
    assert [question["page_id"] for question in questions] == [main["page_id"], pages[8]["page_id"]]
    assert [(answer["page_id"], answer["position"], answer["headline"]) for answer in answers[:5]] == [
        (third["page_id"], 4, "Answer 3"),
        (main["page_id"], 1, "Give it time"),
        (main["page_id"], 2, "Ask for a scan"),  # on all three pages: where the question begins
        (second["page_id"], 3, "Answer 2"),
        (pages[8]["page_id"], 1, "Give it time"),
    ]
    assert [question["answers_found"] for question in questions] == [4, pages[8]["answers_found"]]
    assert {answer["question_id"] for answer in answers[:4]} == {main["question_id"]}


def test_pages_of_other_urls_are_counted_and_not_listed(tmp_path: Path, thread: Thread) -> None:
    source = write_lines(
        tmp_path / "a.jsonl",
        {"text": thread(), "url": URL},
        {"text": "x", "url": "https://elsewhere.example/question/a"},
        {"text": "y"},
        {"html": f'<html><link rel="canonical" href="{URL}-2"><p>words'},
    )
    summary = parse(source, tmp_path / "out", read=ReadOptions(match=("*realself.com/question/*",)))
    assert [row["offset"] for row in rows_of(tmp_path / "out", "pages")] == [0, 3]
    assert summary.counts.not_matched == manifest_of(tmp_path / "out")["counts"]["skipped_by_match"] == 2


def test_questions_of_other_sites_are_left_out_but_listed(
    tmp_path: Path, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "check_sites", lambda _: None)
    (tmp_path / "a.txt").write_text(thread())
    parse(tmp_path / "a.txt", tmp_path / "wanted", sites=("realself",))
    parse(tmp_path / "a.txt", tmp_path / "other", sites=("another",))
    [wanted], [other] = (rows_of(tmp_path / name, "pages") for name in ("wanted", "other"))
    assert wanted["status"] == "ok"
    assert (other["status"], other["reason"], other["question_id"]) == ("not_qa", "other_site", None)
    assert rows_of(tmp_path / "other", "questions") == rows_of(tmp_path / "other", "answers") == []


def test_an_unknown_site_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="realself"):
        parse(tmp_path, tmp_path / "out", sites=("realsefl",))
    assert names_in(tmp_path) == []


def test_the_manifest_agrees_with_the_tables(tmp_path: Path, odd_input: Path) -> None:
    out = tmp_path / "out"
    parse(odd_input, out)
    manifest = manifest_of(out)
    pages = rows_of(out, "pages")
    counts = manifest["counts"]
    for key in ("status", "reason"):
        assert {k: v for k, v in counts[key].items() if v} == Counter(row[key] for row in pages if row[key])
    assert counts["warnings"] == Counter(warning for row in pages for warning in row["warnings"])
    assert sum(counts["noise_removed"].values()) == sum(row["noise_removed"] for row in pages) > 0
    for table in TABLES:
        assert counts[table] == len(rows_of(out, table))
    listed = {file["path"]: file for file in manifest["files"]}
    on_disk = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert set(listed) == on_disk - {"manifest.json", "run.json"}
    for path, file in listed.items():
        content = (out / path).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        if path.endswith(".parquet"):
            assert file["rows"] == pq.read_metadata(out / path).num_rows
    assert manifest["inputs"] == [{"bytes": manifest["inputs"][0]["bytes"], "files": 12, "name": "in"}]
    assert list(manifest) == sorted(manifest)


def test_identical_runs_differ_in_one_file_only(
    tmp_path: Path, odd_input: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same input at another place, another time and with more workers; no other file has times or places."""
    monkeypatch.setattr(scheduling, "TASK_FILES", 2)
    shutil.copytree(odd_input, tmp_path / "copy/in", symlinks=True, copy_function=shutil.copy2, ignore=_fifos)
    (odd_input / "e-fifo.html").unlink()
    before = datetime.now(UTC).isoformat(timespec="milliseconds")
    parse(odd_input, tmp_path / "one")
    parse(tmp_path / "copy/in", tmp_path / "two", run=RunOptions(2, 7.0))
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")
    one, two = run_of(tmp_path / "one"), run_of(tmp_path / "two")
    assert one.keys() == two.keys()
    assert (one["workers"], two["workers"], two["page_timeout"]) == (0, 2, 7.0)
    assert (one["places"], two["places"]) == ({"": str(odd_input)}, {"": str(tmp_path / "copy/in")})
    assert (one["out"], one["arguments"], one["engine"]) == (str(tmp_path / "one"), [str(odd_input)], "local")
    assert before <= one["started_at"] <= one["finished_at"] <= two["started_at"]
    assert one["id"] != two["id"]
    assert (one["tasks"], one["tasks_resumed"], one["retries"]) == (7, 0, 0)
    for path in (tmp_path / "one").rglob("*"):
        if path.is_file() and path.name != "run.json":
            content = path.read_bytes()
            assert before[:10].encode() not in content
            assert str(tmp_path).encode() not in content


def _fifos(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if (Path(folder) / name).is_fifo()]


def test_retries_and_resumed_tasks_are_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "TASK_FILES", 1)
    for number in range(4):
        (tmp_path / f"{number}.jsonl").write_text('{"text": "words", "url": "https://fine.example/"}\n')
    sources = [str(tmp_path / f"{number}.jsonl") for number in range(4)]
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "write_card", no_space)
        with pytest.raises(DatasetError):
            parse_to_dataset(sources, tmp_path / "out", ParseOptions(read=Deadly()))
    (tmp_path / "3.jsonl").write_text('{"text": "words", "url": "https://kill.example/"}\n')
    parse_to_dataset(sources, tmp_path / "out", ParseOptions(read=Deadly(), run=RunOptions(2)))
    run = run_of(tmp_path / "out")
    assert (run["tasks"], run["tasks_resumed"], run["retries"]) == (4, 3, 3)


def test_the_card_names_every_table_and_column(tmp_path: Path, odd_input: Path) -> None:
    parse(odd_input, tmp_path / "out")
    card = (tmp_path / "out/README.md").read_text()
    front = card.split("---\n")[1]
    for table, schema in TABLES.items():
        assert f"- config_name: {table}\n" in front
        assert f"path: {table}/*.parquet" in front
        for field in schema:
            assert f"| `{field.name}` |" in card
            assert field.metadata[b"description"].decode() in card


def test_files_have_the_schema_of_the_contract(tmp_path: Path, odd_input: Path) -> None:
    parse(odd_input, tmp_path / "out")
    for table, schema in TABLES.items():
        found = pq.read_schema(tmp_path / "out" / table / "part-00000.parquet")
        assert found.remove_metadata().equals(schema.remove_metadata(), check_metadata=False)
        assert [field.metadata for field in found] == [field.metadata for field in schema]


def test_a_number_that_arrow_cannot_hold_costs_only_its_page() -> None:
    good = Record(page_id="aa", status=Status.OK, question=Question(title="x"))
    bad = Record("bb", Status.OK, question=Question(votes=10**30), answers=(Answer(position=1, body="x"),))
    batch = record_batch([good, bad, good])
    assert batch.column("status").to_pylist() == ["ok", "error", "ok"]
    assert batch.column("reason").to_pylist() == [None, "parser_crashed", None]
    assert batch.column("page_id").to_pylist() == ["aa", "bb", "aa"]


def test_a_folder_may_hold_its_own_dataset(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    parse(tmp_path, tmp_path / "parsed")
    first = hashes(tmp_path / "parsed")
    parse(tmp_path, tmp_path / "parsed")
    assert hashes(tmp_path / "parsed") == first


@pytest.mark.parametrize("source", ["out", "out/a.txt"])
def test_a_source_that_would_be_replaced_is_refused(tmp_path: Path, source: str) -> None:
    (tmp_path / "a.txt").write_text("words")
    parse(tmp_path / "a.txt", tmp_path / "out")
    (tmp_path / "out/a.txt").write_text("words")
    before = hashes(tmp_path / "out")
    with pytest.raises(UsageError, match="which this command writes; choose another --out"):
        parse(tmp_path / source, tmp_path / "out")
    assert hashes(tmp_path / "out") == before


def test_a_link_to_itself_is_an_unreadable_page(tmp_path: Path) -> None:
    (tmp_path / "self").symlink_to("self")
    parse(tmp_path / "self", tmp_path / "out")
    [row] = rows_of(tmp_path / "out", "pages")
    assert (row["status"], row["reason"]) == ("error", "unreadable")


def test_an_error_while_writing_leaves_the_old_dataset(
    tmp_path: Path, odd_input: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse(odd_input, tmp_path / "out")
    before = hashes(tmp_path / "out")

    monkeypatch.setattr(pipeline, "write_card", no_space)
    with pytest.raises(DatasetError, match=r"No space left on device; free some space .* run the same command again"):
        parse(odd_input, tmp_path / "out")
    assert hashes(tmp_path / "out") == before
    assert names_in(tmp_path) == [".out.qapipe", "in", "out"]
    monkeypatch.undo()
    parse(odd_input, tmp_path / "out")
    assert hashes(tmp_path / "out") == before
    assert names_in(tmp_path) == ["in", "out"]


def test_pages_lost_between_parsing_and_writing_are_an_error(
    tmp_path: Path, odd_input: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_order: Callable[..., Any] = record_files.in_order
    monkeypatch.setattr(settling, "in_order", lambda *some: (batch.slice(1) for batch in in_order(*some)))
    with pytest.raises(Exception, match="pages were lost"):
        parse(odd_input, tmp_path / "out")


def test_the_error_rate_is_a_share_of_all_pages(tmp_path: Path) -> None:
    source = write_lines(tmp_path / "a.jsonl", {"no": 1}, {"text": "a"}, {"text": "b"}, {"text": "c"})
    rates = {rate: parse(source, tmp_path / "out", max_error_rate=rate).complete for rate in (0.0, 0.24, 0.25)}
    assert rates == {0.0: False, 0.24: False, 0.25: True}


def test_a_dataset_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    parse(tmp_path / "a.txt", tmp_path / "first")
    for source in ("first", "first/pages", "first/README.md"):
        with pytest.raises(UsageError, match="first is a qapipe dataset, not raw pages"):
            parse(tmp_path / source, tmp_path / "second")
    assert not (tmp_path / "second").exists()


@pytest.mark.parametrize("workers", [0, 2])
def test_a_file_that_changes_under_the_run_has_one_error_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr("qapipe.sources.splits.PIECE_BYTES", 100)
    (tmp_path / "in").mkdir()
    write_lines(tmp_path / "in/a.jsonl", *({"text": f"words {n}"} for n in range(50)))
    write_lines(tmp_path / "in/b.jsonl", {"text": "more"})
    grown: list[bool] = []

    def grow(*_: object) -> None:
        if not grown:
            grown.append(True)
            with (tmp_path / "in/a.jsonl").open("a") as file:
                file.write('{"text": "late"}\n')

    options = ParseOptions(run=RunOptions(workers))
    summary = parse_to_dataset([str(tmp_path / "in")], tmp_path / "out", options, progress=grow)
    rows = rows_of(tmp_path / "out", "pages")
    errors = [(row["source"], row["reason"], row["detail"]) for row in rows if row["status"] == "error"]
    assert [error[:2] for error in errors] == [("a.jsonl", "changed")]
    assert errors[0][2].startswith("the file grew from")
    assert [row["source"] for row in rows][-2:] == ["a.jsonl", "b.jsonl"]
    assert {row["offset"] for row in rows if row["source"] == "a.jsonl"} >= set(range(50))
    assert not summary.complete
    again = parse(tmp_path / "in", tmp_path / "out")
    assert again.counts.pages == 52
    assert again.complete


def test_big_files_in_pieces_give_the_same_dataset(
    tmp_path: Path, thread: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    rows = [{"url": f"https://www.realself.com/question/bump-{n}", "text": thread(f"Bump {n}?")} for n in range(60)]
    lines = [json.dumps(row) for row in rows]
    lines[7], lines[30] = "no JSON", ""
    (folder / "a.jsonl").write_text("\n".join(lines))
    (folder / "b.jsonl").write_text("\n".join(lines[40:]) + "\n")
    pq.write_table(pa.Table.from_pylist(rows), folder / "c.parquet", row_group_size=7)
    with zipfile.ZipFile(folder / "d.zip", "w") as archive:
        for number, row in enumerate(rows):
            archive.writestr(f"{number}.txt", row["text"])
    (folder / "e.warc.gz").write_bytes(packed(*(response(n) for n in range(60))))
    parse(folder, tmp_path / "whole")
    offsets = [row["offset"] for row in rows_of(tmp_path / "whole", "pages") if row["source"] == "a.jsonl"]
    assert offsets == [n for n in range(60) if n != 30]
    for size, workers in ((500, 0), (3_000, 2), (20_000, 0)):
        monkeypatch.setattr("qapipe.sources.splits.PIECE_BYTES", size)
        parse_to_dataset([str(folder)], tmp_path / "pieces", ParseOptions(run=RunOptions(workers)))
        assert hashes(tmp_path / "pieces") == hashes(tmp_path / "whole")


def test_pages_of_one_question_are_joined_whoever_names_it(tmp_path: Path, thread: Thread) -> None:
    """By its URL, by a site's key in the URL, by the URL that a page declares; a key that looks like a page is none."""
    forum, site = "https://forum.example/t/7", "https://www.realself.com/question"
    marked = (
        '<html><head>{head}</head><body><div itemscope itemtype="https://schema.org/QAPage"><div itemprop=mainEntity '
        'itemscope itemtype="https://schema.org/Question"><h1 itemprop=name>Why is it so?</h1><div itemprop='
        'suggestedAnswer itemscope itemtype="https://schema.org/Answer"><p itemprop=text>{body}</p></div></div></div>'
    )
    canonical = f'<link rel=canonical href="{forum}0">'
    rows = [
        {"html": marked.format(head="", body="One."), "url": forum},
        {"html": marked.format(head="", body="Two."), "url": f"{forum}?page=2"},
        {"html": marked.format(head="", body="Three."), "url": f"{forum}0"},
        {"html": marked.format(head=canonical, body="Four."), "url": f"{forum}0/page-2"},
        {"text": thread(answers=[("Five", "Body five is here.", "")]), "url": f"{site}/why"},
        {"text": thread(answers=[("Six", "Body six is here.", "")]), "url": f"{site}/why?page=2"},
        {"text": thread(answers=[("Seven", "Body seven is here.", "")]), "url": f"{site}/page-5"},
    ]
    parse(write_lines(tmp_path / "pages.jsonl", *rows), tmp_path / "out")
    questions = {row["question_id"]: row["url"] for row in rows_of(tmp_path / "out", "questions")}
    joined: dict[str, list[str]] = {}
    for row in rows_of(tmp_path / "out", "answers"):
        joined.setdefault(questions[row["question_id"]], []).append(row["body"].split("\n")[0])
    assert joined[forum] == ["One.", "Two."]
    assert joined[f"{forum}0"] == ["Three.", "Four."]
    assert len(joined[f"{site}/why"]) == 2
    assert len(joined) == len(questions) == 4
