"""Real question pages with markup against gold labels, and real pages of other kinds.

The thresholds are minimum scores and may only rise. ``pytest -s`` prints the scores reached.
"""

import gzip
import json
import re
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from qapipe import RawPage, Record, parse_page
from support import text_rules
from support.places import SHARED

FIXTURES = SHARED / "fixtures"
pytestmark = pytest.mark.skipif(not FIXTURES.exists(), reason="no shared fixtures")

PAGES = sorted((FIXTURES / "html_qa").glob("*.html.gz"))
MINIMUM = {
    "title": 1.0,
    "asker": 1.0,
    "asked_at": 1.0,
    "question_votes": 1.0,
    "question_body": 1.0,
    "topics": 1.0,
    "answers_declared": 1.0,
    "answer_count": 1.0,
    "answer_whole": 1.0,
    "author": 1.0,
    "votes": 1.0,
    "answered_at": 1.0,
    "accepted": 1.0,
}
MARKS = re.compile(r"^(?:> )*(?:- |```$|>$)?")
NFC_SLACK = 5
"""Characters by which zero-width characters and NFC may change the length counted in the gold."""


def name_of(path: Path) -> str:
    return path.name.removesuffix(".html.gz")


@cache
def parsed(path: Path, url: str | None = None) -> Record:
    return parse_page(RawPage(body=gzip.decompress(path.read_bytes()), url=url, media_type="text/html"))


@cache
def gold_of(path: Path) -> dict[str, Any]:
    return dict(json.loads((FIXTURES / "gold" / f"{name_of(path)}.json").read_text("utf-8")))


def bare(words: str | None) -> str:
    """The text without blanks and the marks of lists, quotations and code."""
    lines = text_rules.paragraphs(words or "").split("\n")
    return "".join("".join(MARKS.sub("", line) for line in lines).split())


def is_whole(body: str | None, gold: dict[str, Any]) -> bool:
    """Whether a body has the start, end and length given in the gold, ignoring blanks and list markers."""
    found = bare(body)
    items = (body or "").count("\n- ") + (body or "").startswith("- ")
    length = gold["text_len_nows"]
    return (
        found.startswith(bare(gold["text_start"])[:100])
        and found.endswith(bare(gold["text_end"])[-50:])
        and length - NFC_SLACK <= len(found) + items <= length + items + NFC_SLACK
    )


def instant(printed: str | None) -> datetime | None:
    """The point in time that a label names: ISO 8601, or as a Chinese page prints it; without an offset in UTC."""
    if printed is None:
        return None
    if chinese := re.fullmatch(r"(\d+) 年 (\d+) 月 (\d+) 日 (\d+):(\d+)", printed):
        return datetime(*map(int, chinese.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
    found = datetime.fromisoformat(printed)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def measure() -> tuple[Counter[str], Counter[str]]:
    """Correct values and compared values of each field."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()

    def count(field: str, *, same: bool) -> None:
        right[field] += same
        total[field] += 1

    for path in PAGES:
        gold = gold_of(path)
        record = parsed(path, gold["url"])
        assert record.question is not None, f"{path.name}: {record.reason} {record.detail}"
        asked, found = gold["question"], record.question
        count("title", same=found.title == asked["title"])
        count("asker", same=found.asker == asked["author"])
        count("asked_at", same=found.asked_at == instant(asked["date"]))
        count("question_votes", same=found.votes == asked["votes"])
        count("question_body", same=is_whole(found.body, asked))
        if asked["tags"] is not None:
            count("topics", same=sorted(found.topics) == sorted(asked["tags"]))
        count("answers_declared", same=record.answers_declared == gold["counts"]["stated_in_markup"])
        shown = gold["answers"]  # markup may hold fewer
        count("answer_count", same=len(record.answers) == len(shown))
        for expected, answer in zip(shown, record.answers, strict=False):
            count("answer_whole", same=is_whole(answer.body, expected))
            if not expected["in_markup_answers"] and not expected["in_markup_orphan"]:
                continue  # its other fields are not the markup's
            if expected["author"]:  # the labels are the markup's; a page may show names that its markup lacks
                count("author", same=answer.author_name == expected["author"])
            count("votes", same=answer.votes == expected["votes"])
            count("answered_at", same=answer.answered_at == instant(expected["date"]))
            count("accepted", same=answer.is_accepted == expected["accepted_in_markup"])
    return right, total


def test_scores_reach_the_minimum() -> None:
    right, total = measure()
    reached = {field: right[field] / total[field] for field in MINIMUM}
    for field, share in reached.items():
        print(f"{field:<17} {right[field]:>4} of {total[field]:>4}  {share:.1%}")  # noqa: T201
    assert {field: share for field, share in reached.items() if share < MINIMUM[field]} == {}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_no_comments_and_no_boilerplate_in_answers(path: Path) -> None:
    gold = gold_of(path)
    # An answer may quote a comment; as long as the gold counted it is the author's own.
    lengths = {answer["text_len_nows"] for answer in gold["answers"]}
    suspects = [answer.body for answer in parsed(path, gold["url"]).answers if len(bare(answer.body)) not in lengths]
    assert [
        words for words in gold["must_not_be_in_answers"] if any(bare(words) in bare(body) for body in suspects)
    ] == []


@pytest.mark.parametrize("path", sorted((FIXTURES / "html_negative").glob("*.gz")), ids=name_of)
def test_no_question_where_none_is(path: Path) -> None:
    record = parsed(path)
    assert (record.status, record.question, record.detail) == ("not_qa", None, None)


@pytest.mark.parametrize("path", sorted((FIXTURES / "structured_edge").glob("*.html")), ids=name_of)
def test_other_pages_do_not_crash(path: Path) -> None:
    assert parse_page(RawPage(body=path.read_bytes(), media_type="text/html")).status == "not_qa"
