"""The report as an HTML page: harmless whatever pages say, complete, the same bytes for the same dataset."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from qapipe.dataset.report.counting import make_report
from qapipe.dataset.report.markup import text
from qapipe.dataset.report.page import report_page
from qapipe.dataset.report.styles import CSS
from support.expected import same_as_expected
from support.made_dataset import made_dataset

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;{{7*7}} \x1b[2J \u202egnihton\u2066"
VOID = {"meta", "img", "br"}


class Tags(HTMLParser):
    """The elements of a page with their attributes, which must be closed in the order they were opened."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


def hostile(folder: Path) -> Path:
    """A dataset all of whose texts are hostile; one value has a megabyte."""
    page = {"site": EVIL, "layout": EVIL, "url": EVIL, "status": "not_qa", "reason": EVIL, "warnings": [EVIL]}
    answer = {"specialty": EVIL, "location": "L" * 1_000_000, "rating": 4.0, "rating_best": 5.0, "body": EVIL}
    return made_dataset(
        folder / EVIL.replace("/", ""), pages=[page], questions=[{"title": "T" * 1_000_000, "answers_found": 1}],
        answers=[answer, {**answer, "specialty": None}], noise={EVIL: 3},
    )  # fmt: skip


def page_of(folder: Path, by: str | None = None) -> str:
    return report_page(make_report(folder, by))


def test_nothing_of_a_page_becomes_markup(tmp_path: Path) -> None:
    html = page_of(hostile(tmp_path), "specialty")
    tags = Tags()
    tags.feed(html)
    names = {tag for tag, _ in tags.found}
    assert names.isdisjoint({"script", "img", "a", "iframe", "object", "link", "image", "use", "foreignobject"})
    assert not [name for _, attributes in tags.found for name in attributes if name.startswith("on") or "href" in name]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)
    assert html.count("&lt;script&gt;alert(1)") >= 8
    assert "\\x1b[2J \\u202egnihton" in html
    assert len(html) < 200_000


def test_no_script_may_run_and_nothing_is_loaded(tmp_path: Path) -> None:
    html = page_of(hostile(tmp_path), "specialty")
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', html)
    assert policy
    assert policy[1].split("; ")[0] == "default-src 'none'"
    assert "script-src" not in policy[1]
    assert html.index(policy[0]) < html.index("<style>")
    assert not re.search(r"(src|href)\s*=|url\(|@import|javascript:", re.sub("<bdi>.*?</bdi>", "", html))
    assert set(re.findall(r"https?://[^\s\"<]+", html)) <= {"http://www.w3.org/2000/svg"}


def test_numbers_and_charts_are_in_the_page(tmp_path: Path) -> None:
    answers: list[dict[str, Any]] = [{"specialty": "Dentist", "rating": 4.5, "rating_best": 5.0}] * 1_200
    pages = [{"status": "ok", "site": "s", "layout": "l", "warnings": ["body_cut"]}] * 1_200
    folder = made_dataset(tmp_path / "d", pages=pages, answers=answers, noise={"promo": 1_000_000})
    html = page_of(folder, "specialty")
    assert "<b>1,200</b>answers" in html
    assert "1,000,000" in html
    assert re.search(r'<svg [^>]*role="img" aria-label="Mean rating by specialty">', html)
    assert re.search(r'class="value">4\.50</text>', html)
    assert re.search(r"<bdi>Dentist</bdi></td><td class=n>1,200</td><td class=n>1,200</td><td class=n>4\.50</td>", html)
    assert "prefers-color-scheme: dark" in html
    assert 'name="viewport"' in html


def test_the_same_dataset_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = hostile(tmp_path)
    assert page_of(folder, "location") == page_of(folder, "location")


@pytest.mark.parametrize("by", [None, "specialty", "author_credentials"])
def test_an_empty_dataset_has_a_page(tmp_path: Path, by: str | None) -> None:
    html = page_of(made_dataset(tmp_path / "empty"), by)
    assert "No page has a warning." in html
    assert "Nothing was removed." in html


def test_a_text_in_a_table_has_160_characters() -> None:
    assert text("x" * 160) == f"<bdi>{'x' * 160}</bdi>"
    assert text("x" * 161) == f"<bdi>{'x' * 159}…</bdi>"


def test_the_whole_page_of_a_rich_dataset(rich_dataset: Path) -> None:
    same_as_expected("report/specialty.html", page_of(rich_dataset, "specialty").replace(CSS, "CSS"))


def test_the_whole_page_of_a_poor_dataset(tmp_path: Path) -> None:
    """One page, one answer: no layout, no specialty, no group, one year."""
    answer = {"body": "b", "rating": 3.0, "votes": 2, "answered_at": datetime(2020, 2, 29, tzinfo=UTC)}
    page = {"status": "ok", "site": "s", "url": "https://x.example/1"}
    folder = made_dataset(tmp_path / "poor", pages=[page], questions=[{"answers_found": 1}], answers=[answer])
    same_as_expected("report/poor.html", page_of(folder, "specialty").replace(CSS, "CSS"))
