"""Golden pages: beside every page in tests/sites/SITE stands what a careful reader finds on it, field by field."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import qapipe

SITES = Path(__file__).parent / "sites"
PAGES = sorted(path for path in SITES.glob("*/*") if path.suffix in (".html", ".txt"))


@cache
def expected(page: Path) -> dict[str, Any]:
    return dict(json.loads(page.with_suffix(".json").read_text("utf-8"))["expected"])


@cache
def parsed(page: Path) -> dict[str, Any]:
    golden = json.loads(page.with_suffix(".json").read_text("utf-8"))
    raw = qapipe.RawPage(body=page.read_bytes(), url=golden["url"])
    return qapipe.parse_page(raw).model_dump(mode="json")


def comparable(value: object) -> object:
    """Times as one spelling: JSON has none of its own."""
    return value.replace("+00:00", "Z") if isinstance(value, str) else value


def name(page: Path) -> str:
    return f"{page.parent.name}/{page.name}"


def fields() -> list[Any]:
    """One case a page and field: of the page, of its question, of each answer."""
    cases = []
    for page in PAGES:
        golden = expected(page)
        paths: list[tuple[str | int, ...]] = [
            (key,) for key in golden if key not in ("question", "answers")
        ] + [("question", key) for key in golden["question"] or ()]
        for number, answer in enumerate(golden["answers"]):
            paths += [("answers", number, key) for key in answer]
        cases += [pytest.param(page, path, id=f"{name(page)}:{'.'.join(map(str, path))}") for path in paths]
    return cases


@pytest.mark.parametrize(("page", "path"), fields())
def test_field(page: Path, path: tuple[str | int, ...]) -> None:
    found: Any = parsed(page)
    want: Any = expected(page)
    for step in path:
        want = want[step]
        found = found[step] if found is not None and (isinstance(step, str) or step < len(found)) else None
    assert comparable(found) == comparable(want)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_more_and_no_fewer_answers(page: Path) -> None:
    assert len(parsed(page)["answers"]) == len(expected(page)["answers"])


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_question_where_none_is(page: Path) -> None:
    assert (parsed(page)["question"] is None) == (expected(page)["question"] is None)


def test_every_golden_file_has_its_page() -> None:
    assert {path.stem for path in SITES.glob("*/*.json")} == {page.stem for page in PAGES}
