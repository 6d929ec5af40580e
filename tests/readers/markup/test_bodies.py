"""The body of one post: of an element, of a JSON string, or of the element that displays that string."""

import json

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.page.structured import json_ld, microdata, with_nested
from qapipe.readers.markup.bodies import Body, body_of, text_of_post
from qapipe.readers.markup.located import PageText
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.texts import block
from qapipe.records.plain import Removal


def element(inside: str) -> Body:
    """The body of a comment whose text is an element."""
    page = HtmlDocument(
        f'<div itemscope itemtype="https://schema.org/Comment"><div itemprop="text">{inside}</div></div>'
    )
    (item,) = microdata(page.tree)
    return body_of(item, None)


def string(given: str, shown: str | None = None, name: str = "text") -> Body:
    """The body of a comment whose text is a JSON string, on a page that shows something."""
    data = json.dumps({"@type": "Comment", name: given})
    page = HtmlDocument(f'<script type="application/ld+json">{data}</script><body>{shown or ""}</body>')
    (item,) = with_nested(json_ld(page.tree))
    return body_of(item, PageText(page) if shown is not None else None)


@pytest.mark.parametrize(
    ("inside", "body"),
    [
        ("<p>One <b>bold</b> word.</p><p>Two.</p>", "One bold word.\n\nTwo."),
        ("<ul><li>salt<li>flour</ul>", "- salt\n- flour"),
        ("<blockquote><p>Is it dry?</p></blockquote><p>It is.</p>", "> Is it dry?\n\nIt is."),
        ("Try:<pre><code>if x:\n    y()\n</code></pre>", "Try:\n\n```\nif x:\n    y()\n```"),
        ("<pre>{{ name }} ${x} &lt;% y %&gt;</pre>", "```\n{{ name }} ${x} <% y %>\n```"),
        ("<style>p { color: red }</style><script>x()</script><p>Red.</p>", "Red."),
        ("<aside class='onebox'>The link's title</aside><p>See above.</p>", "The link's title\n\nSee above."),
        ("<a href='/x'>The manual</a> says so.", "The manual says so."),
    ],
)  # fmt: skip
def test_structure_survives(inside: str, body: str) -> None:
    assert block(element(inside).lines) == body


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ('<div class="post-notice">Closed as a duplicate.</div>', "site_notice"),
        ('<p role="status">Waiting for approval.</p>', "site_notice"),
        ('<div class="user-signature">Ask me about kilns!</div>', "signature"),
        ('<p class="lastedit">Last edited by Bo on Monday.</p>', "edit_note"),
        ('<div class="post_ads"><b>Buy clay</b></div>', "advert"),
        ('<ins class="adsbygoogle">Cheap kilns</ins>', "advert"),
        ('<a role="button">Click to expand...</a>', "control"),
    ],
)
def test_what_the_author_did_not_write_goes_and_is_counted(part: str, rule: str) -> None:
    body = element(f"<p>Fire it twice.</p>{part}<p>Slowly.</p>")
    assert block(body.lines).split() == ["Fire", "it", "twice.", "Slowly."]
    assert [removal.rule for removal in body.noise] == [rule]


def test_several_elements_are_one_text() -> None:
    parts = '<p itemprop="text">One<br>two</p><div itemprop="text">Three<br>four<i itemprop="text">five</i></div>'
    page = HtmlDocument(f'<div itemscope itemtype="https://schema.org/Comment">{parts}</div>')
    (item,) = microdata(page.tree)
    assert block(body_of(item, None).lines) == "One\ntwo\n\nThree\nfourfive"


def test_classes_that_only_look_alike_stay() -> None:
    kept = '<p class="address">Kiln Lane</p><p class="signal">Red</p><pre><span class="sig">f(x)</span></pre>'
    body = element(kept)
    assert block(body.lines) == "Kiln Lane\n\nRed\n\n```\nf(x)\n```"
    assert body.noise == []


@pytest.mark.parametrize(
    ("given", "body"),
    [
        ("One line.\nAnother.\n\nA paragraph.", "One line.\nAnother.\n\nA paragraph."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("See <a href='/x'>this</a>.\nAnd that.", "See this.\nAnd that."),
        ("Salt &amp; flour &lt;500 g&gt;", "Salt & flour <500 g>"),
        ("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;", "One.\n\nTwo."),
        ("Ten &amp;copy; marks", "Ten &copy; marks"),
        ("Ten &copy marks", "Ten &copy marks"),
        ("See <b>this</b>: write &lt;p&gt; there.", "See this: write <p> there."),
        ("It&amp;#39;s salt &amp;amp; flour", "It's salt & flour"),
        ("Use:\n```\nif x:\n    y()\n```\nThen run it.", "Use:\n\n```\nif x:\n    y()\n```\n\nThen run it."),
        ("- salt\n- flour", "- salt\n- flour"),
    ],
)
def test_strings_are_text_or_html_and_may_be_escaped_twice(given: str, body: str) -> None:
    assert block(string(given).lines) == body


def test_the_page_decides_how_often_a_string_was_escaped() -> None:
    given = "Write &amp;lt;br&amp;gt; where the line should break, then save."
    literal = "<p>Write &amp;lt;br&amp;gt; where the line should break, then save.</p>"
    rendered = "<p>Write &lt;br&gt; where the line should break, then save.</p>"
    assert block(string(given, literal).lines) == "Write &lt;br&gt; where the line should break, then save."
    assert block(string(given, rendered).lines) == "Write <br> where the line should break, then save."


SHOWN = "<h3>Ida</h3><div class='text'><p>Fire it twice, first low.</p><p>Then let it cool for a day.</p></div>"


@pytest.mark.parametrize("rest", ["t it cool for a day.", "…"])
def test_flat_and_truncated_strings_are_read_where_the_page_shows_them(rest: str) -> None:
    body = string(f"Fire it twice, first low. Then le{rest}", SHOWN)
    assert (block(body.lines), body.cut) == ("Fire it twice, first low.\n\nThen let it cool for a day.", False)
    assert body.node is not None


def test_a_truncated_string_that_the_page_does_not_complete() -> None:
    assert string("Fire it twice, first low. Then let it...", "<p>Nothing of it.</p>").cut
    assert not string("Fire it twice, first low.", "<p>Nothing of it.</p>").cut


def test_quotations_that_the_string_lacks_are_taken_from_the_page() -> None:
    post = "<div class='post'><blockquote>Ida said: is it dry?</blockquote> <p>It is dry enough by now.</p></div>"
    other = "<div class='post'><p>It is dry enough for me.</p></div>"
    assert (
        block(string("It is dry enough by now.", post + other).lines)
        == "> Ida said: is it dry?\n\nIt is dry enough by now."
    )


def test_the_longest_text_and_the_first_property_that_has_one() -> None:
    assert block(string("The whole text.", name="articleBody").lines) == "The whole text."
    page = HtmlDocument(
        '<script type="application/ld+json">{"@type": "Comment", "text": ["Some.", "All of it.", "x"]}</script>'
    )
    assert block(body_of(with_nested(json_ld(page.tree))[0], None).lines) == "All of it."
    assert block(string("The whole text.", name="commentText").lines) == "The whole text."
    assert string("", "<p>x</p>").lines == []


def test_text_in_noscript_is_found() -> None:
    words = "Fire it twice, first low, then let it cool for a day in the kiln."
    body = string(words.replace(" first", "\nfirst"), f"<noscript><div><p>{words}</p></div></noscript>")
    assert block(body.lines) == words


def test_a_post_inside_code_keeps_no_signature() -> None:
    """In code, short class names are those of highlighters; around the post itself code says nothing."""
    page = HtmlDocument('<code><div id="post"><p class>Dry it.</p><p class="sig">Bo</p></div></code>')
    (post,) = page.tree.css("#post")
    noise: list[Removal] = []
    assert (text_of_post(post, noise), [removal.text for removal in noise]) == ("Dry it.", ["Bo"])


@pytest.mark.parametrize(("before", "text"), [(1_996, "Dry."), (1_997, "Dry.\n\nBo")])
def test_how_many_classes_are_looked_at(before: int, text: str) -> None:
    """2,000 characters of an element's classes."""
    assert block(element(f'<p>Dry.</p><p class="{"x" * before} sig">Bo</p>').lines) == text


def test_what_is_inside_a_removed_part_goes_with_it() -> None:
    body = element(
        "<p>Dry.</p><div class='post-notice'>Closed. <a role='button'>Vote</a><i class='ad'>Buy</i></div>" * 3
    )
    assert block(body.lines) == "Dry.\n\nDry.\n\nDry."
    assert [(removal.rule, removal.text) for removal in body.noise] == [("site_notice", "Closed. Vote Buy")] * 3


FIRE, COOL = "Fire it twice, first low and then high, and wait a day.", "Then let it cool in the kiln for another day."


@pytest.mark.parametrize(
    ("extra", "is_shown"),
    [("", True), ("x" * 45, True), ("x" * 46, False), ("<blockquote>" + "x" * 200 + "</blockquote>", True)],
)
def test_how_much_more_the_page_may_show(extra: str, *, is_shown: bool) -> None:
    """Up to 1.6 times the letters of the string, quotations left out."""
    size = sum(letter.isalnum() for letter in FIRE + COOL)
    assert size == 76
    shown = (
        f"<div><p>{FIRE}</p><p>{extra}</p><p>{COOL}</p></div>"
        if "<" not in extra
        else (f"<div><p>{FIRE}</p>{extra}<p>{COOL}</p></div>")
    )
    body = string(f"{FIRE}\n{COOL}", shown)
    assert (block(body.lines) == f"{FIRE}\n{COOL}") is not is_shown
    assert body.located


@pytest.mark.parametrize(("more", "is_shown"), [(19, True), (20, False)])
def test_how_much_less_the_page_may_show(more: int, *, is_shown: bool) -> None:
    """Four fifths of the letters of the string, at least."""
    given = f"{FIRE}\n{'x' * more}\n{COOL}"
    body = string(given, f"<div><p>{FIRE}</p><p>{COOL}</p></div>")
    assert block(body.lines) == (f"{FIRE}\n\n{COOL}" if is_shown else given)
    assert body.cut is False


@pytest.mark.parametrize(
    ("inside", "body", "removed"),
    [
        ("<p>It is dry.</p><div class=signature>Ann</div>", "It is dry.", "Ann"),
        (
            "<p>It is dry.</p><div><a role=button>Expand</a></div><p>So oil it.</p>",
            "It is dry.\n\nSo oil it.",
            "Expand",
        ),
        ("It is <a role=button>Expand</a> dry.", "It is dry.", "Expand"),  # no line ends where it stands
        ("<p>It is dry.</p><p hidden class=signature>Ann</p>", "It is dry.", "Ann"),
    ],
)
def test_what_is_removed_where_the_page_was_read_by_its_structure(inside: str, body: str, removed: str) -> None:
    """The same as where it was not."""
    page = HtmlDocument(
        f"<p>x</p><div itemscope itemtype=https://schema.org/Comment><div itemprop=text>{inside}</div></div>"
    )
    (item,) = microdata(page.tree)
    for shown in (None, arrays_of(page)[0]):
        found = body_of(item, PageText(page, shown))
        assert (block(found.lines), [removal.text for removal in found.noise]) == (body, [removed])
