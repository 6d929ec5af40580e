"""Bodies in several elements, and texts beside a body that are no part of it."""

import pytest

from .pages import ASKED, FIRST, SECOND, thread

HEAD = "<h1>Why does my kettle hum?</h1>"
CODE = "<pre>boil --with lemon\nrinse</pre><p>That was all of it, I think.</p>"
WORDS = "It is the loose bottom of the kettle. Put a coin under it and listen whether the tone changes."
MORE = (
    "Somebody looked into this for years and wrote down whatever there is to be known about plates, coins and tones. "
)


def box(name: str, day: int, words: str, more: str = "", before: str = "") -> str:
    return (
        f'<div class="entry" id="e{day}"><div><a href="/members/{name}">{name}</a> <i>{day} May 2014</i></div>'
        f'<div class="all">{before}<div class="words">{words}</div>{more}</div></div>'
    )


def page(more: str = "", before: str = "") -> str:
    return HEAD + box("Bodil", 3, ASKED) + box("Kasper", 4, FIRST, more, before) + box("Ottilie", 5, SECOND)


def test_code_and_paragraphs_beside_a_text_belong_to_it() -> None:
    expected = f"{WORDS}\n\n```\nboil --with lemon\nrinse\n```\n\nThat was all of it, I think."
    assert thread(page(CODE)).answers[0].body == expected
    pair = f'<div class="asked"><div>{ASKED}</div><p>Bodil, 3 May 2014</p></div><h2>1 Answer</h2>'
    answer = box("Kasper", 4, FIRST, CODE).replace("entry", "answer")
    assert [post.body for post in thread(HEAD + pair + answer).answers] == [expected]


def test_words_in_no_element_of_their_own_belong_to_it() -> None:
    found = thread(page(before="Hello there, and thank you for asking this."))
    assert found.answers[0].body == f"Hello there, and thank you for asking this.\n\n{WORDS}"


@pytest.mark.parametrize(("label", "belongs"), [("Tea mender!!", False), ("Tea mender!!!", True)])
def test_a_label_beside_a_text_does_not(label: str, belongs: bool) -> None:
    """Twelve letters are a label."""
    found = thread(page(f"<p>{label}</p>"))
    assert found.answers[0].body == (f"{WORDS}\n\n{label}" if belongs else WORDS)


@pytest.mark.parametrize(
    ("line", "belongs"),
    [
        ("<p class=by><a href=/members/7>Ida</a> Tea mender, Aarhus</p>", False),
        ("<p><a href=/members/7>Ida</a> is a tea mender</p>", True),
        ("<p class=by><a href=/tea>Ida</a> is a tea mender</p>", True),
        ("<p class=by><a href=/members/7>Ida</a> told me that the stove of the tea mender was bent, too</p>", True),
    ],
)
def test_a_line_that_names_a_user_does_not(line: str, belongs: bool) -> None:
    assert ("tea mender" in thread(page(line)).answers[0].body.lower()) is belongs


def test_a_dated_paragraph_beside_a_text_does_not() -> None:
    found = thread(page("<p>Ottilie saw this on the evening of 6 May 2014</p>"))
    assert found.answers[0].body == WORDS


@pytest.mark.parametrize("css", ["signature", "post-signature", "notice"])
def test_a_signature_beside_a_text_does_not(css: str) -> None:
    found = thread(page(f'<p class="{css}">Mender of all kettles of the town, by day and by night.</p>'))
    assert found.answers[0].body == WORDS


@pytest.mark.parametrize(
    ("beside", "warnings"),
    [
        (f'<div class="rest">{MORE * 2}</div>', {"unread_posts"}),
        (f'<div class="signature">{MORE * 2}</div>', set()),
        ('<div class="rest">A few words beside it, no more.</div>', set()),
    ],
)
def test_much_text_beside_one_body_alone_makes_the_page_partial(beside: str, warnings: set[str]) -> None:
    found = thread(page(beside))
    assert found.warnings == warnings
    assert len(found.answers) == 2


def test_much_text_beside_all_bodies_is_the_sites() -> None:
    beside = [f'<div class="rest">{MORE}{MORE}{number}</div>' for number in range(3)]
    posts = (("Bodil", 3, ASKED), ("Kasper", 4, FIRST * 4), ("Ottilie", 5, SECOND * 4))
    found = thread(HEAD + "".join(box(*post, more) for post, more in zip(posts, beside, strict=True)))
    assert found.warnings == set()


@pytest.mark.parametrize(
    ("end", "cut"),
    [
        ("so we ... <a href='/a/2'>Read more</a>", True), ("so we…</p><p><a href='/a/2'>(more)</a>", True),
        ("so we ...</p></div><div><button>Continue reading</button>", True), ("and more ...", False),
        ("and that was all. <a href='/a/2'>Read more</a>", False), ("so we ...</p><p>Well, more or less.", False),
    ],
)  # fmt: skip
def test_a_body_that_breaks_off(end: str, cut: bool) -> None:
    words = FIRST.removesuffix("</p>")
    found = thread(HEAD + box("Bodil", 3, ASKED) + box("Kasper", 4, f"{words} {end}</p>") + box("Ottilie", 5, SECOND))
    assert [post.cut for post in found.answers] == [cut, False]


QUOTED = "<table><tr><td>Bodil wrote:</td></tr><tr><td>It hums on the left plate.</td></tr></table>"
SHOWN = ["Bodil wrote:", "It hums on the left plate."]


def words(text: str) -> str:
    return f'<div class="words">{text}</div>'


@pytest.mark.parametrize(
    ("more", "behind"),
    [
        (QUOTED + words("So I wonder."), [*SHOWN, "So I wonder."]),
        (QUOTED + words("So it is.") + QUOTED + words("And so."), [*SHOWN, "So it is.", *SHOWN, "And so."]),
        (QUOTED + words("I saw it on 9 May 2014."), SHOWN),
        (words("So I wonder."), []),
        (f'<div class="seal">Kettles.</div>{QUOTED}{words("So I wonder.")}', SHOWN),
    ],
)
def test_a_text_goes_on_behind_a_table_in_an_element_built_as_the_first(more: str, behind: list[str]) -> None:
    """Old boards close and open the element of a text around the tables that quote and show code."""
    body = thread(page(more)).answers[0].body
    assert [line for line in body.split("\n") if line] == [WORDS, *behind]


def test_a_text_begins_above_a_table_in_an_element_built_as_the_last() -> None:
    body = thread(page(before=words("You said so.") + QUOTED)).answers[0].body
    assert [line for line in body.split("\n") if line] == ["You said so.", *SHOWN, WORDS]
