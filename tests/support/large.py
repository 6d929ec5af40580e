"""A dataset of any number of made-up answers, written as a stream: three answers a question on average."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from qapipe.dataset.about import About
from qapipe.dataset.card import write_card
from qapipe.dataset.counts import Counts
from qapipe.dataset.croissant import write_croissant
from qapipe.dataset.facts import facts_of
from qapipe.dataset.manifest import write_manifest
from qapipe.dataset.writer import Part, TableWriter
from qapipe.records.schema import TABLES

ODD = "'=1+1\" \\; -- <b>&amp;</b>\nשלום, 猫 é \U0001f468\u200d\U0001f469\u200d\U0001f467 | `x`, %s {0} $HOME NULL"
"""A text with what readers get wrong: quotes, line breaks, right-to-left letters, joined emoji."""

_QUESTIONS = 8_192  # of a batch
_ANSWERS = (1, 2, 3, 6)  # of a question, in turn
_EXPERTS = 1_000
_SENTENCES = (
    "The swelling goes down in the first weeks, and what remains needs months.",
    "A scan tells bone from cartilage; until then nobody can say more.",
    "Ask for the records of the first operation before you decide on a second one.",
    "Warm compresses help, salt does not, and patience helps most of all.",
    "I would wait for half a year, take photographs every month and compare.",
)
_SPECIALTIES = ("Dentist", "Plastic Surgeon", "Dermatologist", None)


def large_dataset(folder: Path, answers: int) -> Path:
    """Write a dataset with this number of answers or a few more; the body of the first answer is :data:`ODD`."""
    folder.mkdir(parents=True)
    writers = {name: TableWriter(folder / name, name) for name in TABLES}
    counts, of_expert = Counts(), Counter[str]()
    while counts.answers < answers:
        start = counts.pages
        for table, rows in _batches(start, answers - counts.answers):
            writers[table].write(pa.RecordBatch.from_pydict(rows, schema=TABLES[table]))
            if table == "answers":
                of_expert.update(rows["expert_id"])
                counts.answers += len(rows["answer_id"])
            counts.pages += len(rows["page_id"]) if table == "pages" else 0
        counts.questions = counts.pages
    experts = _experts([of_expert[_id("e", number)] for number in range(_EXPERTS)])
    writers["experts"].write(pa.RecordBatch.from_pydict(experts, schema=TABLES["experts"]))
    parts = {name: writer.close() for name, writer in writers.items()}
    _describe(folder, counts, parts)
    return folder


def _describe(folder: Path, counts: Counts, parts: dict[str, list[Part]]) -> None:
    facts = facts_of(parts)
    counts.experts = facts["experts"].rows
    counts.status["ok"] = counts.site["schema_org"] = counts.layout["schema_org/schema_org"] = counts.pages
    others = [write_card(folder, counts, facts), write_croissant(folder, facts, About())]
    write_manifest(folder, request={"options": {"captures": "latest"}}, counts=counts, parts=parts, others=others)


def _batches(start: int, wanted: int) -> Iterator[tuple[str, dict[str, list[Any]]]]:
    """The rows of the next questions and of their pages and answers, as columns."""
    numbers: list[int] = []
    total = 0
    for number in range(start, start + _QUESTIONS):
        if total >= wanted:
            break
        numbers.append(number)
        total += _ANSWERS[number % len(_ANSWERS)]
    yield "pages", _table("pages", len(numbers), _pages(numbers))
    yield "questions", _table("questions", len(numbers), _asked(numbers))
    given = [(number, place) for number in numbers for place in range(1, _ANSWERS[number % len(_ANSWERS)] + 1)]
    yield "answers", _table("answers", len(given), _given(given))


def _table(name: str, rows: int, columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {column: columns.get(column) or [None] * rows for column in TABLES[name].names}


def _pages(numbers: list[int]) -> dict[str, list[Any]]:
    rows = len(numbers)
    return {
        "page_id": [_id("p", number) for number in numbers],
        "url": [f"https://x.example/question/{number}" for number in numbers],
        "site": ["schema_org"] * rows, "layout": ["schema_org"] * rows, "status": ["ok"] * rows,
        "warnings": [[]] * rows, "answers_found": [_ANSWERS[number % 4] for number in numbers],
        "noise_removed": [0] * rows, "question_id": [_id("q", number) for number in numbers],
        "source": ["made"] * rows, "offset": numbers, "bytes": [1_000] * rows, "payload_sha256": ["0" * 64] * rows,
        "captured_at": [1_600_000_000_000_000 + number for number in numbers],
    }  # fmt: skip


def _asked(numbers: list[int]) -> dict[str, list[Any]]:
    return {
        "question_id": [_id("q", number) for number in numbers], "page_id": [_id("p", number) for number in numbers],
        "url": [f"https://x.example/question/{number}" for number in numbers],
        "site": ["schema_org"] * len(numbers), "title": [f"Is number {number} all right?" for number in numbers],
        "body": [f"{number} weeks ago. {_SENTENCES[number % 5]}" for number in numbers],
        "topics": [["one", "two"] if number % 2 else [] for number in numbers],
        "views": [number % 1_000 for number in numbers], "answers_found": [_ANSWERS[number % 4] for number in numbers],
    }  # fmt: skip


def _given(given: list[tuple[int, int]]) -> dict[str, list[Any]]:
    experts = [(7 * number + place) % _EXPERTS if place < 3 else None for number, place in given]
    bodies = [
        f"{_SENTENCES[number % 5]} {number}-{place}. {_SENTENCES[(number + place) % 5]}" for number, place in given
    ]
    if given[0] == (0, 1):
        bodies[0] = ODD
    return {
        "answer_id": [f"{_id('a', number)[:-2]}{place:02}" for number, place in given],
        "question_id": [_id("q", number) for number, _ in given], "page_id": [_id("p", number) for number, _ in given],
        "site": ["schema_org"] * len(given), "position": [place for _, place in given], "body": bodies,
        "votes": [number % 50 if place == 1 else None for number, place in given],
        "is_accepted": [place == 1 for _, place in given],
        "answered_at": [1_500_000_000_000_000 + number if place == 1 else None for number, place in given],
        "author_name": [None if expert is None else f"Ida Quist{expert}" for expert in experts],
        "author_credentials": [[] if expert is None else ["MD", "FACS"] for expert in experts],
        "specialty": [None if expert is None else _SPECIALTIES[expert % 4] for expert in experts],
        "rating": [None if expert is None else 3 + expert % 20 / 10 for expert in experts],
        "rating_best": [None if expert is None else 5.0 for expert in experts],
        "review_count": [None if expert is None else expert for expert in experts],
        "expert_id": [None if expert is None else _id("e", expert) for expert in experts],
    }  # fmt: skip


def _experts(answers: list[int]) -> dict[str, list[Any]]:
    """The experts with a number of answers each, as columns; one without answers has no row."""
    numbers = [number for number, count in enumerate(answers) if count]
    columns: dict[str, list[Any]] = {
        "expert_id": [_id("e", number) for number in numbers], "site": ["schema_org"] * len(numbers),
        "name": [f"Ida Quist{number}" for number in numbers], "credentials": [["MD", "FACS"]] * len(numbers),
        "specialty": [_SPECIALTIES[number % 4] for number in numbers],
        "answers": [answers[number] for number in numbers],
    }  # fmt: skip
    return _table("experts", len(numbers), columns)


def _id(kind: str, number: int) -> str:
    """An id that looks like a hash; neighbours differ in their first digits."""
    return f"{(number * 0x9E3779B97F4A7C15 + ord(kind)) % (1 << 64):016x}{number:016x}"
