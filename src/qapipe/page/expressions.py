"""Template expressions that a site left unrendered, such as ``{{ user.name }}``.

The same text is content in an answer about Jinja. Which expressions are noise is decided in
:mod:`qapipe.readers.lines.noise`; what is left outside code gets a warning.
"""

import re
from collections.abc import Sequence
from operator import itemgetter

_EXPRESSION = re.compile(
    r"\{\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\}|\{%[^%]*%\}|<%[=-]?[^%]*%>|\$\{[^{}]*\}|\[\[[^\[\]]*\]\]|#\{[^{}]*\}"
)
STARTS = frozenset("{<$[#")
"""First characters of expressions."""
OPENINGS = ("{{", "{%", "<%")
"""What begins the expressions that are remarkable within a line, too; people write ``${HOME}`` and ``[[1]]``."""
_INLINE = re.compile(r"\{\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\}|\{%[^%]*%\}|<%[=-]?[^%]*%>")
_first = itemgetter(0)
_FENCE = re.compile(r"^[ ]{0,3}(?:> )*```[^\n`]*$", re.MULTILINE)


def is_expression(text: str) -> bool:
    """Whether the whole text is an unrendered template expression (Angular, Jinja, ERB, JavaScript ...)."""
    return _EXPRESSION.fullmatch(text) is not None


def outside_code(text: str) -> list[str]:
    """The parts of a text that are outside its code blocks, which stand between fences."""
    return _FENCE.split(text)[::2]


def may_have_expression(text: str) -> bool:
    """Whether a character is in a text without which no part of it has a template expression."""
    return "{" in text or "<" in text or "[" in text


def has_expression(text: str) -> bool:
    """Whether a template expression is left in a text outside its code blocks, or is all of it."""
    if any(opening in text for opening in OPENINGS):
        return any(_INLINE.search(part) for part in outside_code(text))
    return is_expression(text)


def any_has_expression(texts: Sequence[str]) -> bool:
    """Whether any of the texts :func:`has_expression`; none has on nearly all pages, as a few characters show."""
    joined = "".join(texts)
    if "{" in joined or "<%" in joined or not STARTS.isdisjoint(map(_first, texts)):
        return any(map(has_expression, texts))
    return False
