"""Pages of web archives' replay servers: the address and the time inside, in records and in links."""

from datetime import UTC, datetime

import pytest

from qapipe import RawPage, parse_page
from qapipe.page.document import HtmlDocument
from qapipe.page.replays import original, replay_of

TIME = datetime(2015, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        (
            "https://web.archive.org/web/20150102030405id_/https://example.org/q/1?x=2#a",
            "https://example.org/q/1?x=2#a",
        ),
        ("http://web.archive.org/web/20150102030405/http:/example.org/q/1", "http://example.org/q/1"),
        ("https://web.archive.org/web/20150102030405/example.org/q", "http://example.org/q"),
        ("https://arquivo.pt/wayback/20150102030405/http://example.org/q", "http://example.org/q"),
        ("http://wayback.archive-it.org/1234/20150102030405/http://example.org/q", "http://example.org/q"),
        ("https://archive.ph/20150102030405/https://example.org/q", "https://example.org/q"),
        ("https://replay.example.com/20150102030405mp_/HTTPS://example.org/q", "https://example.org/q"),
        (
            "https://web.archive.org/web/20180102030405/https://web.archive.org/web/20150102030405if_/https://example.org/",
            "https://example.org/",
        ),
    ],
)
def test_address_and_time_inside(url: str, inside: str) -> None:
    assert replay_of(url) == (inside, TIME)


@pytest.mark.parametrize(
    ("archives", "url"), [(3, "https://a.example/"), (4, "https://arquivo.pt/2015/https://a.example/")]
)
def test_copies_of_copies_are_followed_three_times(archives: int, url: str) -> None:
    found = replay_of("https://arquivo.pt/2015/" * archives + "https://a.example/")
    assert found == (url, datetime(2015, 1, 1, tzinfo=UTC))


def test_short_times_are_the_beginning_of_what_they_name() -> None:
    assert replay_of("http://web.archive.org/web/2015/http://example.org/") == (
        "http://example.org/",
        datetime(2015, 1, 1, tzinfo=UTC),
    )
    assert replay_of("https://web.archive.org/web/20159902030405/https://example.org/q") == (
        "https://example.org/q",
        None,
    )


@pytest.mark.parametrize(
    "url",
    [None, "", "https://example.org/q/1", "https://web.archive.org/details/abc", "https://example.org/2015/10/http-errors",
     "https://example.org/20150102030405/a.b/c", "https://example.org/login/2015/https://example.org/",
     "https://example.org/?next=/20150102030405/https://example.org/x"],
)  # fmt: skip
def test_other_addresses_are_left_alone(url: str | None) -> None:
    assert replay_of(url) is None


def test_links_lead_to_the_pages_that_were_archived() -> None:
    page = HtmlDocument(
        '<link rel="canonical" href="https://web.archive.org/web/20150102030405/https://example.org/q/1">',
        "https://example.org/q/1?page=2",
    )
    assert page.declared_url == "https://example.org/q/1"
    assert page.absolute("/web/20150102030405/https://example.org/u/7") == "https://example.org/u/7"
    assert (
        page.absolute("https://web.archive.org/web/20150102030405im_/http://example.org/a.png")
        == "http://example.org/a.png"
    )
    assert page.absolute("/u/7?back=/http://example.org/") == "https://example.org/u/7?back=/http://example.org/"
    assert original("/q/1") == "/q/1"
    assert original("/web/20150102030405/HTTP://example.org/a") == "http://example.org/a"


def test_the_record_has_the_address_and_the_time_of_the_capture() -> None:
    body = b"""<html><head><title>Where do herons nest?</title></head><body>
    <div itemscope itemtype="https://schema.org/Question"><h1 itemprop="name">Where do herons nest?</h1>
    <span itemprop="answerCount">1</span><div itemprop="suggestedAnswer" itemscope itemtype="https://schema.org/Answer">
    <a itemprop="url" href="/web/20150102030405/https://birds.example/a/5">link</a>
    <p itemprop="text">In tall trees, many pairs together.</p>
    <span itemprop="dateCreated">3 days ago</span></div></div>"""
    replayed = parse_page(
        RawPage(body=body, url="https://web.archive.org/web/20150102030405/https://birds.example/q/1")
    )
    direct = parse_page(RawPage(body=body, url="https://birds.example/q/1", captured_at=TIME))
    assert (replayed.url, replayed.captured_at) == ("https://birds.example/q/1", TIME)
    assert (replayed.page_id, replayed.question_id) == (direct.page_id, direct.question_id)
    assert replayed.answers[0].url == "https://birds.example/a/5"
    assert replayed.answers[0].answered_at == datetime(2014, 12, 30, tzinfo=UTC)
    assert parse_page(RawPage(body=body, url="https://birds.example/q/1")).answers[0].answered_at is None


@pytest.mark.parametrize(
    ("url", "inside", "time"),
    [
        ("https://archive.today/2015.01.02-030405/https://example.org/q?x=2", "https://example.org/q?x=2", TIME),
        ("https://Archive.Today/2015.01.02-030405/HTTPS://example.org/q", "https://example.org/q", TIME),
        ("http://archive.is/2015.01.99-030405/http:/example.org/q", "http://example.org/q", None),
        ("https://web.archive.org/web/https://example.org/q/1", "https://example.org/q/1", None),
        ("https://web.archive.org/web/id_/http://example.org/q/1", "http://example.org/q/1", None),
        (
            "http://webcache.googleusercontent.com/search?hl=en&q=cache:Ab_1-x:https://example.org/q/1+loom&cd=1",
            "https://example.org/q/1",
            None,
        ),
        ("https://webcache.googleusercontent.com/search?q=cache:https://example.org/q", "https://example.org/q", None),
    ],
)
def test_copies_with_another_time_or_none(url: str, inside: str, time: datetime | None) -> None:
    assert replay_of(url) == (inside, time)


@pytest.mark.parametrize(
    "url",
    [
        "https://archive.today/aB3xZ",
        "https://archive.example.org/web/https://example.org/q",
        "https://example.org/?next=https://web.archive.org/web/https://example.org/q",
        "https://webcache.googleusercontent.com/search?q=looms+https://example.org",
        "https://web.archive.org/web/",
    ],
)
def test_other_pages_of_archives(url: str) -> None:
    assert replay_of(url) is None
