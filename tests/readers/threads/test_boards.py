"""One talk as many kinds of forum software print it: tables, lists, articles, sidebars, with and without classes.

Every page of ``boards`` shows the same posts, those of ``expected.json``; pages named ``-1`` have one answer.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import qapipe

BOARDS = Path(__file__).parent / "boards"
EXPECTED = json.loads((BOARDS / "expected.json").read_text("utf-8"))
PAGES = sorted(BOARDS.glob("*.html"))
NO_ASKER = ("chinese-answers", "no-dates")  # the page does not say who asked, or when
NO_DATES = ("no-dates",)
TITLE_ALONE = ("title-alone",)
WITH_VOTES = (
    "quilts",
    "numbered-subjects",
    "help-center",
    "answers-with-related-questions",
    "tables-with-scores",
    "label-before-the-title",
    "answers-with-comment-rows",
    "chinese-answers",
    "plain-copy-for-crawlers",
    "dates-in-tooltips",
    "text-below-its-title",
    "was-this-helpful",
)


def parsed(page: Path) -> qapipe.Record:
    raw = qapipe.RawPage(body=page.read_bytes(), url="https://weave.example/x/1")
    return qapipe.parse_page(raw, include=("discussion",))


def answer(expected: dict[str, Any], name: str) -> tuple[Any, ...]:
    date = None if name in NO_DATES else expected["date"]
    return expected["body"], expected["author"], date, expected["votes"] if name in WITH_VOTES else None


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_every_post_is_read(page: Path) -> None:
    name = page.stem.removesuffix("-1")
    expected = EXPECTED["one" if page.stem.endswith("-1") or name == "one-expert" else "several"]
    record = parsed(page)
    assert (record.status, record.reason) == ("ok", None)
    assert record.question is not None
    title = record.question.title or ""
    assert title.removeprefix("Ask: ").rstrip("?") == expected["title"].rstrip("?")
    asked = expected["question"]
    assert record.question.body == (None if name in TITLE_ALONE else asked["body"])
    if name not in NO_ASKER:
        assert (record.question.asker, str(record.question.asked_at)[:10]) == (asked["author"], asked["date"])
    found = [
        (
            one.body.partition("\n\n")[2] if one.body.startswith("> ") else one.body,
            one.author_name,
            str(one.answered_at)[:10] if one.answered_at else None,
            one.votes if name in WITH_VOTES else None,
        )
        for one in record.answers
    ]
    shown = [answer(one, name) for one in expected["answers"]]
    assert sorted(found) == sorted(shown) if name == "chosen-answer-first" else found == shown


@pytest.mark.parametrize(
    ("name", "parents"), [("nested-items", [None, 1, None, None]), ("entries-with-children", [None, 1, None, None])]
)
def test_replies_know_what_they_reply_to(name: str, parents: list[int | None]) -> None:
    assert [answer.parent_position for answer in parsed(BOARDS / f"{name}.html").answers] == parents


@pytest.mark.parametrize(
    ("name", "topics", "views"),
    [
        ("answers-with-related-questions", ("loom",), 312),
        ("answers-with-comment-rows", ("loom",), None),
        ("boxes-with-key-lines", (), 2312),
        ("chinese-cells", (), 312),
        ("help-center", (), None),
    ],
)
def test_topics_and_views_of_a_question(name: str, topics: tuple[str, ...], views: int | None) -> None:
    question = parsed(BOARDS / f"{name}.html").question
    assert question is not None
    assert (question.topics, question.views) == (topics, views)
