"""Which short texts beside a post may be a name."""

import pytest

from qapipe.readers.threads.author_words import may_be_name


@pytest.mark.parametrize("text", ["Ann", "ann_42", "Dr. Ann Lee, MD", "安娜", "Best of Boats"])
def test_names(text: str) -> None:
    assert may_be_name(text)


@pytest.mark.parametrize(
    "text",
    [
        *("42", "{{ user.name }}", "Helpful (3)", "Location: Leeds", "Reply", "Level 3", "12 posts", "10:45"),
        *("Chosen Answer", "Лучший ответ", "ベストアンサー"),
    ],
)
def test_labels_counts_and_buttons(text: str) -> None:
    assert not may_be_name(text)
