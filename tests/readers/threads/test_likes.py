"""Likes that are told by the names of those who like a post."""

import pytest

from qapipe.readers.threads.likes import count_of, likes_of

from .arrays import BODY, family


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Bodil likes this.", 1), ("Bodil and Kasper like this", 2), ("Bodil, Kasper and 3 others like this", 5),
        ("Wim, Karel en 3 anderen", 5), ("Likes: Bodil, Kasper, Gerd", 3), ("Bodil und 2 weitere", 3), ("3 others", 3),
        ("山田、鈴木", 2), ("Bodil", None), ("", None), ("Like", None), ("x" * 301, None),
        ("Put a coin under it and listen whether the tone changes, and then ask the maker of it", None),
    ],
)  # fmt: skip
def test_how_many_a_text_names(text: str, count: int | None) -> None:
    assert count_of(text) == count


def test_the_box_of_each_post_is_counted() -> None:
    bar = "<div class='{}'>{}</div>"
    posts = [
        BODY + bar.format("reactionsBar-text", "Bodil, Kasper and 2 others"),
        BODY,
        BODY + bar.format("likesSummary", "Gerd likes this"),
    ]
    places, records, _ = family(*posts)
    assert likes_of(places, records) == [4, None, 1]
    places, records, _ = family(BODY + bar.format("words", "Bodil and Kasper like this"), BODY)
    assert likes_of(places, records) == [None, None]
