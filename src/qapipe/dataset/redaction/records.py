"""Batches of records, redacted: what ``parse`` writes."""

from typing import Any

import pyarrow as pa

from qapipe.dataset.redaction.key import Redaction
from qapipe.dataset.redaction.pages import Redactor

_LEDGER_TEXTS = ("detail",)


def redact_records(records: pa.RecordBatch, redaction: Redaction) -> pa.RecordBatch:
    """The records with pseudonyms; what was replaced is counted in their ``noise`` and ``noise_removed``."""
    names = ("url", *_LEDGER_TEXTS, "question", "answers", "noise", "noise_removed")
    columns = {name: records.column(name).to_pylist() for name in names}
    sites = records.column("site").to_pylist()
    for row in range(records.num_rows):
        _redact_row(columns, row, sites[row], Redactor(redaction))
    for name, values in columns.items():
        place = records.schema.get_field_index(name)
        kind = records.schema.field(place)
        records = records.set_column(place, kind, pa.array(values, kind.type))
    return records


def _redact_row(columns: dict[str, list[Any]], row: int, site: str | None, redactor: Redactor) -> None:
    url = columns["url"][row]
    redactor.redact(columns["question"][row], columns["answers"][row], url, site)
    if url is not None:
        columns["url"][row] = redactor.redact_url(url)
    for name in _LEDGER_TEXTS:
        if columns[name][row] is not None:
            columns[name][row] = redactor.redact_text(columns[name][row])
    counted = [{"rule": rule.value, "removed": count} for rule, count in sorted(redactor.counts.items())]
    columns["noise"][row] = [*columns["noise"][row], *counted]
    columns["noise_removed"][row] += redactor.counts.total()
