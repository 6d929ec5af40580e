"""Whether posts are a thread, and whether somebody asks in it: pages that differ in one sign."""

from datetime import UTC, datetime

import pytest

import qapipe
from generators.threads import thread_page
from qapipe.page.document import HtmlDocument
from qapipe.readers.forum_page import needs_rendering
from qapipe.readers.posts import Post, Thread
from qapipe.readers.verdict import (
    AGAINST,
    asks,
    is_lone_question,
    is_thread,
    question_signs,
    reason_of,
    thread_features,
    weigh,
)
from qapipe.records.reasons import Reason

PLAIN_HEAD = "<title>Looms</title>"
DISCUSSIONS = (1, 2, 3, 5, 7, 9, 11)
"""Seeds of pages on which nothing but title and first post says that somebody asks."""


def verdict(seed: int, title: str) -> tuple[str, str | None]:
    """What becomes of a thread with another title, and without any question in its first post."""
    page = thread_page(seed)
    body = page.body.decode().replace(page.expected["question"]["title"], title).replace("<b>Has</b>", "Has")
    body = body.replace("Has anybody here seen", "I have seen").replace("what did you do about it?", "that was it.")
    record = qapipe.parse_page(qapipe.RawPage(body=body.encode(), url="https://trades.example/t/9"))
    return record.status, record.reason


@pytest.mark.parametrize("seed", DISCUSSIONS)
@pytest.mark.parametrize("title", ["Looms in winter?", "冬天的织机？", "How to keep looms dry", "Which oil for looms"])
def test_a_title_that_asks_makes_a_question(seed: int, title: str) -> None:
    assert verdict(seed, title) == ("ok", None)


@pytest.mark.parametrize("seed", DISCUSSIONS)
@pytest.mark.parametrize("title", ["My new workshop", "Looms in winter", "Photographs of the fair"])
def test_threads_in_which_nobody_asks_are_discussions(seed: int, title: str) -> None:
    assert verdict(seed, title) == ("not_qa", "discussion")


@pytest.mark.parametrize(
    ("title", "body", "signs"),
    [
        ("Looms?", "They drift.", {"title_mark"}),
        ("织机？", "They drift.", {"title_mark"}),
        ("Looms", "Do they drift?", {"first_mark"}),
        ("Looms", "他们？", {"first_mark"}),
        ("Looms", "They drift.", set()),
        ("Looms", "x" * 2_000 + "?", set()),
        ("Looms", "x" * 1_999 + "?", {"first_mark"}),
    ],
)
def test_marks_of_a_question(title: str, body: str, signs: set[str]) -> None:
    thread = Thread("thread", title=title, question=Post(body))
    found = question_signs(HtmlDocument("<p>x", "https://a.example/t/1"), thread)
    assert {name for name, holds in found.items() if holds and name.endswith("_mark")} == signs


@pytest.mark.parametrize(
    ("body", "signs"),
    [
        ("They drift. Any advice welcome.", {"first_words"}),
        ("Do they drift? Any advice welcome.", {"first_mark"}),
        ("They drift.", set()),
    ],
)
def test_words_that_ask_are_looked_for_where_nothing_shorter_does(body: str, signs: set[str]) -> None:
    thread = Thread("thread", title="Looms", question=Post(body))
    found = question_signs(HtmlDocument("<p>x", "https://a.example/t/1"), thread)
    assert {name for name, holds in found.items() if holds} == signs


@pytest.mark.parametrize("title", ["Do looms drift?", "Why looms drift"])
def test_what_takes_longest_is_not_looked_for_where_a_title_asks(monkeypatch: pytest.MonkeyPatch, title: str) -> None:
    looked_at: list[str] = []

    def paths(_: HtmlDocument) -> list[str]:
        looked_at.append("paths")
        return []

    monkeypatch.setattr("qapipe.readers.verdict.seeks_help", looked_at.append)
    monkeypatch.setattr("qapipe.readers.verdict._paths", paths)
    page = HtmlDocument("<p>x", "https://a.example/t/1")
    assert reason_of(page, Thread("thread", title=title, question=Post("They drift."))) is None
    assert question_signs(page, Thread("thread", title=title, question=Post("They drift.")))
    assert looked_at == []
    assert reason_of(page, Thread("thread", title="Looms", question=Post("They drift."))) is Reason.DISCUSSION
    assert looked_at == ["Looms\nThey drift.", "paths"]


@pytest.mark.parametrize(
    ("path", "holds"),
    [
        ('<ul class="breadcrumbs"><li><a>Looms</a><li><a>Help &amp; Support</a></ul>', True),
        ('<div id="crumbs"><a>Вопросы</a></div>', True),
        ('<ol itemtype="https://schema.org/BreadcrumbList"><li>Ask the weaver</ol>', True),
        ('<ul class="breadcrumbs"><li><a>Looms</a><li><a>Travels</a></ul>', False),
        ('<ul class="menu"><li><a>Help</a></ul>', False),
        ('<i class="crumb">Looms</i>' * 4 + '<i class="crumb">Help</i>', False),
        ('<i class="crumb">Looms</i>' * 3 + '<i class="crumb">Help</i>', True),
    ],
)
def test_a_thread_in_a_part_of_a_forum_for_help_is_a_question(path: str, *, holds: bool) -> None:
    thread = Thread("thread", title="Looms", question=Post("They drift."))
    assert (reason_of(HtmlDocument(path, "https://a.example/t/1"), thread) is None) is holds


@pytest.mark.parametrize(
    ("path", "holds"),
    [
        ('<span class="navbar"><a>Looms</a> &gt; <a>Help</a></span>', True),
        ('<div class="navigate_section"><a>Looms</a> » <a>Help</a></div>', True),
        ('<div id="pt"><a>Looms</a> › <a>Questions</a></div>', True),
        ('<div class="navbar"><a>Looms</a> <a>Help</a></div>', False),
        ('<div class="navbar"><a>Looms</a> &gt; <a>Travels</a></div>', False),
    ],
)
def test_a_path_that_is_called_as_menus_are_has_separators(path: str, *, holds: bool) -> None:
    thread = Thread("thread", title="Looms", question=Post("They drift."))
    assert (reason_of(HtmlDocument(path, "https://a.example/t/1"), thread) is None) is holds


@pytest.mark.parametrize(
    ("html", "url", "holds"),
    [
        (PLAIN_HEAD, "https://a.example/forum/1", True), ("<title>Weavers' forum</title>", None, True),
        (PLAIN_HEAD, "https://a.example/1", False), (PLAIN_HEAD, None, False),
    ],
)  # fmt: skip
def test_a_verb_in_a_title_asks_in_a_forum(html: str, url: str | None, *, holds: bool) -> None:
    thread = Thread("thread", title="My loom is up", question=Post("They drift."))
    assert question_signs(HtmlDocument(html, url), thread)["title_words"] is holds


def test_a_tag_of_questions_is_a_sign() -> None:
    page = HtmlDocument("<p>x", "https://a.example/t/1")
    for topics in (["linen", "unanswered-questions"], ["linen"]):
        thread = Thread("thread", title="Looms", question=Post("They drift."), topics=topics)
        assert (reason_of(page, thread) is None) is (len(topics) == 2)


WHY = Thread("thread", title="Why looms drift?", question=Post("Do they?"))
FORUM_HEAD, PLAIN = "<title>Weavers' forum</title>", PLAIN_HEAD


@pytest.mark.parametrize(
    ("html", "url", "against"),
    [
        (PLAIN, "https://a.example/1", "comments"), (PLAIN, None, "comments"),
        (FORUM_HEAD, "https://a.example/1", None), (PLAIN, "https://a.example/forum/1", None),
        (PLAIN, "https://a.example/browse/LOOM-1", None), (PLAIN, "https://a.example/bugs/1", None),
        (FORUM_HEAD, "https://a.example/news/1", "article"), (PLAIN, "https://a.example/2021/03/why-looms", "article"),
        (PLAIN, "https://support.a.example/hc/articles/1", "article"), (PLAIN, "https://blog.a.example/1", "article"),
        (FORUM_HEAD, "https://a.example/x/pull/7", "proposal"),
    ],
)  # fmt: skip
def test_comments_below_a_text_are_asked_by_a_forum_alone(html: str, url: str | None, against: str | None) -> None:
    page = HtmlDocument(html, url)
    signs = question_signs(page, WHY, {"commented": 1.0})
    assert {name for name in AGAINST if signs.get(name)} == ({against} if against else set())
    assert asks(signs) is (against is None)
    assert reason_of(page, WHY, {"commented": 1.0}) is (Reason.DISCUSSION if against else None)
    assert (reason_of(page, WHY) is None) is (against != "proposal")


def thread_of(title: str, asker: str | None, body: str, *authors: str) -> Thread:
    """A thread whose authors are given by the addresses of their profiles."""
    asked = Post(body, asker and "Ada", author_url=asker)
    return Thread(
        "thread", title=title, question=asked, answers=[Post("They do.", "Bo", author_url=a) for a in authors]
    )


@pytest.mark.parametrize(
    ("thread", "peers", "holds"),
    [
        (thread_of("Why looms drift?", "/u/ada", "Mine does.", "/u/bo", "/u/cy"), 0, True),
        (thread_of("Why looms drift?", "/u/ada", "Mine does.", "/u/bo", "/u/cy", "/x/d"), 0, True),
        (thread_of("Why looms drift?", "/u/ada", "Mine does.", "/u/bo", "/x/cy", "/x/d"), 0, False),
        (thread_of("Why looms drift?", "/author/ada", "Mine does.", "/u/bo", "/u/cy"), 0, False),  # an article
        (thread_of("Why looms drift?", "/author/ada", "Mine does.", "/u/bo", "/u/cy"), 1, True),
        (thread_of("Why looms drift?", None, "Mine does.", "/u/bo", "/u/cy"), 1, False),
        (thread_of("Why looms drift", "/u/ada", "Does it?", "/u/bo", "/u/cy"), 1, False),
        (thread_of("Why looms drift?", "/u/ada", "Does it?", "/u/bo"), 1, False),
        (thread_of("Why looms drift?", "/u/ada", "Mine does." * 150, "/u/bo", "/u/cy"), 1, True),
        (thread_of("Why looms drift?", "/u/ada", "Mine does." * 151, "/u/bo", "/u/cy"), 1, False),
    ],
)  # fmt: skip
def test_comments_below_the_question_of_a_member(thread: Thread, peers: int, *, holds: bool) -> None:
    boxes = {"commented": 1.0, "peers": float(peers)}
    assert (reason_of(HtmlDocument(PLAIN, "https://a.example/1"), thread, boxes) is None) is holds
    assert reason_of(HtmlDocument(PLAIN, "https://a.example/news/1"), thread, boxes) is Reason.DISCUSSION


def test_markup_of_a_question_holds_in_spite_of_comments_and_of_an_address() -> None:
    marked = Thread("json_ld", title="Why looms drift?", question=Post("Do they?"), asks=True)
    assert reason_of(HtmlDocument(PLAIN, "https://a.example/news/1"), marked, {"commented": 1.0}) is None
    path = f'{PLAIN}<ul class="crumbs">Help</ul>'
    assert reason_of(HtmlDocument(path, "https://a.example/1"), WHY, {"commented": 1.0}) is None
    assert reason_of(HtmlDocument(path, "https://a.example/news/1"), WHY, {"commented": 1.0}) is Reason.DISCUSSION


@pytest.mark.parametrize(
    ("title", "body", "url", "holds"),
    [
        ("FS: loom, which needs a reed", "Any questions?", "https://a.example/t/1", False),
        ("FS: loom or reed?", "Mine.", "https://a.example/t/1", True),
        ("FS: loom", "Mine.", "https://a.example/help/1", True),
        ("Loom or reed for sale", "Any questions?", "https://a.example/t/1", True),
    ],
)
def test_a_title_that_names_another_kind_of_post(title: str, body: str, url: str, *, holds: bool) -> None:
    thread = Thread("thread", title=title, question=Post(body))
    assert (reason_of(HtmlDocument("<p>x", url), thread) is None) is holds


@pytest.mark.parametrize(
    ("url", "listing"),
    [
        ("https://a.example/search.php?keywords=loom", 1), ("https://a.example/forum/search/9/", 1),
        ("https://a.example/questions/tagged/loom", 1), ("https://a.example/memberlist.php", 1),
        ("https://a.example/members/olaf.7/", 1), ("https://a.example/latest", 1),
        ("https://a.example/questions/7/how-to-search", 0), ("https://a.example/t/research/7", 0), (None, 0),
    ],
)  # fmt: skip
def test_addresses_of_lists(url: str | None, listing: float) -> None:
    assert thread_features(HtmlDocument("<p>x", url), Thread("thread", title="x"), {})["listing"] == listing


def test_an_accepted_answer_is_a_sign_of_a_question() -> None:
    page = HtmlDocument("<p>x", "https://a.example/t/1")
    for accepted in (True, None, False):
        thread = Thread("thread", title="Looms", question=Post("x"), answers=[Post("a"), Post("b", accepted=accepted)])
        assert question_signs(page, thread)["markup"] is bool(accepted)
    assert question_signs(page, Thread("microdata", title="Looms", asks=True))["markup"]


@pytest.mark.parametrize(
    ("html", "url", "thread"),
    [
        ("", "https://a.example/t/1", Thread("thread", title="Looms?", question=Post("x"))),
        ("", "https://a.example/t/1", Thread("thread", title="Why looms drift", question=Post("x"))),
        ("", "https://a.example/t/1", Thread("thread", title="Looms", question=Post("Do they?"))),
        ("", "https://a.example/t/1", Thread("thread", title="Looms", question=Post("x"), asks=True)),
        ("", "https://a.example/questions/1", Thread("thread", title="Looms", question=Post("x"))),
        ("<TITLE class=a>Looms - Weavers' help</TITLE>", None, Thread("thread")),
    ],
)
def test_one_sign_of_a_question_is_enough(html: str, url: str | None, thread: Thread) -> None:
    assert reason_of(HtmlDocument(html, url), thread) is None
    signs = question_signs(HtmlDocument(html, url), thread)
    assert sum(signs.values()) == 1, signs
    quiet = Thread("thread", title="Looms", question=Post("They drift. How odd that is."))
    assert reason_of(HtmlDocument("<title>Looms</title><p>help", "https://a.example/t/1"), quiet) is Reason.DISCUSSION


@pytest.mark.parametrize(
    ("days", "rising"),
    [([], 0.0), ([3], 0.0), ([3, 3], 1.0), ([3, 4], 1.0), ([4, 3], -1.0), ([1, 2, 3, 4, 5, 1], 1.0),
     ([1, 2, 3, 4, 1], 0.0), ([1, 2, 1], -1.0), ([1, None, 2], 1.0), ([2, 1] * 9 + [2, 3, 4], 0.0)],
)  # fmt: skip
def test_dates_that_rise_are_a_sign_of_a_thread(days: list[int | None], rising: float) -> None:
    """In four of five steps; if in about half of them, they say nothing."""
    answers = [Post("a", date=datetime(2024, 5, day, tzinfo=UTC) if day else None) for day in days]
    found = thread_features(HtmlDocument("<p>x"), Thread("thread", question=Post("x"), answers=answers), {})
    assert found["rising"] == rising


def test_weights_are_summed_over_what_is_known() -> None:
    assert weigh({"a": 2.0, "b": 1.0, "other": 9.0}, {"a": 0.5, "b": -3.0, "c": 7.0}) == -2.0


@pytest.mark.parametrize(
    ("head", "signs"),
    [
        ("<TITLE>Weavers' Forum</TITLE>", {"title"}),
        ("<svg><title>x</title></svg><title>Weavers' Community</title>", {"title"}),
        ("<title>Looms</title>", set()),
        ("<title>Станок - Форум ткачей</title>", {"title"}),
        ("<title>Ткацкий станок</title>", set()),
        ("<title>织机_问答</title>", {"title"}),
        ("<title>Foro de telares</title>", {"title"}),
        ("<title>Aforo del taller</title>", set()),
        ("<title>직기 : 지식</title>", {"title"}),
        ("<title> Ask weavers: my loom</title>", {"title"}),
        ("<title>To ask weavers: my loom</title>", set()),
        ('<a itemtype="https://Schema.org/Question">', {"head"}),
        ('<meta name="Generator" content="phpBB">', {"head"}),
        ('<meta name="generator" content="Press">', set()),
        ('<meta property="og:type" content="Article">', {"other"}),
        ('<meta property="og:type" content="website">', set()),
        ('{"@type": "NewsArticle"}', {"other"}),
        ('<p itemtype="http://schema.org/BlogPosting">', {"other"}),
    ],
)
def test_what_the_head_names_in_any_case(head: str, signs: set[str]) -> None:
    found = thread_features(HtmlDocument(head, "https://a.example/1"), Thread("thread", title="x"), {})
    assert {name for name in ("head", "title", "other") if found[name]} == signs


@pytest.mark.parametrize(
    ("features", "holds"),
    [
        ("address authors undated posts", True),
        ("address authors undated", False),
        ("head title member cards votes", True),
        ("head title member cards", False),
        ("authors profiles rising comments nested", True),
        ("authors rising comments nested", False),
        ("address authors share profiles votes headings", True),
        ("address authors share votes headings", False),
        ("address title authors share listed", True),
        ("address title authors listed", False),
        ("address title authors other short", True),
        ("address authors other", False),
        ("address authors share profiles links rising", True),
        ("address authors share links rising article", False),
        ("address authors article", False),
        ("address links share", False),
        ("authors profiles short", False),
        ("authors posts", False),
        ("address title authors profiles share member posts", True),
        ("address title authors profiles share member posts titled", False),
        ("address title authors profiles share member posts listing", True),
        ("address title authors profiles share listing", False),
        ("address title authors profiles", True),
        ("address title authors profiles alone", False),
    ],
)
def test_posts_that_are_just_a_thread_and_just_none(features: str, holds: bool) -> None:
    """The sum of the weights is within one of the least: each of these signs decides."""
    assert is_thread({"always": 1.0, **dict.fromkeys(features.split(), 1.0)}) is holds


@pytest.mark.parametrize(
    ("features", "holds"),
    [
        ("address head", True), ("address title", True), ("head title", True), ("address head title", True),
        ("address", False), ("head", False), ("title", False), ("address head other", False),
        ("address head article", False), ("address head listing", False),
    ],
)  # fmt: skip
def test_a_post_alone_is_a_question_on_two_signs_of_a_forum(features: str, holds: bool) -> None:
    known = dict.fromkeys(("address", "head", "title", "other", "article", "listing"), 0.0)
    assert is_lone_question(known | dict.fromkeys(features.split(), 1.0)) is holds


NAME = "https://a.example/1"
ONE = Thread(
    "thread", answers=[Post("x" * 60, author="Ada", author_url="https://a.example/ada", votes=0), Post("y" * 60)]
)


@pytest.mark.parametrize("name", (
    "newsarticle article product recipe blogposting reportagenewsarticle howto faqpage itemlist podcastseries"
).split())  # fmt: skip
def test_types_of_other_pages(name: str) -> None:
    for spelled, known in ((f'"{name}"', 1.0), (f'"{name.upper()}"', 1.0), (name, 0.0)):
        assert thread_features(HtmlDocument(f"<p>{spelled}"), ONE, {})["other"] == known


def test_classes_are_no_types_of_other_pages() -> None:
    assert thread_features(HtmlDocument('<p class="article"><p id="product">'), ONE, {})["other"] == 0.0
    assert thread_features(HtmlDocument('<p class="article">{"@type":"Article"}'), ONE, {})["other"] == 1.0


@pytest.mark.parametrize("head", [
    '<p itemtype="schema.org/product">', '<p itemtype="schema.org/recipe">', '<p itemtype="schema.org/blogposting">',
    '<p itemtype="schema.org/newsarticle">', '<meta property="og:type" content="product">',
])  # fmt: skip
def test_types_of_other_pages_in_attributes(head: str) -> None:
    assert thread_features(HtmlDocument(head), ONE, {})["other"] == 1.0


@pytest.mark.parametrize("head", [
    '<a itemtype="schema.org/QAPage">', '<a itemtype="schema.org/DiscussionForumPosting">',
    '<a itemtype="schema.org/Answer">', '{"@type": "Question"}', '<meta name="generator" content="Discourse 3.1">',
])  # fmt: skip
def test_types_and_generators_of_forums(head: str) -> None:
    found = thread_features(HtmlDocument(head), ONE, {})
    assert (found["head"], found["title"], found["address"], found["other"]) == (1.0, 0.0, 0.0, 0.0)


def test_the_head_of_a_page_is_its_first_20000_bytes() -> None:
    sign = '"newsarticle""question"<title>Weavers\' Forum'
    for size, known in ((20_000, 1.0), (19_999, 1.0), (20_001, 0.0)):
        page = HtmlDocument(" " * (size - len(sign)) + sign)
        found = thread_features(page, ONE, {})
        assert (found["title"], question_signs(HtmlDocument(sign), ONE)["site"]) == (known, False)
    late = HtmlDocument(" " * 19_990 + "<title>Help")
    assert not question_signs(late, ONE)["site"]
    assert question_signs(HtmlDocument(" " * 19_989 + "<title>Help"), ONE)["site"]


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/forum/1",
        "https://groups.example/g/looms/c/Ab12",
        "https://a.example/Topic-1",
        "https://a.example/qa",
        "https://a.example/qna/1",
        "https://a.example/test/read.cgi/loom/1/",
        None,
        NAME,
    ],
)
def test_addresses_of_forums(url: str | None) -> None:
    assert thread_features(HtmlDocument("<p>x", url), ONE, {})["address"] == float(url not in (None, NAME))


def test_shares_of_the_answers() -> None:
    found = thread_features(HtmlDocument("<p>x"), ONE, {"share": 0.3})
    assert {name: value for name, value in found.items() if value} == {
        "always": 1.0, "authors": 0.5, "profiles": 0.5, "votes": 1.0, "share": 0.3,
    }  # fmt: skip
    none = thread_features(HtmlDocument("<p>x"), Thread("thread"), {})
    assert {name: value for name, value in none.items() if value} == {"always": 1.0, "short": 1.0}
    reply = Post("x" * 59)
    reply.parent = reply
    found = thread_features(HtmlDocument("<p>x"), Thread("thread", answers=[reply]), {})
    assert (found["nested"], found["short"], found["votes"]) == (1.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("asked", "answer", "article"),
    [(1_500, 10, 0.0), (1_501, 10, 1.0), (1_501, 375, 1.0), (1_600, 400, 0.0), (1_601, 400, 1.0)],
)
def test_what_is_as_long_as_an_article(asked: int, answer: int, article: float) -> None:
    thread = Thread("thread", question=Post("x" * asked), answers=[Post("y" * answer)] * 2)
    assert thread_features(HtmlDocument("<p>x"), thread, {})["article"] == article


FORUM = "<title>Slate - Roofers forum</title>"
"""A head that names a forum."""


@pytest.mark.parametrize(
    ("html", "url", "needs"),
    [
        (f"{FORUM}<body><script src=a.js></script>", NAME, True),
        ("<title>Slate</title><body><script src=a.js></script>", "https://a.example/topic/1", True),
        ("<title>Slate</title><body>\"question\"<script>a()</script>", NAME, True),
        ("<title>Slate</title><body><script src=a.js></script>", NAME, False),
        ("<title>Slate</title><body><script src=a.js></script>", None, False),
        (f"{FORUM}<body>a description", NAME, False),
        (f"{FORUM}<body><script type=text/javascript>a()</script>", NAME, True),
        (f"{FORUM}<body><script type=module>a()</script>", NAME, True),
        (f"{FORUM}<body><script type=application/ld+json>1</script>", NAME, False),
        (f"{FORUM}<link as=script href=a.js><body>x", NAME, True),
        (f"{FORUM}<link rel=modulepreload href=script.js><body>x", NAME, True),
        (f"{FORUM}<body><script>a()</script>" + "ab " * 99 + "c", NAME, True),
        (f"{FORUM}<body><script>a()</script>" + "ab " * 100, NAME, False),
        (f"{FORUM}<body><script>a()</script><style>{'x' * 300}</style>", NAME, True),
        (f"{FORUM}<body><script>a()</script><noscript>{'x' * 300}</noscript>", NAME, True),
        ('<svg><title>x</title></svg><title>Forum</title><body><script>a()</script>', NAME, False),
    ],
)  # fmt: skip
def test_pages_whose_text_scripts_put_together(html: str, url: str | None, needs: bool) -> None:
    assert needs_rendering(HtmlDocument(html, url)) is needs
