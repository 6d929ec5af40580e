"""Microdata and RDFa: which elements are items, and the values of their properties."""

from collections.abc import Callable

import pytest
from selectolax.lexbor import LexborHTMLParser

from qapipe.page.structured import Literal, microdata, rdfa, with_nested
from support.structured import items, names
from support.work import growth


def test_microdata_values() -> None:
    page = """<div itemscope itemtype="https://schema.org/Question https://schema.org/Other" itemid="q">
    <meta itemprop="m" content="1"><a itemprop="l name" href="/x">words</a><time itemprop="t" datetime="2020">T</time>
    <data itemprop="d" value="3">three</data><img itemprop="i" src="p.png"><span itemprop="s" content="c">S</span>
    <p itemprop="p">te<b>xt</b><script>no()</script></p></div>"""
    (item,) = items(page, microdata)
    assert (item.types, item.identity) == (("Question", "Other"), "q")
    assert [(name, value.text) for name, value in item.properties if isinstance(value, Literal)] == [
        ("m", "1"), ("l", "/x"), ("name", "/x"), ("t", "2020"), ("d", "3"), ("i", "p.png"), ("s", "c"), ("p", "text"),
    ]  # fmt: skip
    assert item.literals("name")[0].words == "words"


def test_itemref_may_run_in_circles() -> None:
    page = """<div id=a itemprop=x itemscope itemref=b></div><div id=b itemprop=y itemscope itemref="a b none"></div>"""
    (first,) = items(page, microdata)
    (second,) = first.items("y")
    assert (first.properties, second.properties) == ([("y", second)], [("x", first)])
    assert (first.parent, second.parent) == (None, first)


def test_what_is_in_an_item_stays_there_when_another_refers_to_it() -> None:
    page = """<div itemscope itemref=a></div><div itemscope><p id=a><i itemprop=x itemscope></i></p></div>"""
    first, second = items(page, microdata)
    (inner,) = second.items("x")
    assert (first.items("x"), inner.parent) == ([inner], second)


def test_all_itemrefs_of_a_page_together_add_100_000_properties() -> None:
    page = f"<div id=a>{'<i itemprop=x></i>' * 1_000}</div>{'<p itemscope itemref=a></p>' * 101}"
    assert [len(item.properties) for item in items(page, microdata)] == [1_000] * 100 + [0]


def test_an_item_without_property_inside_another_is_at_the_top() -> None:
    page = "<div itemscope><div itemscope itemtype=x><p itemprop=name>a</p></div></div>"
    outer, inner = items(page, microdata)
    assert (outer.properties, names([inner]), inner.parent) == ([], ["a"], outer)


def test_rdfa_with_vocabulary_and_with_prefixes() -> None:
    page = """<div vocab="http://schema.org/" typeof="Question"><h1 property="name">a</h1>
    <meta property="og:title" content="no"><div property="suggestedAnswer" typeof="Answer" resource="#a">
    <span property="upvoteCount" content="3">three</span></div></div>
    <div prefix="s: https://schema.org/" typeof="s:Question"><h1 property="s:name">b</h1></div>
    <div typeof="schema:Question" property="dc:x"><h1 property="schema:name">c</h1></div>"""
    found = items(page, rdfa)
    assert names(found) == ["a", "b", "c"]
    (answer,) = found[0].items("suggestedAnswer")
    assert (answer.identity, answer.literals("upvoteCount")[0].text) == ("#a", "3")
    assert [name for name, _ in found[0].properties] == ["name", "suggestedAnswer"]


def test_deep_pages_are_walked_once() -> None:
    depth = 3_000
    page = "<div itemscope itemprop=a typeof='schema:Thing' property='schema:a'>" * depth
    assert len(with_nested(items(page, microdata))) == depth
    assert len(with_nested(items(page, rdfa))) == depth


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("<meta itemprop=x content=v>", "v"), ("<meta itemprop=x>", ""), ("<a itemprop=x href=v>t</a>", "v"),
        ("<a itemprop=x>t</a>", ""), ("<area itemprop=x href=v>", "v"), ("<link itemprop=x href=v>", "v"),
        ("<audio itemprop=x src=v></audio>", "v"), ("<embed itemprop=x src=v>", "v"),
        ("<iframe itemprop=x src=v></iframe>", "v"), ("<img itemprop=x src=v>", "v"),
        ("<video itemprop=x src=v></video>", "v"), ("<video><source itemprop=x src=v></video>", "v"),
        ("<video><track itemprop=x src=v></video>", "v"), ("<object itemprop=x data=v>t</object>", "v"),
        ("<data itemprop=x value=v>t</data>", "v"), ("<data itemprop=x>t</data>", "t"),
        ("<meter itemprop=x value=v>t</meter>", "v"), ("<time itemprop=x datetime=v>t</time>", "v"),
        ("<time itemprop=x>t</time>", "t"), ("<time itemprop=x datetime>t</time>", ""),
        ("<p itemprop=x content=v>t</p>", "v"), ("<p itemprop=x content>t</p>", ""),
        ("<p itemprop=x>t <b>u</b></p>", "t u"),
        ("<p itemprop=x>t<style>s</style>u<script>v</script></p>", "tu"), ("<p itemprop=x value=v>t</p>", "t"),
    ],
)  # fmt: skip
def test_the_value_of_an_element(element: str, value: str) -> None:
    (item,) = items(f"<div itemscope>{element}</div>", microdata)
    assert [(name, literal.text) for name, literal in item.properties if isinstance(literal, Literal)] == [("x", value)]
    (item,) = items(f"<div typeof='schema:Thing'>{element.replace('itemprop=x', 'property=schema:x')}</div>", rdfa)
    assert [(name, literal.text) for name, literal in item.properties if isinstance(literal, Literal)] == [("x", value)]


SIOC = """<div typeof="sioct:Question"><h1 property="dc:title">a</h1><div property="content:encoded">b</div>
<span property="dc:created" content="2015-01-02">c</span><span property="sioc:num_replies" content="3">d</span>
<div rel="sioc:has_creator"><a typeof="sioc:UserAccount" property="foaf:name" about="/u/1">e</a></div></div>
<div typeof="sioct:Answer"><p property="sioc:content">f</p></div>
<div typeof="sioct:Comment"><p property="sioc:content">g</p></div>
<div typeof="sioct:BoardPost"><p property="sioc:content">h</p></div>
<div typeof="sioct:Other"><p property="sioc:x">i</p></div>"""


def test_terms_of_older_forums_mean_those_of_schema_org() -> None:
    found = items(SIOC, rdfa)
    assert [item.types for item in found] == [("Question",), ("Answer",), ("Comment",), ("DiscussionForumPosting",)]
    question = found[0]
    texts = {
        name: [value.text for value in question.literals(name)]
        for name in ("name", "text", "dateCreated", "commentCount")
    }
    assert texts == {"name": ["a"], "text": ["b"], "dateCreated": ["2015-01-02"], "commentCount": ["3"]}
    assert [item.literals("text")[0].text for item in found[1:]] == ["f", "g", "h"]


def test_items_without_itemscope_are_known_by_type_or_role() -> None:
    page = """<div itemtype="https://schema.org/Question"><h1 itemprop=name>a</h1>
    <div itemprop=acceptedAnswer><p itemprop=text>b</p></div><span itemprop=author>c</span></div>
    <p itemtype="https://schema.org/Thing">no parts</p>"""
    (question,) = items(page, microdata)
    assert (question.types, names([question])) == (("Question",), ["a"])
    (answer,) = question.items("acceptedAnswer")
    assert answer.literals("text")[0].text == "b"
    assert question.literals("author")[0].text == "c"


def test_properties_outside_of_items_are_the_pages() -> None:
    page = "<div itemprop=mainEntity itemscope itemtype='https://schema.org/Question'><b itemprop=name>a</b></div>"
    question, rest = items(f"<p itemprop=x>1</p>{page}", microdata)
    assert question.types == ("Question",)
    assert ([name for name, _ in rest.properties], rest.node) == (["x", "mainEntity"], None)
    assert items("<p itemprop=x>1</p>", microdata) == []


def test_itemref_adds_in_the_order_of_the_page() -> None:
    page = """<p id=one itemprop=x>1</p><div itemscope itemref="two one none"><p itemprop=x>2</p></div>
    <div id=two><p itemprop=x>3</p><div itemprop=y itemscope><p itemprop=x>4</p></div></div>
    <div id=two itemprop=x>no</div>"""
    outer = items(page, microdata)[0]
    assert [literal.text for literal in outer.literals("x")] == ["1", "2", "3"]
    (inner,) = outer.items("y")
    assert ([literal.text for literal in inner.literals("x")], inner.parent) == (["4"], outer)
    assert len(items(page, microdata)) == 1


@pytest.mark.parametrize("reader", [microdata, rdfa])
def test_the_elements_around_a_property_are_walked_once(reader: Callable[[LexborHTMLParser], object]) -> None:
    def work(size: int) -> Callable[[], object]:
        tree = LexborHTMLParser("<div>" * size + "<b itemprop=x property=x></b>" * size)
        return lambda: reader(tree)

    assert growth(work, 100) < 2.2


def test_values_that_no_attribute_holds() -> None:
    """A link or ``meta`` without its attribute has an empty value; of other elements, the text is the value."""
    page = "<p itemscope><meta itemprop=x><a itemprop=x>t</a><time itemprop=x>t</time><b itemprop=x>t</b></p>"
    (item,) = items(page, microdata)
    assert [literal.given for literal in item.literals("x")] == ["", "", None, None]


def test_a_chain_of_itemrefs_is_followed_in_linear_time() -> None:
    def work(size: int) -> Callable[[], object]:
        tree = LexborHTMLParser(
            "".join(f"<p id=x{n} itemprop=next itemscope itemref=x{n + 1}>x</p>" for n in range(size))
        )
        return lambda: microdata(tree)

    assert growth(work, 200) < 2.2
