"""Pages of script applications: the thread is not in what was captured, and the ledger says so."""

import json

import pytest

from qapipe import RawPage, parse_page

URL = "https://forum.example.org/t/which-glue-holds-slate/77"
HEAD = '<!doctype html><html lang="en"><head><title>Which glue holds slate? - Roofers forum</title>%s</head>'
POSTS = [f"Reply number {number}: an epoxy with sand in it, and two hours of patience." for number in range(6)]


def reason_of(html: str, url: str | None = URL) -> str | None:
    record = parse_page(RawPage(body=html.encode(), url=url, media_type="text/html"))
    assert record.status in ("not_qa", "ok", "partial")
    return record.reason


@pytest.mark.parametrize(
    "body",
    [
        '<body><div id="app"></div><script src="/assets/app.js"></script></body>',
        f'<body><div id="app">Loading…</div><script>window.state = {json.dumps(POSTS)}</script></body>',
        '<body><noscript>JavaScript is needed to read this.</noscript><script type="module" src="/x.mjs"></script>',
        '<link rel="preload" as="script" href="/app.js"><body><section id="main"></section></body>',
    ],
)
def test_threads_in_scripts_alone(body: str) -> None:
    assert reason_of(HEAD % "" + body) == "needs_rendering"


@pytest.mark.parametrize(
    ("path", "names"), [("/Topic/7", True), ("/x?do=ASK", True), ("/task/7", False), ("/asked/7", False)]
)
def test_words_of_forums_in_the_address_count_in_any_case(path: str, names: bool) -> None:
    html = '<title>Slate</title><body><div id="app"></div><script src="/app.js"></script>'
    assert (reason_of(html, f"https://slate.example.org{path}") == "needs_rendering") is names


def test_a_discussion_of_which_only_the_markup_has_the_title() -> None:
    markup = json.dumps({"@type": "DiscussionForumPosting", "headline": "Which glue holds slate?", "author": "Ada"})
    head = HEAD % f'<script type="application/ld+json">{markup}</script>'
    assert reason_of(f'{head}<body><div id="app"></div><script src="/a.js"></script></body>', None) == "needs_rendering"


def test_pages_with_text_of_their_own_do_not_need_it() -> None:
    words = "The roof was redone in May, and nothing has leaked since. " * 5
    assert reason_of(f'{HEAD % ""}<body><p>{words}</p><script src="/a.js"></script></body>') == "no_question"


def test_nor_do_pages_that_are_no_forum_or_have_no_script() -> None:
    shell = (
        '<html><head><title>Slate</title></head><body><div id="app"></div><script src="/a.js"></script></body></html>'
    )
    assert reason_of(shell, "https://example.org/slate") == "no_question"
    assert reason_of(f"{HEAD % ''}<body><p>Closed for the holidays.</p></body>") == "no_question"
