"""Pages that nobody tuned the parser to: a generator that knows the line grammar and not the parser.

``QAPIPE_SEED`` moves the seeds, to try the parser on pages that no one has seen.
"""

import dataclasses
import os
import re
from collections.abc import Callable
from typing import Any

import pytest

import qapipe
from generators import realself
from generators.realself import GeneratedPage
from support.scoring import Score

SEED = int(os.environ.get("QAPIPE_SEED", "70000"))


def parsed(page: GeneratedPage) -> dict[str, Any]:
    raw = qapipe.RawPage(body=page.body, url=page.url, media_type=page.media_type)
    return qapipe.parse_page(raw).model_dump(mode="json")


def score(make: Callable[[int], GeneratedPage], pages: int) -> Score:
    total = Score()
    for seed in range(SEED, SEED + pages):
        page = make(seed)
        total.add(page.expected, parsed(page))
    return total


def test_text_pages() -> None:
    total = score(realself.text_page, 400)
    print(f"\ntext: {total}")  # noqa: T201  the figure to report
    assert total.f1 >= 0.995, str(total)


def test_html_pages() -> None:
    total = score(realself.html_page, 300)
    print(f"\nHTML: {total}")  # noqa: T201
    assert total.f1 >= 0.995, str(total)


@pytest.mark.parametrize("variant", list("ABCEGHI"))
def test_text_variant(variant: str) -> None:
    total = score(lambda seed: realself.text_page(seed, variant), 60)
    assert total.f1 >= 0.985, str(total)


@pytest.mark.parametrize("variant", ["D", "F"])
def test_text_without_landmarks(variant: str) -> None:
    """Nothing but headlines parts the answers here, and one error shifts all answers that follow."""
    total = score(lambda seed: realself.text_page(seed, variant), 60)
    assert total.f1 >= 0.94, str(total)


def flattened(value: Any) -> Any:
    """A value without empty lines."""
    if isinstance(value, str):
        return re.sub(r"\n+", "\n", value)
    if isinstance(value, dict):
        return {key: flattened(one) for key, one in value.items()}
    return [flattened(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("breaks", ["\n", "\n\n"], ids=["no empty lines", "empty lines everywhere"])
@pytest.mark.parametrize(
    ("variant", "floor"),
    [("A", 0.88), ("B", 0.99), ("C", 0.97), ("D", 0.8), ("E", 0.95), ("F", 0.5), ("H", 0.99), ("I", 0.99)],
)
def test_text_that_lost_its_paragraphs(variant: str, floor: float, breaks: str) -> None:
    """Web dumps mostly keep one line break, or two, between any two lines."""
    total = Score()
    for seed in range(SEED, SEED + 80):
        page = realself.text_page(seed, variant)
        body = re.sub(r"\n\s*", breaks, page.body.decode()).encode()
        found = parsed(dataclasses.replace(page, body=body))
        total.add(flattened(page.expected), flattened(found))
    assert total.f1 >= floor, str(total)


def test_no_question_where_none_is() -> None:
    pages = [realself.not_question_page(seed) for seed in range(SEED, SEED + 200)]
    assert [page.name for page in pages if parsed(page)["question"]] == []


@pytest.mark.parametrize("make", [realself.text_page, realself.html_page, realself.not_question_page])
def test_the_generator_is_deterministic(make: Callable[[int], GeneratedPage]) -> None:
    assert [make(seed).body for seed in range(20)] == [make(seed).body for seed in range(20)]
