"""Golden pages, one test a field."""

from pathlib import Path
from typing import Any

import pytest

from support.golden import PATH, SITES, expected_paths, golden, golden_pages, parsed, value_at

PAGES = golden_pages()


def name(page: Path) -> str:
    return f"{page.parent.name}/{page.name}"


def cases() -> list[Any]:
    return [
        pytest.param(page, path, id=f"{name(page)}:{'.'.join(map(str, path))}")
        for page in PAGES
        for path in expected_paths(page)
    ]


@pytest.mark.parametrize(("page", "path"), cases())
def test_field(page: Path, path: PATH) -> None:
    assert value_at(parsed(page), path) == value_at(golden(page)["expected"], path)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_more_and_no_fewer_answers(page: Path) -> None:
    assert len(parsed(page)["answers"]) == len(golden(page)["expected"]["answers"])


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_question_where_none_is(page: Path) -> None:
    assert (parsed(page)["question"] is None) == (golden(page)["expected"]["question"] is None)


def test_every_golden_file_has_its_page() -> None:
    assert {path.stem for path in SITES.glob("*/*.json")} == {page.stem for page in PAGES}
