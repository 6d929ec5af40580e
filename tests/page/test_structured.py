"""Structured data against extruct's results where the shared fixtures are available, and on malformed pages."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser

from qapipe.page.structured import Item, Literal, json_ld, json_values, microdata, rdfa, with_nested
from support.places import SHARED
from support.work import growth

EDGE = SHARED / "fixtures" / "structured_edge"
# Where the pages were when extruct's gold was made: it prints links made absolute.
BASES = {
    "w3c__microdata.7.1": "http://blog.example.com/progress-report",
    "w3c__microdata.object": "http://www.example.com/microdata/test",
}
# Where extruct puts what itemref refers to last; the standard (WHATWG HTML, "crawl") sorts in tree order.
REORDERED = {"w3c__microdata.5.3"}
JSON_LD = sorted(EDGE.glob("*.jsonld"))
MICRODATA = sorted(path for path in EDGE.glob("*.json") if path.with_suffix(".html").exists())


def spaced(text: str) -> str:
    """The text without blanks: extruct prints a line break for every ``br``."""
    return "".join(text.split())


def plain(value: Item | Literal, base: str) -> Any:
    """The value as extruct prints it, blanks apart."""
    if isinstance(value, Literal):
        link = value.node is not None and value.node.tag in ("a", "link", "object")
        return spaced(urljoin(base, value.text) if link else value.text)
    found: dict[str, Any] = {}
    for name, inner in value.properties:
        found.setdefault(name, []).append(plain(inner, base))
    return {"type": list(value.types), "properties": found}


def listed(gold: Any) -> Any:
    """Gold with every value in a list, types local, blanks apart."""
    if isinstance(gold, str):
        return spaced(gold)
    types = gold.get("type", [])
    types = types if isinstance(types, list) else [types]
    return {
        "type": [name.removeprefix("http://schema.org/") for name in types],
        "properties": {
            name: [listed(value) for value in (values if isinstance(values, list) else [values])]
            for name, values in gold["properties"].items()
        },
    }


@pytest.mark.skipif(not JSON_LD, reason="no shared fixtures")
@pytest.mark.parametrize("gold", JSON_LD, ids=lambda path: path.stem)
def test_json_ld_as_extruct_reads_it(gold: Path) -> None:
    tree = LexborHTMLParser(gold.with_suffix(".html").read_text("utf-8"))
    found = [
        item
        for script in tree.css('script[type="application/ld+json"]')
        for value in json_values(script.text())
        for item in (value if isinstance(value, list) else [value])
        if item
    ]
    assert found == json.loads(gold.read_text("utf-8"))


@pytest.mark.skipif(not MICRODATA, reason="no shared fixtures")
@pytest.mark.parametrize("gold", MICRODATA, ids=lambda path: path.stem)
def test_microdata_as_extruct_reads_it(gold: Path) -> None:
    tree = LexborHTMLParser(gold.with_suffix(".html").read_text("utf-8"))
    expected = json.loads(gold.read_text("utf-8"))
    found = [plain(item, BASES.get(gold.stem, "")) for item in microdata(tree)]
    if gold.stem in REORDERED:
        for item in (*found, *expected):
            item["properties"] = {name: sorted(values) for name, values in item["properties"].items()}
    assert found == [listed(item) for item in expected]


def items(page: str, reader: Any = json_ld) -> list[Item]:
    return list(reader(LexborHTMLParser(page)))


def script(*blocks: str) -> str:
    return "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)


def names(found: list[Item]) -> list[str]:
    return [item.literals("name")[0].text for item in found if item.literals("name")]


@pytest.mark.parametrize(
    "block",
    [
        '{"name": "a"};',
        '[{"name": "a",},]',
        '<!-- {"name": "a"} -->',
        '<!-- note -->\n{"name": "a"}',
        '//<![CDATA[\n{"name": "a"}\n//]]>',
        '/* x */ {"name": /* y */ "a" // z\n}',
        '\ufeff{"@graph": [{"name": "a"}]}',
        "{&quot;name&quot;: &quot;a&quot;}",
        '{"name": ["a", null], "x": NaN}',
        '{"name": {"@value": "a", "@language": "en"}}',
        '{"http://schema.org/name": "a"}',
        '{"name": "a", "description": "it\\\'s\n\tbroken"}',
    ],
)
def test_broken_blocks_are_read(block: str) -> None:
    assert names(items(script(block))) == ["a"]


def test_a_malformed_block_loses_only_itself() -> None:
    assert names(items(script('{"name": "lost"', '{"name": "a"}', "", "no json", '{"name": "b"}{"name": "c"}'))) == [
        *"abc"
    ]


def test_script_types_in_any_case_and_with_parameters() -> None:
    page = '<script type=" Application/LD+JSON; charset=utf-8">{"name": "a"}</script><script>{"name": "b"}</script>'
    assert names(items(page)) == ["a"]


def test_references_inside_the_page_are_followed() -> None:
    page = script(
        '{"@type": "QAPage", "mainEntity": {"@id": "#q"}}',
        '{"@graph": [{"@id": "#q", "@type": "https://schema.org/Question", "name": "a", "about": {"@id": "#q"}}]}',
    )
    (root,) = items(page)
    (question,) = root.items("mainEntity")
    assert question.is_a("Question")
    assert question.items("about") == [question]
    assert [item.types for item in question.ancestors()] == [("QAPage",)]
    assert with_nested([root]) == [root, question]


@pytest.mark.parametrize(
    "block",
    [
        '{"a": ' * 100_000 + "1" + "}" * 100_000,
        "[" * 900 + '{"name": "\\ud800"}' + "]" * 900,
        '{"n": ' + "9" * 5_000 + "}",
        '{"@type": [null, 3, {}], "@id": [], "name": {"@list": [{}]}}',
        '"' * 20_000 + "{",
        "/*" * 20_000 + "<!--" * 20_000,
    ],
    ids=["deep objects", "deep lists", "huge number", "odd types", "quotes", "comments"],
)
def test_hostile_blocks_cost_nothing(block: str) -> None:
    for item in with_nested(items(script(block))):
        assert all(isinstance(value.text, str) for value in item.literals("name", "n"))


def test_booleans_and_null_are_no_values() -> None:
    """``"name": true`` names nobody; numbers are read as they are written."""
    (item,) = items(script('{"name": [true, false, null, {"@value": true}, 0, 1.5, "true", {"@value": 7}]}'))
    assert [value.text for value in item.literals("name")] == ["0", "1.5", "true", "7"]


def test_lone_surrogates_are_replaced() -> None:
    assert names(items(script('{"name": "a\\ud800"}'))) == ["a\ufffd"]


def test_microdata_values() -> None:
    page = """<div itemscope itemtype="https://schema.org/Question https://schema.org/Other" itemid="q">
    <meta itemprop="m" content="1"><a itemprop="l name" href="/x">words</a><time itemprop="t" datetime="2020">T</time>
    <data itemprop="d" value="3">three</data><img itemprop="i" src="p.png"><span itemprop="s" content="c">S</span>
    <p itemprop="p">te<b>xt</b><script>no()</script></p></div>"""
    (item,) = items(page, microdata)
    assert item.types == ("Question", "Other")
    assert [(name, value.text) for name, value in item.properties if isinstance(value, Literal)] == [
        ("m", "1"), ("l", "/x"), ("name", "/x"), ("t", "2020"), ("d", "3"), ("i", "p.png"), ("s", "c"), ("p", "text"),
    ]  # fmt: skip
    assert item.literals("name")[0].words == "words"


def test_itemref_may_run_in_circles() -> None:
    page = """<div id=a itemscope itemref="b a none"><b itemprop=x id=y>1</b></div>
    <div id=b itemprop=c itemscope itemref="a b"><i itemprop=z>2</i></div>"""
    found = with_nested(items(page, microdata))
    assert len(found) == 2
    assert all(len(list(item.ancestors())) < 2 for item in found)


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


def chain_of_references(size: int) -> str:
    return json.dumps([{"@type": "Thing", "@id": f"#{n}", "next": {"@id": f"#{n + 1}"}} for n in range(size)])


def references_to_one_id(size: int) -> str:
    return json.dumps([{"@type": f"T{n}", "@id": "#x", "next": {"@type": "Other", "@id": "#x"}} for n in range(size)])


@pytest.mark.parametrize("make", [chain_of_references, references_to_one_id])
def test_references_in_json_ld_are_resolved_in_linear_time(make: Callable[[int], str]) -> None:
    def work(size: int) -> Callable[[], object]:
        tree = LexborHTMLParser(f'<script type="application/ld+json">{make(size)}</script>')
        return lambda: json_ld(tree)

    assert growth(work, 200) < 2.2


def test_a_chain_of_itemrefs_is_followed_in_linear_time() -> None:
    def work(size: int) -> Callable[[], object]:
        tree = LexborHTMLParser(
            "".join(f"<p id=x{n} itemprop=next itemscope itemref=x{n + 1}>x</p>" for n in range(size))
        )
        return lambda: microdata(tree)

    assert growth(work, 200) < 2.2


def test_a_reference_names_the_first_item_of_its_type() -> None:
    people = [{"@id": "#x", "@type": kind, "name": kind} for kind in ("Person", "Organization", "Organization")]
    people[2]["name"] = "Second"
    posts = [
        {"@type": "Post", "author": {"@id": "#x", **kind}} for kind in ({"@type": "Organization"}, {}, {"@type": "X"})
    ]
    tree = LexborHTMLParser(f'<script type="application/ld+json">{json.dumps([people, posts])}</script>')
    authors = [item.items("author")[0] for item in json_ld(tree) if item.is_a("Post")]
    assert [author.literals("name")[0].text for author in authors] == ["Organization", "Person", "Person"]
