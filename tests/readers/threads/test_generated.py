"""Threads of made-up forum software: every field of every post is read, whatever the elements are called."""

import random
from typing import Any

import pytest

import qapipe
from generators.threads import CAPTURED, ThreadPage, thread_page
from support.scoring import Score

PAGES = 150


def parsed(page: ThreadPage) -> dict[str, Any]:
    return qapipe.parse_page(qapipe.RawPage(body=page.body, url=page.url, captured_at=CAPTURED)).model_dump(mode="json")


def test_every_page_is_read_without_one_wrong_field() -> None:
    total = Score()
    wrong = {}
    for seed in range(PAGES):
        page, score = thread_page(seed), Score()
        found = parsed(page)
        score.add_page(page.expected, found)
        total.add_page(page.expected, found)
        if not score.perfect_pages:
            wrong[seed] = dict(score.failures)
    assert wrong == {}
    assert total.right > 25 * PAGES, "the pages have fields"


def test_expectations_have_every_field() -> None:
    expected = thread_page(0).expected
    assert set(expected["question"]) == set(qapipe.Question.model_fields)
    for answer in expected["answers"]:
        assert set(answer) == set(qapipe.Answer.model_fields) - {"answer_id", "expert_id"}


@pytest.mark.parametrize("seed", range(12))
def test_a_page_that_lost_its_posts_is_no_thread(seed: int) -> None:
    """Of one post and its surroundings no answer is made."""
    page = thread_page(seed)
    body = page.body.decode()
    first = body.index('id="p2"')
    cut = body[: body.rindex("<", 0, first)] + body[body.index("<aside>") :]
    record = qapipe.parse_page(qapipe.RawPage(body=cut.encode(), url=page.url))
    assert record.answers == ()


@pytest.mark.parametrize("seed", range(12))
def test_other_names_of_classes_change_nothing(seed: int) -> None:
    page = thread_page(seed)
    body = page.body.decode()
    chance = random.Random(seed)
    for name in ("post", "message", "comment", "answer", "content", "body", "username", "author", "user", "by"):
        new = "".join(chance.choices("abcdefghkmn", k=7))
        body = body.replace(f'class="{name}"', f'class="{new}"')
    record = qapipe.parse_page(qapipe.RawPage(body=body.encode(), url=page.url)).model_dump(mode="json")
    expected = [(answer["body"], answer["author_name"]) for answer in page.expected["answers"]]
    assert [(answer["body"], answer["author_name"]) for answer in record["answers"]] == expected
