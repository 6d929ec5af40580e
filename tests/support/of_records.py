"""A dataset made of records as tests write them, without parsing any page."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from qapipe.dataset import tables
from qapipe.dataset.card import write_card
from qapipe.dataset.counts import Counts
from qapipe.dataset.facts import facts_of
from qapipe.dataset.manifest import write_manifest
from qapipe.dataset.writer import TableWriter
from qapipe.records import plain
from qapipe.records.schema import EXPERTS, TABLES
from support.records import linked


def make_dataset(
    folder: Path,
    *records: plain.Record,
    continues: Mapping[str, str] | None = None,
    captures: str = "latest",
    batch_rows: int = 1_000_000,
) -> Path:
    """Write a dataset of these pages; ``continues`` names, for further pages, the page that gave their question."""
    found = linked(*records)
    firsts = [(continues or {}).get(page) for page in found.column("page_id").to_pylist()]
    place = found.schema.get_field_index("continues")
    found = found.set_column(place, "continues", pa.array(firsts, pa.string()))
    standing = tables.in_tables(found)
    answers = tables.answers(standing)
    rows = {
        "pages": tables.ledger(found), "questions": tables.questions(standing), "answers": answers,
        "experts": pa.RecordBatch.from_pylist(_experts(answers.to_pylist()), schema=EXPERTS),
    }  # fmt: skip
    folder.mkdir(parents=True)
    writers = {name: TableWriter(folder / name, name) for name in TABLES}
    for name, batch in rows.items():
        for start in range(0, batch.num_rows, batch_rows):
            writers[name].write(batch.slice(start, batch_rows))
    parts = {name: writer.close() for name, writer in writers.items()}
    card = write_card(folder, Counts(), facts_of(parts))
    write_manifest(folder, request={"options": {"captures": captures}}, counts=Counts(), parts=parts, others=[card])
    return folder


def _experts(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for answer in answers:
        if answer["expert_id"]:
            expert = {
                **dict.fromkeys(EXPERTS.names), "expert_id": answer["expert_id"], "site": answer["site"], "answers": 0,
                "name": answer["author_name"], "credentials": answer["author_credentials"],
                "specialty": answer["specialty"], "author_url": answer["author_url"], "rating": answer["rating"],
            }  # fmt: skip
            found.setdefault(answer["expert_id"], expert)["answers"] += 1
    return list(found.values())
