"""One question in three syntaxes of structured data: every field is read from each of them."""

from typing import Any

import pytest

import qapipe
from generators.markup import SYNTAXES, MarkedUpPage, marked_up_page
from support.scoring import Score

PAGES = 100
FILLED_FROM_THE_PAGE = frozenset({"votes", "answered_at", "author_url", "warnings", "status"})
"""What inline markup leaves out is looked for on the page, and there now and then the value of a neighbour is found."""


def parsed(page: MarkedUpPage) -> dict[str, Any]:
    return qapipe.parse_page(qapipe.RawPage(body=page.body, url=page.url)).model_dump(mode="json")


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_every_field_is_read(syntax: str) -> None:
    total = Score()
    for seed in range(PAGES):
        page = marked_up_page(seed, syntax)
        total.add_page(page.expected, parsed(page))
    assert total.right > 20 * PAGES, "the pages have fields"
    if syntax == "json_ld":
        assert (total.perfect_pages, total.failures) == (PAGES, {})
    assert set(total.failures) <= FILLED_FROM_THE_PAGE, str(total)
    assert total.f1 >= 0.98, str(total)


def test_expectations_have_every_field() -> None:
    expected = marked_up_page(0, "json_ld").expected
    assert set(expected["question"]) == set(qapipe.Question.model_fields)
    for answer in expected["answers"]:
        assert set(answer) == set(qapipe.Answer.model_fields) - {"answer_id", "expert_id"}


@pytest.mark.parametrize("seed", range(20))
def test_the_three_syntaxes_say_the_same(seed: int) -> None:
    records = [parsed(marked_up_page(seed, syntax)) for syntax in SYNTAXES]
    assert [record["layout"] for record in records] == list(SYNTAXES)
    for record in records:
        assert record["question_id"] == records[0]["question_id"]
        assert [answer["answer_id"] for answer in record["answers"]] == [a["answer_id"] for a in records[0]["answers"]]
