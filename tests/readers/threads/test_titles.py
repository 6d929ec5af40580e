"""The title of a thread: the heading that the page's title repeats, without labels; else the text that does."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.titles import title_of

SAID = "<title>Why does my loom drift? - Loom forum</title>"


def title(html: str) -> tuple[str | None, int | None]:
    document = HtmlDocument(html)
    assert document.body is not None
    return title_of(document, arrays_of(document)[0])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # headings
        ("<p>x</p><h1>Why does my loom drift?</h1>", ("Why does my loom drift?", 1)),
        ("<h2>Why does my loom drift?</h2>", ("Why does my loom drift?", 0)),
        ("<h3>Why does my loom drift?</h3>", ("Why does my loom drift?", 0)),
        ("<h1>Loom forum</h1><h2>Why does my loom drift?</h2>", ("Why does my loom drift?", 1)),
        ("<h2>my loom drift</h2><h2>Why does my loom</h2>", ("Why does my loom", 1)),
        ("<h1>Why does my loom drift?</h1><h1>Why does my loom drift?</h1>", ("Why does my loom drift?", 0)),
        ("<nav><h1>Why does my loom drift?</h1></nav><h2>Loom forum</h2>", ("Loom forum", 1)),
        ("<h1>Why</h1><p>Why does my loom drift?</p>", ("Why does my loom drift?", 1)),
        ("<h1>Why does</h1><p>x</p>", ("Why does", 0)),
        # a heading with more in it
        ("<h1>Topic: Why does my loom drift?</h1>", ("Why does my loom drift?", 0)),
        ("<h1>Question : Why does my loom drift? (5 views)</h1>", ("Why does my loom drift?", 0)),
        ("<h1>“Why does my loom drift?”</h1>", ("“Why does my loom drift?”", 0)),
        ("<h1>Why does my loom drift?! (Read 1,204 times)</h1>", ("Why does my loom drift?!", 0)),
        ("<h1>Re: Why does my loom drift?</h1>", ("Why does my loom drift?", 0)),
        ("<h1>Reed: Why does my loom drift?</h1>", ("Reed: Why does my loom drift?", 0)),
        ("<h1>Why does my loom drift? (solved)</h1>", ("Why does my loom drift? (solved)", 0)),
        ("<h1>Why does my loom drift? (so far)</h1>", ("Why does my loom drift? (so far)", 0)),
        ("<h1><i>#12</i> Why does my loom drift?</h1>", ("Why does my loom drift?", 0)),
        ("<h1>#12 Why does my loom drift?</h1>", ("#12 Why does my loom drift?", 0)),
        ("<h1>Why does my loom drift? #12 </h1>", ("Why does my loom drift?", 0)),
        ("<h1>Why does my loom drift? <button>Share</button></h1>", ("Why does my loom drift?", 0)),
        ("<h1>Why does my loom drift? by Ada</h1>", ("Why does my loom drift?", 0)),
        ("<h1>Looms &gt; Drifts &gt; Why does my loom drift?</h1>", ("Why does my loom drift?", 0)),
        ("<h1>Topics: Why does my loom drift?</h1>", ("Topics: Why does my loom drift?", 0)),
        # labels
        ("<h1><span class=label>Solved</span> Why does my loom drift?</h1>", ("Why does my loom drift?", 0)),
        ("<h1><span class='x status-y'><i>Open</i></span>Why does my loom drift?</h1>", ("Why does my loom drift?", 0)),
        ("<h1><span class=labels>Open</span> Why does my loom drift?</h1>", ("Why does my loom drift?", 1)),
        ("<h1 class=tag>Why does my loom drift?</h1>", ("Why does my loom drift?", 0)),
        ("<h1><span class=tag>Why does my loom drift?</span></h1>", ("Why does my loom drift?", 0)),
        # no heading
        ("<p>x</p><b>Why does my loom drift?</b>", ("Why does my loom drift?", 1)),
        ("<b>Why does my loom</b><b>Why does my loom drift?</b>", ("Why does my loom drift?", 1)),
        ("<button>Why does my loom drift?</button>", ("Why does my loom drift?", None)),
        ("<p>my loom</p>", ("Why does my loom drift?", None)),
        ("<p>does my loom dri</p>", ("does my loom dri", 0)),
        ("<h1>A thing much longer than the title it has</h1>", ("A thing much longer than the title it has", 0)),
        ("<h1>Something else</h1>", ("Why does my loom drift?", None)),
        # which of both
        ("<h2>Loom forum</h2><p>Why does my loom drift? - Loom forum</p>", ("Why does my loom drift? - Loom forum", 1)),
        ("<h2>does my loom drift?</h2><p>Why does my loom drift?</p>", ("Why does my loom drift?", 1)),
        ("<h1>Loom forum</h1><a href=/t/1>Why does my loom drift?</a>", ("Why does my loom drift?", 1)),
    ],
)  # fmt: skip
def test_titles(body: str, expected: tuple[str, int | None]) -> None:
    assert title(SAID + body) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>Looms</h1>", ("Looms", 0)), ("<h1>Loom</h1>", (None, None)), ("<p>Looms of old</p>", (None, None)),
        ("<h2>Looms of old</h2>", (None, None)), ("<title>Loom</title><h1>Loom</h1>", ("Loom", 0)),
        ("<title>Lo</title><h1>Lo</h1>", ("Lo", 0)), ("<title>Lo</title><p>x</p>", ("Lo", None)),
        ("<title>Old looms</title><h1>Old looms, new looms</h1>", ("Old looms, new looms", 0)),
        ("<title>Old looms</title><h1>Old looms!</h1>", ("Old looms!", 0)),
        ("<title>Older looms</title><h1>The older looms of us</h1>", ("The older looms of us", 0)),
        ("<title>Older loom | Old | Weavers</title><p>x</p>", ("Older loom", None)),
        ("<title>Older loom — Weavers</title><p>x</p>", ("Older loom", None)),
        ("<title>A-b loom</title><p>x</p>", ("A-b loom", None)),
        (f"<title>{'x' * 300}</title><h1>{'x' * 300}</h1>", ("x" * 300, 0)),
        (f"<title>{'x' * 301} y</title><h2>{'x' * 301}</h2>", (f"{'x' * 301} y", None)),
        (f"<title>{'x' * 300} y</title><p>{'x' * 300}</p>", ("x" * 300, 0)),
        (f"<title>{'x' * 301} y</title><p>{'x' * 301}</p>", (f"{'x' * 301} y", None)),
    ],
)  # fmt: skip
def test_titles_of_other_pages(html: str, expected: tuple[str | None, int | None]) -> None:
    assert title(html) == expected


@pytest.mark.parametrize("word", (
    "topic thread question subject discussion thema frage betreff sujet tema asunto pregunta assunto тема вопрос "
    "主题 标题"
).split())  # fmt: skip
def test_labels_before_a_title(word: str) -> None:
    for colon in (":", " :", "："):
        assert title(f"{SAID}<h1>{word.title()}{colon} Why does my loom drift?</h1>") == ("Why does my loom drift?", 0)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # a separator of the author's, and one of the site's
        ("<title>Looms: drifting and breaking - Weavers</title><h1>Looms: drifting and breaking</h1>",
         ("Looms: drifting and breaking", 0)),
        ("<title>Loom drifts - what may it be - Weavers</title><h1>Loom drifts - what may it be</h1>",
         ("Loom drifts - what may it be", 0)),
        ("<title>My loom drifts - Looms - Weavers</title><a href=/looms>Looms</a><h1>My loom drifts - Looms</h1>",
         ("My loom drifts", 1)),
        ("<title>My loom drifts - Looms - Weavers</title><h1>My loom drifts - Looms</h1>",
         ("My loom drifts - Looms", 0)),
        # a state that the page's title has, too
        ("<title>My loom drifts [SOLVED] - Weavers</title><h1>My loom drifts [SOLVED]</h1>",
         ("My loom drifts [SOLVED]", 0)),
        # parts of a long title that the page shows
        ("<title>My loom drifts - Weavers of the world and of all times</title><h1>Weavers</h1><b>My loom drifts</b>",
         ("My loom drifts", 1)),
        ("<title>Weavers of the world, a board - My loom drifts</title><a href=/a>Looms</a><b>My loom drifts</b>",
         ("My loom drifts", 1)),
        ("<title>Weavers of the world - My loom drifts</title><a href=/>Weavers of the world</a>",
         ("My loom drifts", None)),
        ("<title>Weavers of the world - My loom drifts</title><a href=/w>Weavers</a>",
         ("Weavers of the world", None)),
    ],
)  # fmt: skip
def test_names_of_sites_around_titles(html: str, expected: tuple[str | None, int | None]) -> None:
    assert title(html) == expected


NAME = "L" * 60


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # the name of a part of the site is a link above the heading, and short
        (f"<title>My loom drifts - {NAME} - Us</title><a href=/l>{NAME}</a><h1>My loom drifts - {NAME}</h1>",
         ("My loom drifts", 1)),
        (f"<title>My loom drifts - {NAME}L - Us</title><a href=/l>{NAME}L</a><h1>My loom drifts - {NAME}L</h1>",
         (f"My loom drifts - {NAME}L", 1)),
        ("<title>My loom drifts - Looms - Us</title><p>Looms</p><h1>My loom drifts - Looms</h1>",
         ("My loom drifts - Looms", 1)),
        # how long headings are
        (f"<title>{'x' * 150}{'y' * 150}</title><h2><i>{'x' * 150}</i><b>{'y' * 150}</b></h2>",
         (f"{'x' * 150}{'y' * 150}", 0)),
        ("<title>Loom</title><h2><i>Lo</i><b>om</b></h2>", ("Loom", 0)),
        ("<title>Why does my loom drift</title><h2><span class=tag><i>Why does my</i> <b>loom drift</b></span></h2>",
         ("Why does my loom drift", 0)),
        # the start of a title is worth half as much again
        ("<title>Why does my loom drift</title><h2>Why does</h2><h2>my loom drift</h2>", ("my loom drift", 1)),
        ("<title>abcdefgh ijklmnopqrst</title><h2>abcdefgh</h2><h2>ijklmnopqrst</h2>", ("abcdefgh", 0)),
        ("<title>abcdefgh ijklmnopqrstu</title><h2>abcdefgh</h2><h2>ijklmnopqrstu</h2>", ("ijklmnopqrstu", 1)),
        # a heading that says twice as much as a title of ten letters
        ("<title>Older looms</title><h2>The older looms of us all</h2>", ("The older looms of us all", 0)),
        ("<title>Older looms</title><h2>The older looms of us alll</h2>", ("Older looms", None)),
        ("<title>Olde looms</title><h2>The olde looms of us</h2>", ("Olde looms", None)),
        # parts of ten letters
        ("<title>Our weavers - Why does my loom drift so much</title><b>Our weavers</b>", ("Our weavers", 0)),
        ("<title>Our weaver - Why does my loom drift so much</title><b>Our weaver</b>", ("Our weaver", None)),
        ("<title>Why does my loom drift so much - Our weavers</title><b>Our weavers</b>", ("Our weavers", 0)),
        ("<title>Why does my loom drift so much - Our weaver</title><b>Our weaver</b>",
         ("Why does my loom drift so much", None)),
    ],
)  # fmt: skip
def test_how_long_titles_and_their_parts_are(html: str, expected: tuple[str | None, int | None]) -> None:
    assert title(html) == expected


BOARD = "The Weavers' Guild"
SITE_FIRST = f"<title>{BOARD} :: View topic - Loom drifts</title><b>{BOARD}</b><p>x</p>"


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ('<a href="viewtopic.php?t=7">Loom drifts</a>', True), ('<a href="/topic-7">Loom drifts</a>', True),
        ('<a href="/t/7">Loom drifts</a>', True), ('<a class=maintitle href="/x">Loom drifts</a>', True),
        ('<a class=subject href="/x"><b>Loom drifts</b></a>', True), ("<i>Loom drifts</i>", False),
        ('<a href="/forum7">Loom drifts</a>', False), ('<a href="/topics">Loom drifts</a>', False),
        ("<a name=topic-7>Loom drifts</a>", False),
        ('<nav><a href="/topic-7">Loom drifts</a></nav>', False), ('<a href="/topic-7">Loom drift</a>', False),
    ],
)  # fmt: skip
def test_a_part_of_the_title_that_leads_to_a_thread_is_rather_its_title_than_the_first_part(
    link: str, found: bool
) -> None:
    assert title(SITE_FIRST + link) == (("Loom drifts", 2) if found else (BOARD, 0))


META = "<title>A long name of a board of weavers</title><meta property=og:title content="


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # what the page says of itself elsewhere, too, makes no difference
        (f"<meta property=og:title content='Drifts in winter'>{SITE_FIRST}<a href=/topic-7>Loom drifts</a>",
         ("Loom drifts", 2)),
        # a part that is too short to be found by its text alone, and the only part
        ("<title>Weavers of the world - Loom</title><a href=/topic-7>Loom</a>", ("Loom", 0)),
        ("<title>Weavers of the world - Loom</title><a href=/looms>Loom</a>", ("Weavers of the world", None)),
        ("<title>Loom drifts</title><button><a href=/topic-7>Loom drifts</a></button>", ("Loom drifts", None)),
        # a later part, as a text and as a link
        (f"<title>{BOARD}, a board - My loom drifts</title><b>My loom drifts</b>", ("My loom drifts", 0)),
        (f"<title>{BOARD}, a board - My loom drifts</title><a href=/a>My loom drifts</a>", (f"{BOARD}, a board", None)),
        (f"<title>My loom drifts, so do all - {BOARD}</title><b>{BOARD}</b><b>My loom drifts, so do all</b>",
         ("My loom drifts, so do all", 1)),
        # the first of its parts, unless it is the name of the site
        ("<title>Weaving for all - My loom drifts - Parts of looms</title><b>My loom drifts</b><b>Parts of looms</b>",
         ("My loom drifts", 0)),
        ("<title>Our weavers - Why does my loom drift so much as it does</title><a href=/>Our weavers</a>",
         ("Why does my loom drift so much as it does", None)),
        # four tenths of all letters of the title, wherever they stand in it
        ("<title>abcdefghij klmnopqrst uvwxyzabcd</title><b>klmnopqrst uv</b>", ("klmnopqrst uv", 0)),
        ("<title>abcdefghij klmnopqrst uvwxyzabcd</title><b>klmnopqrst u</b>",
         ("abcdefghij klmnopqrst uvwxyzabcd", None)),
        # the most letters of it, not the longest text
        ("<title>Why does my loom drift?</title><b>does my loom drift?</b><b>does my loom ............</b>",
         ("does my loom drift?", 0)),
        # parts of what the page says of itself elsewhere
        (f"{META}'My loom drifts - Weaving board'><b>My loom drifts</b>", ("My loom drifts", 0)),
        (f"{META}'Weaving board - My loom drifts'><b>My loom drifts</b>", ("My loom drifts", 0)),
        (f"{META}'My loom drifts - Weaving board'><h2>weavers</h2><b>My loom drifts</b>", ("My loom drifts", 1)),
        (f"{META}'My loom drifts - Weaving board'><nav>My loom drifts</nav>",
         ("A long name of a board of weavers", None)),
        # nothing of it on the page: the first part that has letters and is no name of the site, or else the first
        ("<title>** | Older loom</title><p>x</p>", ("Older loom", None)),
        (f"<title>{BOARD}</title><a href=/>{BOARD}</a>", (BOARD, None)),
    ],
)  # fmt: skip
def test_parts_of_titles_and_where_they_stand(html: str, expected: tuple[str | None, int | None]) -> None:
    assert title(html) == expected


def test_links_to_threads_are_no_title_where_a_heading_is() -> None:
    link = '<a href="/topic-7">Loom drifts</a>'
    assert title(SITE_FIRST + f"<h1>{BOARD} :: View topic</h1>" + link)[0] == f"{BOARD} :: View topic"
    assert title("<title>Drift - Loom drifts - Looms</title><h1>Drift</h1>" + link) == ("Drift", 0)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h2>Loom</h2><h1>Why does my warp drift?</h1>", "Why does my warp drift?"),
        ("<h2>Questions</h2><h1>Why does my warp drift?</h1>", "Why does my warp drift?"),
        ("<h2>Question #12</h2><h1>Why does my warp drift?</h1>", "Question #12"),
        ("<h1>Loom</h1><h2>Why does my warp drift?</h2>", "Loom"),
        ("<h2>Loom</h2><h1>Why drifts it?</h1>", "Loom"),
        ("<h2>Loom</h2><h1>Why does my warp drift?</h1><h1>Looms and more</h1>", "Loom"),
        ("<h2>Loom</h2><nav><h1>Looms and more</h1></nav><h1>Why does my warp drift?</h1>", "Why does my warp drift?"),
    ],
)
def test_a_top_heading_is_the_title_where_another_repeats_a_word_of_the_end(html: str, expected: str) -> None:
    assert title(f"<title>Question #12 : Questions : Loom</title>{html}")[0] == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Why does my warp drift? (6 posts)", "Why does my warp drift?"),
        ("Why does my warp drift? (1,204 views) ", "Why does my warp drift?"),
        ("Why does my warp drift? (6)", "Looms"),
    ],
)
def test_a_count_of_posts_is_no_part_of_a_title(heading: str, expected: str) -> None:
    html = f"<title>Why does my warp drift? | Looms | Forum</title><h2>Looms</h2><h3>{heading}</h3>"
    assert title(html)[0] == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Issue1234", "Warp drifts to the left"), ("Bug #1234", "Warp drifts to the left"),
        ("1234", "Warp drifts to the left"), ("Issue 1234: Warp drifts", "Issue 1234: Warp drifts"),
    ],
)  # fmt: skip
def test_the_number_of_a_ticket_is_no_title(heading: str, expected: str) -> None:
    html = "<title>Issue 1234: Warp drifts to the left - Tracker</title>"
    assert title(f"{html}<h1>{heading}</h1><table><td>Warp drifts to the left</table>")[0] == expected
