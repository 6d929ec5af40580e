"""The gold format: what a line says, and what is said of a line that is not in it."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from qapipe.dataset.score.gold import GoldPage, read_gold
from qapipe.dataset.score.values import known
from qapipe.errors import UsageError

PAGE = "question, answers, layout, status, reason, warnings, answers_declared, answers_found"
QUESTION = "title, body, asker, asker_location, asked_at, topics, votes, views"
ANSWER = (
    "position, headline, body, votes, is_accepted, answered_at, url, author_name, author_credentials, author_note, "
    "author_url, specialty, location, address, rating, rating_best, review_count, parent_position"
)


def read(folder: Path, *lines: object) -> list[GoldPage]:
    (folder / "gold.jsonl").write_text(
        "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    )
    return list(read_gold(folder / "gold.jsonl"))


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ([1], " is no JSON object; give one object a line"),
        ({"url": 3, "status": "ok"}, " does not say which page it is; give url, page_id or source"),
        ({"url": "u", "site": "s", "member": "m", "offset": 3}, " expects nothing; give question, answers or status"),
        ({"url": "u", "question": 3}, ": question must be an object or null, and answers a list"),
        ({"url": "u", "answers": None}, ": question must be an object or null, and answers a list"),
        ({"url": "u", "answers": [3]}, ": an answer must be an object"),
        ({"url": "u", "noise": 3}, f": unknown field 'noise'; known are {PAGE}"),
        ({"url": "u", "question": {"site": "s"}}, f": unknown field 'site'; known are {QUESTION}"),
        ({"url": "u", "question": {"page_id": "s"}}, f": unknown field 'page_id'; known are {QUESTION}"),
        ({"url": "u", "answers": [{}, {"site": "s"}]}, f": unknown field 'site'; known are {ANSWER}"),
        (
            {"url": "u", "answers": [{"answered_at": 3}]}, ": answered_at is no time: 3; write 2024-05-01T12:00:00Z"
        ),
    ],
)  # fmt: skip
def test_a_line_that_is_not_in_the_format(tmp_path: Path, page: object, message: str) -> None:
    with pytest.raises(UsageError) as error:
        read(tmp_path, {"source": "f", "status": "ok"}, "", page)
    assert str(error.value) == f"{tmp_path / 'gold.jsonl'} line 3{message}"


def test_what_is_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_bytes(b'{"url": "\xff"}')
    with pytest.raises(UsageError) as error:
        list(read_gold(tmp_path / "gold.jsonl"))
    reason = "it is not UTF-8; give a file in the gold format (docs/checking.md)"
    assert str(error.value) == f"cannot read {tmp_path / 'gold.jsonl'}: {reason}"
    with pytest.raises(UsageError, match=r"^.*gold.jsonl line 1 is no JSON \(.*\); give one object a line$"):
        read(tmp_path, "{")


def test_pages_are_named_and_grouped(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {"url": "https://X.example/1", "page_id": "p", "source": "f", "status": "ok"},
        {"page_id": "p", "status": "ok", "site": "s"},
        {"source": "f", "member": "m", "offset": 0, "status": "ok"},
        {"source": "f", "offset": 0, "status": "ok"},
        {"url": "https://x.example/1", "site": "s", "status": "ok"},
    )
    assert [(page.line, page.name, page.site, page.place) for page in found] == [
        (1, "https://X.example/1", "x.example", ("f", None, None)), (2, "p", "s", None),
        (3, "f m 0", "(no site)", ("f", "m", 0)), (4, "f 0", "(no site)", ("f", None, 0)),
        (5, "https://x.example/1", "s", None),
    ]  # fmt: skip
    assert [page.expected for page in found] == [{"status": "ok"}] * 5


def test_times_are_instants_and_all_else_is_as_it_stands(tmp_path: Path) -> None:
    question: dict[str, Any] = {"asked_at": "2024-05-01", "title": "2024-05-01", "votes": 3}
    answers: list[dict[str, Any]] = [{"answered_at": "2024-05-01T12:00:00+02:00"}, {"answered_at": None}]
    [page] = read(tmp_path, {"url": "u", "question": question, "answers": answers, "warnings": ["x"]})
    noon = datetime(2024, 5, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    assert page.expected == {
        "question": {**question, "asked_at": datetime(2024, 5, 1)},  # noqa: DTZ001  as it stands
        "answers": [{"answered_at": noon}, {"answered_at": None}], "warnings": ["x"],
    }  # fmt: skip
    assert known(page.expected["question"]["asked_at"]) == datetime(2024, 5, 1, tzinfo=UTC)
    assert str(known(noon)) == "2024-05-01 10:00:00+00:00"
    assert known({"b": 2, "a": 1}) == ("a: 1", "b: 2")
    assert known(b"x") is None
