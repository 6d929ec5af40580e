"""Texts that count answers, in many languages, and classes that name one."""

import pytest

from qapipe.readers.threads.answer_counts import answer_count
from qapipe.readers.threads.answer_words import CALLED


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("3 answers", 3), ("No replies yet", 0), ("Antworten (12)", 12), ("2 odpowiedzi", 2), ("5 válasz", 5),
        ("3 відповіді", 3), ("4 개 답변", 4), ("답변 4", 4), ("3 απαντήσεις", 3), ("2 trả lời", 2), ("3 תשובות", 3),
        ("7 Antwoorden", 7), ("回答3", 3), ("3 weavers", None), ("3 answers by Ann", None), ("cevap", None),
    ],
)  # fmt: skip
def test_counts_of_answers(text: str, count: int | None) -> None:
    assert answer_count(text) == count


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("answer", True),
        ("valasz", True),
        ("otvet-item", True),
        ("box cevap", True),
        ("answers", False),
        ("svarta", False),
    ],
)
def test_classes_that_name_one_answer(name: str, *, holds: bool) -> None:
    assert (CALLED.search(name) is not None) is holds
