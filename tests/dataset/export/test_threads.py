"""Questions are joined with their answers in bounded memory, wherever the further pages of a question stand."""

from pathlib import Path
from typing import Any

import pytest

from qapipe.dataset.export import threads
from qapipe.dataset.export.further import put_aside
from qapipe.dataset.export.selection import select
from qapipe.dataset.reading import open_dataset
from qapipe.errors import DatasetError, UsageError
from qapipe.records import plain
from qapipe.records.reasons import Reason
from support.of_records import make_dataset
from support.records import answered, asked, refused

Joined = list[tuple[str, list[str]]]


def page(number: int, *answers: str, question: int | None = None, **more: Any) -> plain.Record:
    """A page with a question and answers, whose texts are given."""
    given = [answered(n, None, body, answer_id=f"a-{body}") for n, body in enumerate(answers, 1)]
    return asked(f"p{number}", f"q{number if question is None else question}", *given, **more)


def joined(folder: Path, work: Path, where: str | None = None) -> Joined:
    dataset = open_dataset(folder)
    work.mkdir(exist_ok=True)
    selection = select(dataset, where, work) if where else None
    found: Joined = []
    with put_aside(dataset, selection, work) as further:
        for block in threads.blocks(dataset, selection, further):
            start = len(found)
            found += [(question, []) for question in block.questions.column("question_id").to_pylist()]
            bodies, ids = (block.answers.column(name).to_pylist() for name in ("body", "question_id"))
            for parent, body, question in zip(block.parents.to_pylist(), bodies, ids, strict=True):
                found[start + parent][1].append(body)
                assert found[start + parent][0] == question
    return found


@pytest.fixture(params=[(1, 1, 1 << 20), (2, 2, 1 << 20), (1_024, 1, 1), (1_024, 2, 1), (1_024, 4_096, 1 << 20)])
def block_questions(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("BLOCK_QUESTIONS", "_ANSWER_ROWS", "BLOCK_BYTES")
    for name, value in zip(names, request.param, strict=True):
        monkeypatch.setattr(threads, name, value)


@pytest.mark.usefixtures("block_questions")
def test_every_answer_stands_with_its_question(tmp_path: Path) -> None:
    records = [
        page(1, "a", "b"), refused("p0", Reason.LIST), page(2), page(3, "c"), page(4), page(5, "d", "e", "f"),
    ]  # fmt: skip
    folder = make_dataset(tmp_path / "d", *records)
    expected = [("q1", ["a", "b"]), ("q2", []), ("q3", ["c"]), ("q4", []), ("q5", ["d", "e", "f"])]
    assert joined(folder, tmp_path / "work") == expected


@pytest.mark.usefixtures("block_questions")
def test_all_answers_may_be_to_the_last_question(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "d", page(1), page(2), page(3, "a", "b", "c"))
    assert joined(folder, tmp_path / "work") == [("q1", []), ("q2", []), ("q3", ["a", "b", "c"])]


@pytest.mark.usefixtures("block_questions")
def test_answers_on_further_pages_follow_those_of_the_first(tmp_path: Path) -> None:
    records = [
        page(12, "b1", question=1),  # before its first page
        page(1, "a1"),
        page(2, "a2"),
        page(13, "c1", "c2", question=1),
        page(3),
        page(33, "a3", question=3),
        page(14, "d1", question=1),  # behind all others
    ]
    continues = {"p12": "p1", "p13": "p1", "p14": "p1", "p33": "p3"}
    folder = make_dataset(tmp_path / "d", *records, continues=continues)
    expected = [("q1", ["a1", "b1", "c1", "c2", "d1"]), ("q2", ["a2"]), ("q3", ["a3"])]
    assert joined(folder, tmp_path / "work") == expected


def test_a_block_has_at_most_1_024_questions(tmp_path: Path) -> None:
    """And answers on further pages of many more questions than are asked for at once are found."""
    records = [page(number, f"{number}a") for number in range(1_025)]
    more = [page(10_000 + number, f"{number}b", question=number) for number in range(501)]
    continues = {f"p{10_000 + number}": f"p{number}" for number in range(501)}
    dataset = open_dataset(make_dataset(tmp_path / "d", *records, *more, continues=continues))
    with put_aside(dataset, None, tmp_path) as further:
        found = list(threads.blocks(dataset, None, further))
    assert [(one.questions.num_rows, one.answers.num_rows) for one in found] == [(1_024, 1_024 + 501), (1, 1)]
    bodies = [body for one in found for body in one.answers.column("body").to_pylist()]
    assert bodies[:4] == ["0a", "0b", "1a", "1b"]
    assert bodies[-3:] == ["1022a", "1023a", "1024a"]


def test_large_answers_make_small_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "BLOCK_BYTES", 100_000)
    monkeypatch.setattr(threads, "_ANSWER_ROWS", 2)
    records = [page(number, *(f"{number}{letter}" + letter * 20_000 for letter in "abc")) for number in range(20)]
    dataset = open_dataset(make_dataset(tmp_path / "d", *records))
    with put_aside(dataset, None, tmp_path) as further:
        found = list(threads.blocks(dataset, None, further))
    assert sum(block.questions.num_rows for block in found) == 20
    assert [block.answers.num_rows for block in found] == [3 * block.questions.num_rows for block in found]
    assert max(block.answers.nbytes for block in found) < 3 * 100_000


def test_captures_of_a_question_keep_their_own_answers(tmp_path: Path) -> None:
    folder = make_dataset(tmp_path / "d", page(1, "a"), page(2, "b", question=1), captures="all")
    assert joined(folder, tmp_path / "work") == [("q1", ["a"]), ("q1", ["b"])]
    assert joined(folder, tmp_path / "work", "answers.body = 'b'") == [("q1", ["b"])]


@pytest.mark.usefixtures("block_questions")
@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("answers.votes >= 2", [("q1", ["b"]), ("q3", ["d"])]),
        ("questions.title = 'title of q2'", [("q2", [])]),
        ("answers.answer_id IS NULL", [("q2", [])]),
        ("experts.specialty = 'Dentist' -- a comment", [("q1", ["a"])]),
        ("pages.status = 'ok' AND answers.votes < 0", []),
    ],
)
def test_where(tmp_path: Path, where: str, expected: Joined) -> None:
    folder = made_with_votes(tmp_path / "it's [1]*")
    assert joined(folder, tmp_path / "work", where) == expected


def made_with_votes(folder: Path) -> Path:
    votes = {"a": 1, "b": 2, "c": None, "d": 3}
    records = [page(1, "a", "b"), page(2), page(3, "c"), page(33, "d", question=3)]
    for record in records:
        for answer in record.answers:
            answer.votes = votes[answer.body]
    first = records[0].answers[0]
    first.author_name, first.expert_id, first.specialty = "Ida", "e1", "Dentist"
    return make_dataset(folder, *records, continues={"p33": "p3"})


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("votes = 3", "Ambiguous reference to column name .votes."),
        ("answers.vote = 3", "Cannot extract field .vote."),
        ("answers.votes = ", "syntax error"),
        ("'x'", "Could not convert string 'x' to BOOL"),
        ("1 = 1); DROP VIEW pages; SELECT (1", "more than one condition"),
    ],
)
def test_a_condition_that_is_wrong_is_a_usage_error(tmp_path: Path, where: str, message: str) -> None:
    folder = made_with_votes(tmp_path / "d")
    with pytest.raises(UsageError, match=message) as error:
        joined(folder, tmp_path / "work", where)
    assert "\n" not in str(error.value)
    assert "LINE" not in str(error.value)
    assert str(error.value).startswith(f"--where {where!r}")


def test_an_answer_without_question_is_damage(tmp_path: Path) -> None:
    whole = make_dataset(tmp_path / "d", page(1, "a"), page(2, "b"))
    other = make_dataset(tmp_path / "other", page(1, "a"))
    (other / "questions" / "part-00000.parquet").replace(whole / "questions" / "part-00000.parquet")
    with pytest.raises(DatasetError, match="the answer a-b belongs to no question before it; run `qapipe check`"):
        joined(whole, tmp_path / "work")
