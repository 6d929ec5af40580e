"""The report's page in a browser, by ``make test-browser``: nothing runs or is loaded, and it fits a phone."""

import json
import os
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from qapipe.dataset.report.counting import make_report
from qapipe.dataset.report.page import report_page
from support.browser import Server, dom_of, screenshot, serving
from support.made_dataset import made_dataset

pytestmark = pytest.mark.skipif("QAPIPE_BROWSER" not in os.environ, reason="run by `make test-browser`")

RUN = "document.documentElement.dataset.owned=1"
HARNESS = """<!doctype html><meta charset=utf-8><iframe src=/report style="width:390px;height:800px;border:0"></iframe>
<script>onload = () => { const page = document.querySelector("iframe").contentDocument;
  document.body.dataset.found = JSON.stringify({ width: page.documentElement.scrollWidth,
    scripts: page.scripts.length, owned: page.documentElement.dataset.owned || null, title: page.title,
    widest: Math.max(...[...page.querySelectorAll("svg, section")].map(one => one.getBoundingClientRect().right)),
    bars: page.querySelectorAll("svg .bar rect").length, text: page.body.innerText }); };</script>"""


def evil(home: str) -> str:
    """A text that takes over a page which shows it as it is."""
    return (
        f"\x1b]0;owned\x07\u202egnihton</td></bdi></title></style></svg><script>{RUN}</script>"
        f"<img src={home}/leak onerror={RUN}>"
        f"<svg onload={RUN}><link rel=stylesheet href={home}/leak.css>"
    )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A report on a dataset full of hostile texts, and pages that show that these texts would work."""
    pages: dict[str, str] = {}
    with serving(pages) as server:
        text = evil(server.home)
        page = {"site": text, "layout": text, "url": text, "status": "not_qa", "reason": text, "warnings": [text]}
        answer: dict[str, Any] = {"rating": 4.0, "rating_best": 5.0, "body": text}
        specialties = [text, "x" * 1_000_000, "\u05d0" * 60, "Dentist", *(f"Specialty number {n}" for n in range(30))]
        folder = made_dataset(
            tmp_path_factory.mktemp("d") / "made",
            pages=[page],
            questions=[{"title": "T" * 1_000_000, "answers_found": 3}],
            answers=[{**answer, "specialty": one, "location": one} for one in specialties],
            noise={text: 3},
        )
        html = report_page(make_report(folder, "specialty"))
        policy = re.findall(r"<meta http-equiv=.*?>", html)[0]
        pages["/report"] = html
        pages["/harness"] = HARNESS
        pages["/naked"] = f"<!doctype html><html><body>{text}"
        pages["/policy"] = f"<!doctype html><html><head>{policy}</head><body>{text}"
        yield server


def test_the_hostile_text_works_where_nothing_stops_it(server: Server) -> None:
    """Otherwise the tests below could not fail."""
    server.asked.clear()
    assert 'data-owned="1"' in dom_of(f"{server.home}/naked")
    assert "/leak" in server.asked


def test_the_policy_alone_stops_it(server: Server) -> None:
    server.asked.clear()
    assert "data-owned" not in dom_of(f"{server.home}/policy")
    assert [path for path in server.asked if "leak" in path] == []


def test_the_report_runs_and_loads_nothing_and_fits_a_phone(server: Server) -> None:
    server.asked.clear()
    dom = dom_of(f"{server.home}/harness")
    [found] = re.findall(r'data-found="([^"]*)"', dom)
    page = json.loads(unescape(found))
    assert (page["owned"], page["scripts"], page["title"]) == (None, 0, "Dataset report")
    assert set(server.asked) <= {"/harness", "/report", "/favicon.ico"}
    assert page["width"] == 390
    assert page["widest"] <= 390
    assert page["bars"] > 30
    assert f"<script>{RUN}</script>" in page["text"]
    assert "\\x1b]0;owned\\x07\\u202egnihton" in page["text"]
    assert "\u202e" not in page["text"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_drawn_in_light_and_dark(server: Server, tmp_path: Path, scheme: str) -> None:
    flags = ["--blink-settings=preferredColorScheme=0"] if scheme == "dark" else []
    image = screenshot(f"{server.home}/report", tmp_path / "page.png", "--window-size=1200,900", *flags)
    data = image.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert len(data) > 20_000
