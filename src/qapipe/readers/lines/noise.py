"""Noise: what stands on a page and is no one's words, told from content by evidence and counted by rule.

Layouts name their site's own furniture as rules. What any site may leave behind is an unrendered template expression,
and there the evidence is where it stands: ``{{ user.name }}`` is content in an answer about Jinja and noise in the
slot of a name. So an expression goes only when it fills a line by itself, outside of code, at the same edge of an
answer, and the same way in answer after answer.
"""

import re
from collections import Counter
from collections.abc import Sequence

from qapipe.page.outline import Line

TEMPLATE_PLACEHOLDER = "template_placeholder"
"""Rule name of unrendered template expressions in the slots of answers."""

_EXPRESSION = re.compile(
    r"\{\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\}|\{%[^%]*%\}|<%[=-]?[^%]*%>|\$\{[^{}]*\}|\[\[[^\[\]]*\]\]|#\{[^{}]*\}"
)
STARTS = frozenset("{<$[#")
"""What expressions start with."""
_EDGE = 2  # lines at either end of an answer where templates have their slots
_CODE = frozenset({"pre", "code", "samp", "kbd"})


def is_expression(text: str) -> bool:
    """Whether a text is one unrendered template expression (Angular, Jinja, ERB, JavaScript ...) and nothing else."""
    return text[:1] in STARTS and _EXPRESSION.fullmatch(text) is not None


def slot_expressions(answers: Sequence[Sequence[Line]]) -> set[str]:
    """The expressions that fill the same slot of answer after answer.

    That is: at the same edge of at least two answers and of more than half of all, and nowhere twice in one answer.
    """
    heads: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    content: set[str] = set()
    for lines in answers:
        found = {
            line.text for line in lines if line.text[0] in STARTS and is_expression(line.text) and not _in_code(line)
        }
        if not found:
            continue
        texts = [line.text for line in lines]
        content |= {text for text, times in Counter(text for text in texts if text in found).items() if times > 1}
        heads.update(found.intersection(texts[:_EDGE]))
        tails.update(found.intersection(texts[-_EDGE:]))
    enough = max(2, len(answers) // 2 + 1)
    return {text for edge in (heads, tails) for text, count in edge.items() if count >= enough} - content


def fills_slot(line: Line, expressions: set[str]) -> bool:
    """Whether a line is one of the expressions in the slots of answers; in a block of code it is content."""
    return line.text in expressions and not _in_code(line)


def _in_code(line: Line) -> bool:
    """Whether a line stands in a block of code."""
    return line.box is not None and line.box.tag in _CODE
