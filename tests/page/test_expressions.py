"""Template expressions: what is one, and whether a text has one left outside its code."""

import pytest

from qapipe.page.expressions import (
    any_has_expression,
    has_expression,
    is_expression,
    may_have_expression,
    outside_code,
)


@pytest.mark.parametrize(
    "text",
    ["{{ user.name }}", "{{ a ? '{' : '}' }}", "{% if x %}", "<%= name %>", "${name}", "[[name]]", "#{name}"],
)
def test_expressions(text: str) -> None:
    assert is_expression(text)
    assert has_expression(text), "as all of a text"
    assert not is_expression(f"{text}!")
    assert not is_expression(text[:-1])
    assert may_have_expression(text)
    assert not has_expression(f"```\n{text}\n```")


@pytest.mark.parametrize("text", ["{{ user.name }}", "{% if x %}", "<%= name %>"])
def test_left_within_a_text(text: str) -> None:
    assert has_expression(f"Dear {text}, thanks")
    assert has_expression(f"```\nx\n```\n- {text}\n```\ny\n```")
    assert not has_expression(f"See:\n\n```html\n<b>{text}</b>\n```\n\nThat works")
    assert not has_expression(f"> ```\n> {text}\n> ```\n\nThat works")
    assert has_expression(f"In a line ``` is no fence\n{text}")


@pytest.mark.parametrize("text", ["${HOME} is a path", "see [[1]] and #{x}", "a {{ never closed", "{{}", ""])
def test_what_people_write(text: str) -> None:
    assert not has_expression(text)


def test_parts_outside_code() -> None:
    assert outside_code("a\n```\nb\n```\nc") == ["a\n", "\nc"]
    assert outside_code("a ``` b") == ["a ``` b"]
    assert outside_code("a\n   ```py\nb") == ["a\n"]


@pytest.mark.parametrize("text", ["{{ a }}", "Dear {{ a }}", "<%= a %>", "1 <% a %>", "${a}", "[[ a ]]", "#{a}"])
def test_one_text_with_an_expression_is_enough(text: str) -> None:
    assert any_has_expression(["Plain.", text])
    assert not any_has_expression(
        ["Plain, for $ 5.", "# 1 of [2]", "<b", "50%", text.replace("{", "(").replace("%", "&").replace("[", "|")]
    )


@pytest.mark.parametrize("texts", [[], ["a"], ["Plain.", "words"], ["a <", "% b %>"]])
def test_texts_without_an_expression(texts: list[str]) -> None:
    assert not any_has_expression(texts)
    assert not any(map(may_have_expression, texts)) or "a <" in texts
