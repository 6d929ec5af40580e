"""Which pages are of one question, and how their answers follow each other."""

import pytest

from qapipe.dataset.continuation import continued, said, same_title


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Why?", "Why?", True),
        ("Why?", "why? - Page 2", True),
        ("Why? | page 12", "Why? (page 3)", True),
        ("Why?", "Why not?", False),
        ("Why page 2", "Why page 2 is empty", False),
        (None, None, False),
        ("Why?", None, False),
        ("", "", False),
    ],
)
def test_titles(one: str | None, other: str | None, same: bool) -> None:
    assert same_title(one, other) is same
    assert same_title(other, one) is same


def test_the_first_post_shown_again_is_no_answer_and_replies_to_it_answer_the_question() -> None:
    asked = said("ann", "Why?")
    first, second = continued([[("1", said("ben", "So."))], [("2", asked), ("3", said("cem", "No."))]], asked)
    assert (first.found, second.before) == (2, 1)
    rows = [
        {"answer_id": name, "position": 0, "parent_answer_id": parent} for name, parent in (("2", None), ("3", "2"))
    ]
    assert second.added(rows) == [{"answer_id": "3", "position": 2, "parent_answer_id": None}]
