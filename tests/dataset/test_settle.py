"""An input settled in parts gives the rows and the counts of the same input settled as a whole."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from qapipe.dataset import experts, repeats
from qapipe.dataset import settle as settling
from qapipe.dataset.choices import Captures
from qapipe.dataset.counts import Counts
from qapipe.dataset.outcomes import Outcomes
from qapipe.dataset.settle import roll_up, settle, settle_part
from qapipe.dataset.tables import place_of
from qapipe.records.batches import record_batch
from qapipe.records.plain import Record
from qapipe.records.reasons import Reason, Status
from qapipe.records.schema import TABLES
from support import rich
from support.expected import same_as_expected

NAMED = frozenset({"crawl.warc.gz", "lists.parquet", "whole.gz", "never.jsonl"})
KEYS = {"pages": "offset", "questions": "question_id", "answers": "answer_id", "experts": "expert_id"}


def pages() -> list[Record]:
    """The rich records, more pages that failed, and captures whose order a duplicate elsewhere decides."""
    found = rich.records(12)
    for number, page in enumerate(found):
        page.offset = number  # so that every page is somewhere else
    kept, other = found[1], found[9]
    times = [kept.captured_at + timedelta(days=n) if kept.captured_at else None for n in range(4)]
    later = rich.copy(kept, page_id=other.page_id[::-1], captured_at=times[1], offset=101)
    again = rich.copy(kept, captured_at=times[2], offset=102, source="again.jsonl")
    once_more = rich.copy(kept, captured_at=None, offset=103, source="again.jsonl")
    unknown = rich.copy(other, offset=104, source="again.jsonl")  # both of an unknown time
    failed = [
        rich.copy(
            found[-1], page_id=f"{number:032x}", status=Status.ERROR, reason=reason, url=None, source=source,
            member=None, offset=offset, detail=f"why {number}",
        )
        for number, (reason, source, offset) in enumerate([
            (Reason.CORRUPT, "whole.gz", 5), (Reason.UNREADABLE, "whole.gz", None), (Reason.CORRUPT, "whole.gz", None),
            (Reason.NO_BODY, "never.jsonl", 7), (Reason.CHANGED, "folder/x", None), (Reason.NO_BODY, "never.jsonl", 8),
        ])
    ]  # fmt: skip
    return [*found, later, again, once_more, unknown, *failed]


def part_of(number: int, page: Record, parts: int) -> int:
    """The part of a page: that of its thread, but copies of pages are anywhere."""
    if page.source == "again.jsonl":
        return number % parts
    return int((page.thread_id or page.page_id)[:8], 16) % parts


def as_whole(folder: Path, records: Sequence[Record], captures: Captures) -> tuple[dict[str, Any], Counts]:
    batches = [record_batch(records[start : start + 7]) for start in range(0, len(records), 7)]
    counts = Counts(outcomes=Outcomes(NAMED))
    files = settle(lambda names: [one.select(names or one.schema.names) for one in batches], captures, folder, counts)
    return {
        name: [row for part in files[name] for row in pq.read_table(part.path).to_pylist()] for name in TABLES
    }, counts


def in_parts(folder: Path, records: Sequence[Record], captures: Captures) -> tuple[dict[str, Any], Counts]:
    parts = 3
    numbered = [(part_of(number, page, parts), number, page) for number, page in enumerate(records)]
    rows: dict[str, list[Any]] = {name: [] for name in TABLES}
    counts = Counts(outcomes=Outcomes(NAMED))
    partials: list[pa.RecordBatch] = []
    occurrences = pa.RecordBatch.from_pylist(
        [
            {"page_id": bytes.fromhex(page.page_id), "part": part, "order": number, "captured_at": page.captured_at}
            for part, number, page in numbered
        ],
        schema=repeats.OCCURRENCES,
    )

    def place(part: int, order: int) -> str:
        assert numbered[order][0] == part
        return place_of(record_batch([records[order]]), 0)

    found = repeats.find_repeats([occurrences.slice(20), occurrences.slice(0, 20)], place)
    assert found.schema == repeats.REPEATS
    for part in range(parts):
        own = [(number, page) for one, number, page in numbered if one == part]
        whole = record_batch([page for _, page in own])
        whole = whole.append_column("order", pa.array([number for number, _ in own], pa.int64()))
        batches = [whole.slice(start, 5) for start in range(0, whole.num_rows, 5)]
        of_part = Counts(outcomes=Outcomes(NAMED))
        (folder / str(part)).mkdir(parents=True)
        files = settle_part(
            lambda names, batches=batches: [one.select(names or one.schema.names) for one in batches],  # type: ignore[misc]
            captures, repeats.repeats_in(part, [found.slice(0, 1), found.slice(1)]), folder / str(part), of_part,
            partials.append,
        )  # fmt: skip
        counts.merge(Counts.load(json.loads(json.dumps(of_part.dump()))))
        for name, written in files.items():
            rows[name] += [row for one in written for row in pq.read_table(one.path).to_pylist()]
    written = roll_up(reversed(partials), folder)
    rows["experts"] = [row for one in written for row in pq.read_table(one.path).to_pylist()]
    counts.experts = len(rows["experts"])
    return rows, counts


@pytest.mark.parametrize("captures", Captures)
@pytest.mark.parametrize("most", [1, 1_000])
def test_parts_are_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, captures: Captures, most: int) -> None:
    """However many experts of a part are in memory before they are passed on."""
    monkeypatch.setattr(settling, "MAX_EXPERTS", most)
    monkeypatch.setattr(experts, "_BATCH_ROWS", most)
    records = pages()
    (tmp_path / "whole").mkdir()
    whole, counts = as_whole(tmp_path / "whole", records, captures)
    rows, of_parts = in_parts(tmp_path / "parts", records, captures)
    assert rows["experts"] == whole["experts"], "in the same order"
    for name, key in KEYS.items():
        by_key = [sorted(table[name], key=lambda row: (str(row[key]), str(row))) for table in (whole, rows)]
        assert by_key[0] == by_key[1]
    assert of_parts.as_json() == counts.as_json()
    assert of_parts.outcomes.as_json() == counts.outcomes.as_json()
    assert (of_parts.outcomes.failures, of_parts.outcomes.unread) == (counts.outcomes.failures, counts.outcomes.unread)
    assert of_parts.outcomes.pages == counts.outcomes.pages == len(records)
    verdicts = [[row["offset"], row["status"], row["detail"]] for row in whole["pages"] if row["status"] != "error"]
    same_as_expected(f"settle/{captures}.json", {
        "verdicts": [json.dumps(one) for one in verdicts], "counts": counts.as_json(),
        "outcomes": counts.outcomes.as_json(), "unread": counts.outcomes.unread, "failures": counts.outcomes.failures,
    })  # fmt: skip
