"""Where rows are, in words: the URL of their page, the position of an answer, the name of an expert."""

from collections.abc import Collection, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.reading import Dataset
from qapipe.dataset.shown import shortened
from qapipe.records.places import describe_place

_PLACE = ("url", "source", "member", "offset")


def places(dataset: Dataset, rows: Mapping[str, Collection[int]]) -> dict[tuple[str, int], str]:
    """The place of some rows, by table and number of the row, from 0. Only the ledger is read as a whole."""
    found: dict[tuple[str, int], str] = {}
    on_pages: dict[tuple[str, int], tuple[str, str]] = {}
    for table, numbers in rows.items():
        wanted = sorted(set(numbers))
        if table == "pages":
            for row, values in zip(wanted, dataset.tables[table].take(wanted, _PLACE).to_pylist(), strict=True):
                found[table, row] = _place(values)
        elif table == "experts":
            for row, values in zip(wanted, dataset.tables[table].take(wanted, ["name"]).to_pylist(), strict=True):
                found[table, row] = shortened(values["name"]) or ""
        else:
            columns = ["page_id", "position"] if table == "answers" else ["page_id"]
            for row, values in zip(wanted, dataset.tables[table].take(wanted, columns).to_pylist(), strict=True):
                on_pages[table, row] = (
                    values["page_id"],
                    f" answer {values['position']}" if "position" in values else "",
                )
    pages = _pages(dataset, {page for page, _ in on_pages.values()})
    return found | {key: f"{pages.get(page, page)}{more}" for key, (page, more) in on_pages.items()}


def _pages(dataset: Dataset, ids: Collection[str]) -> dict[str, str]:
    """The place of each page."""
    wanted = pa.array(sorted(ids), pa.string())
    found: dict[str, str] = {}
    for batch in dataset.tables["pages"].batches(["page_id", *_PLACE]) if ids else ():
        for values in batch.filter(pc.is_in(batch.column("page_id"), wanted)).to_pylist():
            found[values["page_id"]] = _place(values)
    return found


def _place(values: Mapping[str, object]) -> str:
    source, member, offset = (values[name] for name in _PLACE[1:])
    number = offset if isinstance(offset, int) else None
    place = values["url"] or describe_place(str(source), None if member is None else str(member), number)
    return shortened(place) or ""
