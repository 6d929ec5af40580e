"""What a site says of itself, and layouts that are given HTML alone."""

import pytest

from qapipe.page.document import HtmlDocument, TextDocument
from qapipe.readers.site import Layout, Reading, Site, html_layout
from qapipe.records.plain import Question

READING = Reading(Question(title="Why does it creak?"))
LAYOUT = html_layout("page", "pages of questions", lambda document: document.body is not None, lambda _: READING)


@pytest.mark.parametrize(
    ("document", "is_own"),
    [(HtmlDocument("<p>x"), True), (HtmlDocument("<frameset>"), False), (TextDocument("x"), False)],
)
def test_a_layout_of_html_recognises_html_alone(document: HtmlDocument | TextDocument, *, is_own: bool) -> None:
    assert LAYOUT.recognises(document) is is_own


def test_a_layout_of_html_reads_html_alone() -> None:
    assert LAYOUT.read(HtmlDocument("<p>x")) is READING
    with pytest.raises(TypeError, match="the layout page is one of HTML pages"):
        LAYOUT.read(TextDocument("x"))


@pytest.mark.parametrize(
    ("host", "is_own"),
    [
        ("looms.example", True), ("m.looms.example", True), ("de.m.looms.example", True), ("yarn.example", True),
        ("myloom.example", False), ("allooms.example", False), ("looms.example.net", False), ("example", False),
        ("", False),
    ],
)  # fmt: skip
def test_the_hosts_of_a_site_are_its_domains_and_those_below(host: str, *, is_own: bool) -> None:
    hosts = ("looms.example", "yarn.example")
    assert Site("looms", "a forum", (LAYOUT,), hosts).owns(host) is is_own
    assert not Site("looms", "a forum", (LAYOUT,)).owns(host)


def test_what_a_site_says_unless_it_says_otherwise() -> None:
    site = Site("looms", "a forum", (Layout("page", "pages", lambda _: True, lambda _: READING),))
    assert (site.hosts, site.software, site.fallback, site.reads_text, site.elsewhere) == ((), False, False, False, ())
    assert (site.refuses(TextDocument("x")), site.question_key("https://looms.example/q/1")) == (None, None)
    assert Reading(Question(title="Why does it creak?"), [], None, set(), [], None, declares_all=True) == READING
