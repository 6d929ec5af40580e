"""What a dataset has of the pages of a gold file; all else of it is passed over."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.reading import Dataset, Table
from qapipe.dataset.score.gold import GoldPage
from qapipe.records.ids import canonical_url
from qapipe.records.reasons import Status

_STANDING = (Status.OK, Status.PARTIAL)
_KEYS = ("page_id", "url", "source", "member", "offset", "status")


def found_pages(dataset: Dataset, gold: Sequence[GoldPage]) -> dict[int, dict[str, Any]]:
    """The page of each line of gold: its row of the ledger, with ``question`` and ``answers``; none for some lines."""
    rows = _ledger_rows(dataset.tables["pages"], gold)
    lines: dict[str | None, list[int]] = {}
    for line, row in rows.items():
        lines.setdefault(row["page_id"], []).append(line)
    found = {line: {**row, "question": None, "answers": []} for line, row in rows.items()}
    for question in _rows_of(dataset.tables["questions"], lines):
        for line in lines[question["page_id"]]:
            found[line]["question"] = question
    positions: dict[str, int] = {}
    for answer in _rows_of(dataset.tables["answers"], lines):
        on_page = found[lines[answer["page_id"]][0]]["answers"]
        positions[answer["answer_id"]] = len(on_page) + 1  # on a further page the column runs on
        answer["parent_position"] = positions.get(answer["parent_answer_id"])
        for line in lines[answer["page_id"]]:
            found[line]["answers"].append(answer)
    return found


def _ledger_rows(pages: Table, gold: Iterable[GoldPage]) -> dict[int, dict[str, Any]]:
    """The row of each line; of several captures of a page, the one that gave the question."""
    wanted: dict[object, list[int]] = {}
    for page in gold:
        key = page.page_id or page.place or canonical_url(page.url or "")
        wanted.setdefault(key, []).append(page.line)
    best: dict[int, tuple[bool, int]] = {}
    for number, values in _numbered(pages):
        page_id, url, source, member, offset, status = values
        keys = (page_id, (source, member, offset), (source, member, None), url and canonical_url(url))
        for line in {line for key in keys for line in wanted.get(key, ())}:
            stands = status in _STANDING
            if line not in best or (stands and not best[line][0]):
                best[line] = stands, number
    lines = sorted(best)
    rows = pages.take([best[line][1] for line in lines], pages.schema.names).to_pylist()
    return dict(zip(lines, rows, strict=True))


def _numbered(pages: Table) -> Iterator[tuple[int, tuple[Any, ...]]]:
    number = 0
    for batch in pages.batches(_KEYS):
        for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield number, values
            number += 1


def _rows_of(table: Table, page_ids: Mapping[str | None, object]) -> Iterator[dict[str, Any]]:
    """The rows that stand on some pages."""
    wanted = pa.array(sorted(one for one in page_ids if one is not None), pa.string())
    for batch in table.batches():
        yield from batch.filter(pc.is_in(batch.column("page_id"), wanted)).to_pylist()
