"""Microdata and RDFa at their edges: what is an item, whose property a value is, and what a name means."""

from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from qapipe.page.structured import Item, microdata, rdfa


def shape(value: Any) -> Any:
    """An item as its types and properties; a literal as its text."""
    if isinstance(value, Item):
        return " ".join(value.types), [(name, shape(own)) for name, own in value.properties]
    return value.text


def items(reader: Any, html: str) -> list[Any]:
    """The items of a page, each once."""
    found = reader(LexborHTMLParser(f"<body>{html}"))
    return [shape(item) for item in {id(item): item for item in found}.values()]


S = "https://schema.org/"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p itemscope><b itemprop=name>a</b></p>", [("", [("name", "a")])]),
        (f"<p itemscope itemtype='{S}Person'></p>", [("Person", [])]),
        (f"<p itemscope itemtype='{S}A {S}B x'></p>", [("A B x", [])]),
        ("<p itemscope><b itemprop='name NAME'>a</b></p>", [("", [("name", "a"), ("name", "a")])]),
        (f"<div itemtype='{S}A'><b itemprop=name>a</b></div>", [("A", [("name", "a")])]),
        (f"<div itemtype='{S}A'><b>a</b></div>", []),
        ("<div itemscope><p itemprop=author><b itemprop=name>a</b></p></div>", [("", [("author", ("", [("name",
        "a")]))])]),
        ("<div itemscope><p itemprop=author>a</p></div>", [("", [("author", "a")])]),
        ("<div itemscope><p itemprop=x><b itemprop=name>a</b></p></div>", [("", [("x", "a"), ("name", "a")])]),
        *((f"<div itemscope><p itemprop={name}><b itemprop=name>a</b></p></div>", [("", [(name, ("", [("name",
        "a")]))])])
          for name in ("acceptedAnswer", "suggestedAnswer", "comment", "mainEntity", "creator")),
        ("<div itemscope><p itemprop=author>" + "<i></i>" * 198 + "<b itemprop=name>a</b></p></div>", [("", [("author",
         ("", [("name", "a")]))])]),
        ("<div itemscope><p itemprop=author>" + "<i></i>" * 199 + "<b itemprop=name>a</b></p></div>", [("", [("author",
        "a"), ("name", "a")])]),
        ("<div itemscope><p itemprop=x itemscope><b itemprop=name>a</b></p></div>", [("", [("x", ("", [("name",
        "a")]))])]),
        ("<div itemscope><p itemscope><b itemprop=name>a</b></p></div>", [("", []), ("", [("name", "a")])]),
        ("<b itemprop=name>a</b>", []),
        ("<b itemprop=suggestedAnswer>a</b>", [("", [("suggestedAnswer", "a")])]),
        ("<p itemprop=x itemscope><b itemprop=name>a</b></p>", [("", [("name", "a")])]),
        # references
        ("<p itemscope itemref=r></p><i id=r itemprop=name>a</i>", [("", [("name", "a")])]),
        ("<p itemscope itemref=r></p><i id=r><b itemprop=name>a</b></i>", [("", [("name", "a")])]),
        ("<p itemscope itemref='r s r x'></p><i id=s><b itemprop=name>b</b></i><i id=r><b itemprop=name>a</b></i>",
         [("", [("name", "b"), ("name", "a")])]),
        ("<p itemscope itemref=r></p><i id=r><b itemprop=x itemscope><u itemprop=name>a</u></b></i>", [("", [("x", ("",
         [("name", "a")]))])]),
        ("<p itemscope itemref=r></p><i id=r></i><i id=r><b itemprop=name>a</b></i>", [("", [])]),
        ("<p itemscope itemref=r></p><i id></i><i id=r itemprop=name>a</i>", [("", [("name", "a")])]),
        ("<p id=r itemscope itemref=r itemprop=x></p>", [("", [])]),
        ("<p itemscope itemref=r></p><i id=r><b itemprop=x itemscope><u itemprop=y>a</u></b><b itemprop=z>b</b></i>",
         [("", [("x", ("", [("y", "a")])), ("z", "b")])]),
    ],
)  # fmt: skip
def test_microdata(html: str, expected: list[Any]) -> None:
    assert items(microdata, html) == expected


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("<meta itemprop=x content=a>", "a"), ("<meta itemprop=x>", ""), ("<b itemprop=x content=a>b</b>", "a"),
        ("<b itemprop=x content>b</b>", ""), ("<b itemprop=x>b</b>", "b"),
        *((f"<{tag} itemprop=x href=a>b</{tag}>", "a") for tag in ("a", "area",
        "link")), *((f"<{tag} itemprop=x src=a>", "a") for tag in ("audio", "embed", "iframe", "img", "source", "track",
        "video")),
        ("<object itemprop=x data=a></object>", "a"), ("<a itemprop=x>b</a>", ""),
        ("<data itemprop=x value=a>b</data>", "a"), ("<meter itemprop=x value=a>b</meter>", "a"),
        ("<time itemprop=x datetime=a>b</time>", "a"), ("<time itemprop=x>b</time>", "b"),
        ("<data itemprop=x value>b</data>", ""), ("<p itemprop=x value=a>b</p>", "b"),
        ("<p itemprop=x>a<script>no</script><style>no</style><b>b</b></p>", "ab"),
    ],
)  # fmt: skip
def test_values(element: str, value: str) -> None:
    assert items(microdata, f"<div itemscope>{element}</div>") == [("", [("x", value)])]
    if "itemprop=x" in element:
        own = element.replace("itemprop=x", "property=schema:x")
        assert items(rdfa, f"<div typeof=schema:T>{own}</div>") == [("T", [("x", value)])]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p vocab='{S}' typeof=A><b property=name>a</b></p>", [("A", [("name", "a")])]),
        ("<p vocab='https://x.example/' typeof=A></p>", []), ("<p typeof=A></p>", []),
        (f"<div vocab='{S}'><p typeof=A></p><p vocab='' typeof=B></p></div><p typeof=C></p>", [("A", [])]),
        (f"<p typeof='{S}A'></p>", [("A", [])]),
        (f"<p prefix='s: {S}' typeof=s:A><b property='s:name x:no name'>a</b></p>", [("A", [("name", "a")])]),
        (f"<p prefix='x: y s: {S}' typeof='s:A x:B'></p>", [("A", [])]),
        ("<p vocab typeof=A></p>", []), ("<p prefix typeof=schema:A></p>", [("A", [])]),
        (f"<p prefix='s: {S}' typeof=s></p>", []),
        ("<p typeof=schema:A><s vocab=''><b property=schema:x>a</b></s></p>", [("A", [("x", "a")])]),
        ("<p typeof=schema:A><s about=/r><b property=schema:x>a</b></s></p>", [("A", [])]),
        ("<p typeof='schema:A schema:B'></p>", [("A B", [])]), ("<p typeof=other:A></p>", []),
        ("<p typeof=schema:A><b property=schema:x typeof=schema:B><i property=schema:y>a</i></b></p>", [("A", [("x",
         ("B", [("y", "a")]))])]),
        ("<p typeof=schema:A><b typeof=schema:B></b></p>", [("A", []), ("B", [])]),
        ("<p typeof=schema:A><b property=schema:x resource=/r>a</b></p>", [("A", [("x", "/r")])]),
        ("<p typeof=schema:A resource=/r></p><div about=/r><b property=schema:x>a</b></div>", [("A", [("x", "a")])]),
        ("<p typeof=schema:A about=/r></p><div resource=/r><b property=schema:x>a</b></div>", [("A", [("x", "a")])]),
        ("<p typeof=sioct:Question><b rel=sioc:has_creator typeof=sioc:UserAccount><i property=foaf:name>a</i></b></p>",
         [("Question", [("author", ("Person", [("name", "a")]))])]),
        ("<p typeof=schema:A><a rel='nofollow schema:x' href=u>a</a><a rel=tag href=v>b</a></p>", [("A", [("x",
        "u")])]),
        *((f"<p typeof=schema:A><b property={term}>a</b></p>", [("A", [(name, "a")])]) for term, name in (
            ("foaf:name", "name"), ("sioc:content", "text"), ("content:encoded", "text"),
            ("sioc:num_replies", "commentCount"), ("dc:title", "name"), ("dc:created", "dateCreated"))),
        *((f"<p typeof={term}></p>", [(name, [])]) for term, name in (
            ("sioct:BoardPost", "DiscussionForumPosting"), ("sioct:Answer", "Answer"), ("sioct:Comment", "Comment"),
            ("sioc:UserAccount", "Person"))),
    ],
)  # fmt: skip
def test_rdfa(html: str, expected: list[Any]) -> None:
    assert items(rdfa, html) == expected
