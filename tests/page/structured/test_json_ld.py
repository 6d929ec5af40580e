"""JSON-LD: broken blocks, references, lists; what is no value."""

import json
from collections.abc import Callable

import pytest
from selectolax.lexbor import LexborHTMLParser

from qapipe.errors import TooComplexError
from qapipe.page.structured import json_ld, with_nested
from support.structured import items, names, script
from support.work import growth


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
        "{&#34;name&#34;: &#34;a&#34;}",
        '{"name": ["a", null], "x": NaN}',
        '{"name": {"@value": "a", "@language": "en"}}',
        '{"http://schema.org/name": "a"}',
        '{"name": "a", "description": "it\\\'s\n\tbroken"}',
    ],
)
def test_broken_blocks_are_read(block: str) -> None:
    assert names(items(script(block))) == ["a"]


def test_the_type_may_be_written_in_three_ways() -> None:
    blocks = [json.dumps({key: "Answer", "text": "a"}) for key in ("@type", "type", "@Type", "@kind")]
    assert [item.types for item in items(script(*blocks))] == [("Answer",)] * 3 + [()]


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
        "/*" * 200_000,
        "<!--" * 200_000,
        "[" + "," * 200_000,
        '"' + '\\"' * 200_000,
        '{"' + 'a"b ' * 200_000,
        '{"a": ["' + "\\" * 200_001,
    ],
    ids=[
        "deep objects",
        "deep lists",
        "huge number",
        "odd types",
        "quotes",
        "comments",
        "HTML comments",
        "commas",
        "escaped quotes",
        "quotes that end nothing",
        "backslashes",
    ],
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


def test_a_reference_names_the_first_item_of_its_type() -> None:
    people = [{"@id": "#x", "@type": kind, "name": kind} for kind in ("Person", "Organization", "Organization")]
    people[2]["name"] = "Second"
    posts = [
        {"@type": "Post", "author": {"@id": "#x", **kind}} for kind in ({"@type": "Organization"}, {}, {"@type": "X"})
    ]
    tree = LexborHTMLParser(f'<script type="application/ld+json">{json.dumps([people, posts])}</script>')
    authors = [item.items("author")[0] for item in json_ld(tree) if item.is_a("Post")]
    assert [author.literals("name")[0].text for author in authors] == ["Organization", "Person", "Person"]


def test_json_ld_in_lists_sets_and_graphs() -> None:
    block = """{"@graph": [{"@type": ["Question", 3], "@id": "#q", "name": {"@list": ["a", ["b", {"@value": "c"}]]},
    "suggestedAnswer": {"@set": [{"@id": "#1"}, {"text": "2"}]}, "@context": {"name": "x"}}],
    "@reverse": {"name": "no"}}"""
    (question,) = items(script(block, '{"@id": "#1", "@type": "Answer", "text": "1"}'))
    assert (question.types, question.identity) == (("Question",), "#q")
    assert [literal.text for literal in question.literals("name")] == ["a", "b", "c"]
    assert [answer.literals("text")[0].text for answer in question.items("suggestedAnswer")] == ["1", "2"]
    assert [answer.roles for answer in question.items("suggestedAnswer")] == [("suggestedAnswer",)] * 2
    assert [answer.parent for answer in question.items("suggestedAnswer")] == [question] * 2


def test_of_several_items_with_one_id_the_one_of_the_same_type_is_meant() -> None:
    page = script(
        '{"@id": "#x", "@type": "WebPage", "name": "page"}',
        '{"@id": "#x", "@type": "Person", "name": "person"}',
        '{"@type": "Answer", "author": {"@id": "#x", "@type": "Person"}, "about": {"@id": "#x"}, "url": {"@id": "#y"}}',
    )
    answer = next(item for item in items(page) if item.is_a("Answer"))
    assert names(answer.items("author")) == ["person"]
    assert names(answer.items("about")) == ["page"]
    assert [item.identity for item in answer.items("url")] == ["#y"]


@pytest.mark.parametrize("kind", ["id", "@id"])
def test_keys_without_the_at_sign(kind: str) -> None:
    (item,) = items(script(f'{{"type": "Question", "{kind}": "#q", "name": "a"}}'))
    assert (item.types, item.identity) == (("Question",), "#q")


@pytest.mark.parametrize(
    "block",
    [
        '{"name": "a "b" c"}',
        '{"x": "she said "yes", and left", "name": "a "b" c"}',
        '{"name": "a "b" c", "list": ["one "two"", "three"]}',
    ],
)
def test_quotes_inside_strings_that_nobody_escaped(block: str) -> None:
    assert names(items(script(block))) == ['a "b" c']


@pytest.mark.parametrize(("items", "fits"), [(3, True), (4, False)])
def test_how_many_items_a_block_may_have(items: int, *, fits: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qapipe.page.structured.items.MAX_ITEMS", 3)
    block = "".join('{"about": ' for _ in range(items - 1)) + '{"name": "a"}' + "}" * (items - 1)
    page = LexborHTMLParser(script(block))
    if fits:
        assert len(with_nested(json_ld(page))) == items
    else:
        with pytest.raises(TooComplexError):
            json_ld(page)
