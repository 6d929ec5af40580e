"""Posts that are one ``pre`` each are text; where some are not, a ``pre`` is code."""

import pytest

from .pages import post, thread

ASKED = "<pre>My kettle hums when it stands on the left plate,\nand not on the right one.\n\nWhat may it be?</pre>"
FIRST = "<pre>  It is the loose bottom of the kettle.\n\n\nPut a coin under it and listen.\n</pre>"
SECOND = "<pre>Ours did the same until we took the lime out.</pre>"


def bodies(*texts: str) -> list[str]:
    days = ("3 May 2014", "4 May 2014", "5 May 2014")
    boxes = [post(number, f"Name{number}", days[number], text) for number, text in enumerate(texts)]
    found = thread(f"<h1>Why does my kettle hum?</h1>{''.join(boxes)}")
    return [one.body for one in (found.question, *found.answers) if one]


def test_what_stands_in_pre_alone_is_text() -> None:
    assert bodies(ASKED, FIRST, SECOND) == [
        "My kettle hums when it stands on the left plate,\nand not on the right one.\n\nWhat may it be?",
        "It is the loose bottom of the kettle.\n\nPut a coin under it and listen.",
        "Ours did the same until we took the lime out.",
    ]


@pytest.mark.parametrize(
    ("other", "body"),
    [
        ("<p>Ours did the same until we took the lime out.</p>", "Ours did the same until we took the lime out."),
        ("<pre>Ours did the same.</pre><pre>Take out the lime.</pre>",
         "```\nOurs did the same.\n```\n\n```\nTake out the lime.\n```"),
    ],
)  # fmt: skip
def test_where_one_post_is_no_single_pre_it_is_code(other: str, body: str) -> None:
    found = bodies(ASKED, FIRST, other)
    assert found[1:] == ["```\n  It is the loose bottom of the kettle.\n\n\nPut a coin under it and listen.\n```", body]
