"""Golden pages: every field of every page, one test a page."""

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import qapipe
from conftest import environment
from qapipe.readers.registry import known_sites
from support.golden import LEFT_OUT, SITES, differences, digest, found, golden, golden_pages, question_key
from support.places import ROOT

PAGES = golden_pages()
NAMED = {site.name for site in known_sites() if site.hosts}
PAGE_FIELDS = set(qapipe.Record.model_fields) - LEFT_OUT


def name(page: Path) -> str:
    return f"{page.parent.name}/{page.name}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_page(page: Path) -> None:
    assert not differences(page), f"\n{differences(page)}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_golden_files_have_every_field(page: Path) -> None:
    """A field that a golden file leaves out could be invented without a test that fails."""
    expected = golden(page)["expected"]
    assert set(expected) == PAGE_FIELDS
    assert expected["question"] is None or set(expected["question"]) == set(qapipe.Question.model_fields)
    for answer in expected["answers"]:
        assert set(answer) == set(qapipe.Answer.model_fields)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_ids_are_hashes_of_what_the_golden_file_says(page: Path) -> None:
    payload = hashlib.sha256(page.read_bytes()).hexdigest()
    expected, key = golden(page)["expected"], golden(page)["question_key"]
    assert expected["page_id"] == digest("page", expected["url"], payload)
    assert (expected["question"] is None) == (key is None) == (expected["question_id"] is None)
    if key:
        named = [*key, payload] if key == ["payload"] else key
        assert expected["question_id"] == digest("question", owner(expected), *named)
    seen: Counter[tuple[str, str]] = Counter()
    for number, answer in enumerate(expected["answers"], 1):
        said = (answer["author_name"], answer["body"])
        assert answer["position"] == number
        assert answer["answer_id"] == digest("answer", expected["question_id"], *said, str(seen[said]))
        assert answer["expert_id"] == expert_id(expected, answer)
        seen[said] += 1


def owner(page: dict[str, Any]) -> str | None:
    """The site that ids are made of: a named one."""
    return str(page["site"]) if page["site"] in NAMED else None


def expert_id(page: dict[str, Any], answer: dict[str, Any]) -> str | None:
    """An expert is a profile, else a name and a place; of pages of no named site, on the page's host."""
    if answer["author_name"] is None:
        return None
    if answer["author_url"]:
        return digest("expert", owner(page), "url", answer["author_url"].partition("://")[2].removeprefix("www."))
    host = page["url"].split("/")[2] if owner(page) is None and page["url"] else None
    place = answer["location"] and answer["location"].casefold()
    return digest("expert", owner(page), host, "name", answer["author_name"].casefold(), place)


@pytest.mark.parametrize("page", [page for page in PAGES if "missed" in golden(page)], ids=name)
def test_what_is_missed_is_not_expected(page: Path) -> None:
    """Once the parser finds it, it moves to what is expected."""
    assert golden(page)["missed"]
    for path in golden(page)["missed"]:
        value = golden(page)["expected"]
        for step in path.split("."):
            value = value[int(step) if step.isdigit() else step]
        assert value in (None, []), path


def test_a_new_golden_file_says_what_the_id_is_made_of() -> None:
    keys = {page: question_key(golden(page)["expected"]) for page in PAGES}
    named = {page: golden(page)["question_key"] for page in PAGES}
    assert keys == named
    assert {key[0] if key else None for key in keys.values()} == {"key", "url", "payload", None}


def test_every_golden_file_has_its_page() -> None:
    assert {path.stem for path in SITES.glob("*/*.json")} == {page.stem for page in PAGES}


def test_a_field_more_or_another_value_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison itself: an invented date, a lost answer and an unknown key are in the diff."""
    page = next(page for page in PAGES if page.stem == "jsonld-complete")
    spoilt = {**golden(page)["expected"], "mood": "sunny"}
    spoilt["answers"] = [{**spoilt["answers"][0], "answered_at": None}]
    monkeypatch.setitem(golden(page), "expected", spoilt)
    shown = [line[1:].strip(" ,") for line in differences(page).splitlines() if line[0] in "+-"]
    assert {'"mood": "sunny"', '"answered_at": null', '"answered_at": "2021-04-03T10:00:00Z"'} <= set(shown)
    assert '"author_name": "Mirela"' in shown
    assert found(page)["answers"][1]["author_name"] == "Mirela"


def test_make_golden_compares_all_pages() -> None:
    """The command behind it, as the Makefile has it."""
    line = re.compile(r"^\tPYTHONPATH=tests \$\(BIN\)/python (-m \S+) \$\(PAGE\)", re.MULTILINE)
    (command,) = line.findall((ROOT / "Makefile").read_text())
    env = environment(PYTHONPATH=os.pathsep.join((str(ROOT / "src"), "tests")))
    done = subprocess.run([sys.executable, *command.split()], cwd=ROOT, env=env, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == (f"{len(PAGES)} pages, 0 differ\n", 0), done.stderr
