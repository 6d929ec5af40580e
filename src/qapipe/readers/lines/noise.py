"""Noise that any site may leave in a page: unrendered template expressions.

In: the lines of each answer. Out: the expressions that are noise, such as ``{{ user.name }}`` in every one.

The same text is content in an answer about Jinja. So an expression is noise only if it is a line of its own, outside
code, and is found at the same end of most answers. Boilerplate of a particular site is defined by its layouts.
"""

from collections import Counter
from collections.abc import Sequence

from selectolax.lexbor import LexborNode

from qapipe.page.expressions import STARTS, is_expression
from qapipe.page.outline import Line

_EDGE = 2  # lines at either end of an answer


def slot_expressions(answers: Sequence[Sequence[Line]]) -> set[str]:
    """The expressions that are noise because they recur at the same end of the answers.

    That is: at the same end of at least two answers and more than half of all, and never twice in one answer.
    """
    heads: Counter[str] = Counter()
    tails: Counter[str] = Counter()
    content: set[str] = set()
    for lines in answers:
        found = {
            line.text for line in lines if line.text[0] in STARTS and is_expression(line.text) and not in_code(line.box)
        }
        if not found:
            continue
        texts = [line.text for line in lines]
        content |= {text for text, times in Counter(text for text in texts if text in found).items() if times > 1}
        heads.update(found.intersection(texts[:_EDGE]))
        tails.update(found.intersection(texts[-_EDGE:]))
    enough = max(2, len(answers) // 2 + 1)
    return {text for edge in (heads, tails) for text, count in edge.items() if count >= enough} - content


def in_code(box: LexborNode | None) -> bool:
    """Whether a line whose innermost block element is ``box`` is in a code block."""
    return box is not None and box.tag == "pre"
