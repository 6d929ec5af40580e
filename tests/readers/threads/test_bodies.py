"""Where the body of each post stands, and what inside of it is not its author's."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads import thread_and_features

HEAD = "<title>Why does my kettle hum?</title><h1>Why does my kettle hum?</h1>"
NAMES = ("Bodil", "Kasper", "Ottilie", "Gerd", "Ada")
WORDS = (
    "My kettle hums when it stands on the left plate, and not on the right one. What may it be?",
    "It is the loose bottom of the kettle. Put a coin under it and listen to it for a while.",
    "Ours did the same until we took the lime out of it, with vinegar, twice, an hour each.",
    "Mine hums, too, and I have come to like it over the many years that I have had it now.",
    "Turn the plate by a hand or so: they are bent, and the pot stands on one of its edges.",
)
BY = '<div class="by"><a href="/u/{n}">{name}</a> <i>{day} May 2014</i></div>'


def bodies(form: str, count: int = 5, **odd: str) -> list[str]:
    """The texts of a thread whose posts have this form; ``odd`` are other forms, by number (``n2``)."""
    html = ""
    for number in range(count):
        own = odd.get(f"n{number}", form)
        by = BY.format(n=number, name=NAMES[number], day=number + 3)
        html += f'<div class="post">{own.format(by=by, words=WORDS[number], n=number, x="x" * number)}</div>'
    found = thread_and_features(HtmlDocument(f"{HEAD}<main>{html}</main>", "https://kettles.example/topic/7"))
    assert found is not None
    assert found[0].question is not None
    return [found[0].question.body, *(post.body for post in found[0].answers)]


@pytest.mark.parametrize(
    "form",
    [
        "{by}<p>{words}</p>", "{by}<div class=b><p>{words}</p></div>", "<div class=b>{words}</div>{by}",
        "<div class=l>{by}</div><div class=r><div><p>{words}</p></div></div>",
        "<div>{by}<section><div class=b>{words}</div></section></div>", "{by}{words}",
        "<table><tr><td>{by}<td><p>{words}</p></table>", "{by}<ul><li>{words}</ul>",
        "{by}<nav>The one and only board for kettles and their makers</nav><p>{words}</p>",
        "{by}<aside>The board of all makers</aside><div class=b>{words}</div>",
        "{by}<div class=b><div class=tools><a href=/r/{n}>Reply to it</a></div><p>{words}</p></div>",
        "<div class=b>{by}<p>{words}</p></div><div class=f><a href=/r>Reply</a></div>",
        "<div class=b><div class=s>{by}</div><p>{words}</p></div>",
        "{by}<p>{words}</p><div class=c><i>{n} likes</i></div>",
    ],
)  # fmt: skip
def test_where_bodies_stand(form: str) -> None:
    expected = [f"- {words}" for words in WORDS] if "<li>" in form else list(WORDS)
    assert bodies(form) == expected


@pytest.mark.parametrize("tag", "p ul ol dl pre h1 h2 h3 h4 h5 h6 code b i em strong".split())
def test_elements_of_a_text_are_no_body_of_their_own(tag: str) -> None:
    more = "And so on, as they all do."
    item = {"ul": f"<li>{more}", "ol": f"<li>{more}", "dl": f"<dt>{more}"}.get(tag, more)
    found = bodies(f"{{by}}<div class=b>{{words}}<{tag}>{item}{{x}}</{tag}></div>")
    for number, (text, words) in enumerate(zip(found, WORDS, strict=True)):
        assert text.startswith(words)
        assert f"{more}{'x' * number}" in text.replace("\n", " ")


@pytest.mark.parametrize("css", (
    "notice|notices|question-status|post-signature|postsignature|signature|sig|edit-by|editedby|edit-note|"
    "edit-info|edit-date|last-edit|lastedited|postedit|"
    "post-menu|postmenu|advert|advertisement|adslot|ad-container|adsbygoogle|ipsCommentRecognition|x signature y|"
    "my_signature"
).split("|"))  # fmt: skip
def test_parts_that_the_author_did_not_write(css: str) -> None:
    more = f"<div class='{css}'>Makers of {{x}} kettles since ever.</div><p>And so on. {{x}}</p>"
    found = bodies(f"{{by}}<div class=b><p>{{words}}</p>{more}</div>")
    assert found == [
        f"{words}\n\nAnd so on.{' ' + 'x' * number if number else ''}" for number, words in enumerate(WORDS)
    ]


@pytest.mark.parametrize("css", ["noticeable", "design", "unsigned", "adverb-x", "edition", "edited", "post"])
def test_other_parts_stay(css: str) -> None:
    wide = f"<div class='{css}'>Makers of {{x}} kettles since ever.</div><p>And so on. {{x}}</p>"
    assert all("kettles since ever" in text for text in bodies(f"{{by}}<div class=b><p>{{words}}</p>{wide}</div>"))


@pytest.mark.parametrize(
    ("box", "goes"),
    [
        ("<div class=t>{n} of all</div>", True), ("<div class=t>Level {n}: a maker</div>", True),
        ("<div class=t>A maker of fine kettles and of {x} pots</div>", False),
        ("<div class=t>Seen {n} May 2014 by the makers of it</div>", True), ("<p>{n} of all</p>", False),
    ],
)  # fmt: skip
def test_boxes_that_most_posts_have_inside_of_their_text(box: str, goes: bool) -> None:
    """They hold next to no prose: less than a line."""
    found = bodies(f"{{by}}<div class=b><p>{{words}}</p>{box}<p>And so on. {{x}}</p></div>")
    inside = [text.count("\n\n") for text in found]
    assert inside == [1 if goes else 2] * 5


QUOTED = f"<blockquote><p>{WORDS[0]}</p></blockquote>"


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("quote", [QUOTED, f"<div class=bbCodeQuote>{WORDS[0]}</div>"])
def test_a_quotation_is_no_body_of_its_own(quote: str, count: int) -> None:
    """Neither where it is longer than what is said to it, nor where most posts have one."""
    form = f"{{by}}<div class=b>{quote}That is so. {{x}}</div>"
    quoted = "> " + WORDS[0]
    found = bodies(form, count, n0="{by}<div class=b><p>{words}</p></div>")
    assert found[1:] == [f"{quoted}\n\nThat is so. {'x' * number}" for number in range(1, count)]


def test_quotations_that_hold_the_texts_of_all_posts_are_their_bodies() -> None:
    assert bodies("{by}<blockquote><p>{words}</p></blockquote>") == list(WORDS)


@pytest.mark.parametrize("name", ["div", "menu", "nobr", "x-body"])
def test_texts_that_begin_with_a_quotation_in_an_element_of_any_name(name: str) -> None:
    found = bodies(f"{{by}}<{name}>{QUOTED}<p>{{words}}</p></{name}>")
    assert found == [f"> {WORDS[0]}\n\n{words}" for words in WORDS]


LINKED = '<div class=b>{words}<br><a class="out" href="/{n}">https://kettles.example/{x}</a></div>'


@pytest.mark.parametrize(
    ("form", "stays"),
    [
        (LINKED, True), (LINKED.replace('href="/{n}"', 'href="/same"'), False),
        (LINKED.replace("{words}", "<p>{words}</p>"), False),
        (LINKED.replace("<br>", "<u>u</u>" * 3), False),
    ],
)  # fmt: skip
def test_links_in_a_line_of_what_somebody_wrote_are_no_template(form: str, stays: bool) -> None:
    assert ["https://" in text for text in bodies("{by}" + form)] == [stays] * 5


def test_a_post_that_is_built_in_another_way() -> None:
    usual = "{by}<div class=b><p>{words}</p></div>"
    for odd in (
        "{by}<section><p>{words}</p></section>",
        "{by}<p>{words}</p>",
        "<div class=o>{by}<div class=i><p>{words}</p></div></div>",
    ):
        assert bodies(usual, n2=odd) == list(WORDS), odd
