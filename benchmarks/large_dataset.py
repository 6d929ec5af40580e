"""A large dataset of made-up rows, to measure what reads datasets.

Five answers a page, 300 characters each on average; two thirds of the authors are named. With ``--changed`` it is the
same dataset as a worse parser would have built it: half of the specialties are missing, and 1 % of the answers have
another word and so another id. The same arguments give the same bytes.

    python benchmarks/large_dataset.py /tmp/old && python benchmarks/large_dataset.py /tmp/new --changed
    /usr/bin/time -v qapipe check /tmp/old
    /usr/bin/time -v qapipe diff /tmp/old /tmp/new
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from qapipe.dataset.counts import Counts
from qapipe.dataset.manifest import write_manifest
from qapipe.dataset.writer import TableWriter
from qapipe.records.schema import TABLES

ANSWERS = 5
"""Answers of a page."""
PAGES = 10_000
"""Pages made at a time."""
CAPTURED = datetime(2024, 5, 1, tzinfo=UTC)
ANSWERED = datetime(2024, 4, 1, tzinfo=UTC)
SPECIALTIES = ("Gardener", "Forester", "Botanist", "Beekeeper", "Plant Doctor")
WORDS = (
    "leaf root branch soil water frost spring summer harvest pruning bud seed stem bark compost shade moss hedge "
    "lawn pear apple plum cherry berry larva aphid mildew rust spade rake barrow glove string stake"
).split()


def ids(kind: str, start: int, count: int) -> list[str]:
    """The ids of some rows, spread evenly as hashes are."""
    digits = random.Random(f"{kind} {start}").randbytes(16 * count).hex()
    return [digits[place : place + 32] for place in range(0, len(digits), 32)]


def sentences(count: int) -> list[str]:
    """Texts of 4 to 45 words."""
    source = random.Random(1)
    return [" ".join(source.choices(WORDS, k=source.randint(4, 45))).capitalize() + "." for _ in range(count)]


class Maker:
    """Makes the rows of all tables, some pages at a time."""

    def __init__(self, pages: int, *, changed: bool) -> None:
        self.pages, self.changed = pages, changed
        self.texts = sentences(5_000)
        self.experts = ids("expert", 0, max(pages // 10, 1))
        self.counted: Counter[int] = Counter()

    def batches(self) -> Iterator[dict[str, pa.RecordBatch]]:
        """The rows of ``pages``, ``questions`` and ``answers``."""
        for start in range(0, self.pages, PAGES):
            numbers = range(start, min(start + PAGES, self.pages))
            page_ids, question_ids = (ids(kind, start, len(numbers)) for kind in ("page", "question"))
            yield {
                "pages": batch("pages", len(numbers), self.page_columns(numbers, page_ids, question_ids)),
                "questions": batch("questions", len(numbers), self.question_columns(numbers, page_ids, question_ids)),
                "answers": batch(
                    "answers", len(numbers) * ANSWERS, self.answer_columns(numbers, page_ids, question_ids)
                ),
            }

    def page_columns(self, numbers: Sequence[int], page_ids: list[str], question_ids: list[str]) -> dict[str, Any]:
        """Columns of pages; a single value is that of all rows."""
        return {
            "page_id": page_ids, "url": [f"https://garden.example/q/{n}" for n in numbers], "site": "thread",
            "layout": "posts", "status": "ok", "warnings": [], "answers_found": ANSWERS, "noise_removed": 0,
            "question_id": question_ids, "source": "garden.warc.gz", "offset": [n * 9_000 for n in numbers],
            "captured_at": CAPTURED, "media_type": "text/html", "charset": "utf-8", "bytes": 9_000,
            "payload_sha256": [one + one for one in page_ids],
        }  # fmt: skip

    def question_columns(self, numbers: Sequence[int], page_ids: list[str], question_ids: list[str]) -> dict[str, Any]:
        """Columns of questions."""
        return {
            "question_id": question_ids, "page_id": page_ids,
            "url": [f"https://garden.example/q/{n}" for n in numbers], "site": "thread",
            "title": [f"{self.texts[n % 4_999]} Why {n}?" for n in numbers],
            "body": [self.texts[(7 * n) % 5_000] for n in numbers], "asked_at": ANSWERED, "topics": ["garden"],
            "answers_found": ANSWERS,
        }  # fmt: skip

    def answer_columns(self, numbers: Sequence[int], page_ids: list[str], question_ids: list[str]) -> dict[str, Any]:
        """Columns of answers."""
        rows = [ANSWERS * n + place for n in numbers for place in range(ANSWERS)]
        authors = [(31 * row) % len(self.experts) if row % 3 else None for row in rows]
        self.counted.update(author for author in authors if author is not None)
        answer_ids = ids("answer", rows[0], len(rows))
        bodies = [f"{self.texts[(3 * row) % 5_000]}\n\n{self.texts[(11 * row) % 4_999]} {row}" for row in rows]
        specialties = [None if one is None else SPECIALTIES[one % 5] for one in authors]
        if self.changed:
            specialties = [None if row % 2 else one for row, one in zip(rows, specialties, strict=True)]
            for place in range(0, len(rows), 100):
                bodies[place] += " Truly."
                answer_ids[place] = answer_ids[place][::-1]
        return {
            "answer_id": answer_ids, "question_id": [one for one in question_ids for _ in range(ANSWERS)],
            "page_id": [one for one in page_ids for _ in range(ANSWERS)], "site": "thread",
            "position": list(range(1, ANSWERS + 1)) * len(numbers), "body": bodies,
            "votes": [row % 17 for row in rows], "answered_at": ANSWERED,
            "author_name": [None if one is None else f"Ada Fern {one}" for one in authors],
            "author_credentials": [], "specialty": specialties,
            "rating": [None if one is None else one % 50 / 10 for one in authors],
            "rating_best": [None if one is None else 5.0 for one in authors],
            "expert_id": [None if one is None else self.experts[one] for one in authors],
        }  # fmt: skip

    def expert_batches(self) -> Iterator[pa.RecordBatch]:
        """The rows of ``experts``."""
        known = sorted(self.counted)
        for start in range(0, len(known), PAGES):
            some = known[start : start + PAGES]
            columns = {
                "expert_id": [self.experts[one] for one in some], "site": "thread",
                "name": [f"Ada Fern {one}" for one in some], "credentials": [],
                "answers": [self.counted[one] for one in some], "rating": [one % 50 / 10 for one in some],
                "rating_best": 5.0,
            }  # fmt: skip
            yield batch("experts", len(some), columns)


def batch(table: str, rows: int, columns: dict[str, Any]) -> pa.RecordBatch:
    """A batch of a table: a value that is no list stands in every row, and so does the list of a column of lists."""
    schema = TABLES[table]
    arrays = []
    for field in schema:
        value = columns.get(field.name)
        if pa.types.is_list(field.type):
            arrays.append(pa.array([value or []] * rows, field.type))
        elif isinstance(value, list):
            arrays.append(pa.array(value, field.type))
        else:
            arrays.append(
                pa.nulls(rows, field.type) if value is None else pa.repeat(pa.scalar(value, field.type), rows)
            )
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def make(out: Path, answers: int, *, changed: bool) -> None:
    """Write a dataset."""
    out.mkdir(parents=True)
    maker = Maker(-(-answers // ANSWERS), changed=changed)
    writers = {name: TableWriter(out / name, name) for name in TABLES}
    for made in maker.batches():
        for name, rows in made.items():
            writers[name].write(rows)
    for rows in maker.expert_batches():
        writers["experts"].write(rows)
    parts = {name: writer.close() for name, writer in writers.items()}
    counts = Counts(pages=maker.pages, questions=maker.pages, answers=ANSWERS * maker.pages)
    counts.experts = sum(part.rows for part in parts["experts"])
    counts.status["ok"], counts.site["thread"] = maker.pages, maker.pages
    counts.layout["thread/posts"] = maker.pages
    write_manifest(out, request={"inputs": [], "options": {}}, counts=counts, parts=parts, others=[])


def main() -> None:
    """Write the dataset that is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("out", type=Path, help="directory to write")
    options.add_argument("--answers", type=int, default=10_000_000)
    options.add_argument("--changed", action="store_true", help="as a worse parser would have built it")
    chosen = options.parse_args()
    make(chosen.out, chosen.answers, changed=chosen.changed)


if __name__ == "__main__":
    main()
