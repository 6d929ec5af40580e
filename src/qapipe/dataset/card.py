"""``README.md`` of a dataset: its card, for people and for Hugging Face, made from the schema and the counts."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from qapipe.dataset.counts import Counts
from qapipe.records.reasons import REASONS, Reason
from qapipe.records.schema import TABLES
from qapipe.version import __version__

CARD = "README.md"

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LARGER_SIZES = ((10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"))
_ABOUT = {
    "pages": "The ledger: one row per input page, with its outcome.",
    "questions": "One row per question.",
    "answers": "One row per answer, in page order.",
    "experts": "One row per expert named in the answers.",
}
_DEFAULT = "answers"
_USE = """## Use

```python
import pyarrow.dataset as ds

answers = ds.dataset("answers").to_table()
```

`manifest.json` lists the inputs, the counts, the versions and every file with its SHA-256.
"""


def write_card(folder: Path, counts: Counts) -> Path:
    """Write the card of the dataset in ``folder``; returns its path."""
    sections = [_front_matter(counts), _introduction(counts), *(_table(name) for name in TABLES), _USE]
    path = folder / CARD
    path.write_text("\n".join(sections), encoding="utf-8")
    return path


def _front_matter(counts: Counts) -> str:
    lines = ["---", "license: unknown", "task_categories:", "- question-answering"]
    lines += ["tags:", "- qapipe", "size_categories:", f"- {_size(counts.answers)}", "configs:"]
    for name in TABLES:
        lines += [f"- config_name: {name}"]
        lines += ["  default: true"] if name == _DEFAULT else []
        lines += ["  data_files:", "  - split: train", f"    path: {name}/*.parquet"]
    return "\n".join([*lines, "---", ""])


def _size(rows: int) -> str:
    return next((name for limit, name in (*_SIZES, *_LARGER_SIZES) if rows < limit), "1B<n<10B")


def _introduction(counts: Counts) -> str:
    return "\n".join(
        [
            "# Questions and answers",
            "",
            f"Parsed from {counts.pages:,} pages by qapipe {__version__}.",
            "Licence: not determined. Check the rights before you publish.",
            "",
            f"{counts.questions:,} questions, {counts.answers:,} answers, {counts.experts:,} experts.",
            "",
            *_tally("Pages by status", "status", counts.as_json()["status"]),
            *_tally("Pages by reason", "reason", counts.reason, {r.value: REASONS[r] for r in Reason}),
            *_tally("Pages by site", "site", counts.site),
            *_tally("Warnings", "warning", counts.warnings),
            *_tally("Noise removed", "rule", counts.noise),
        ]
    )


def _tally(title: str, key: str, counts: object, meaning: Mapping[str, str] | None = None) -> list[str]:
    """A Markdown table of counts; empty if there are none."""
    if not isinstance(counts, Mapping) or not counts:
        return []
    head = f"| {key} | count |" + (" meaning |" if meaning else "")
    rule = "|---|---:|" + ("---|" if meaning else "")
    rows = [
        f"| `{name}` | {count:,} |" + (f" {meaning.get(name, '')} |" if meaning else "")
        for name, count in sorted(counts.items())
    ]
    return [f"## {title}", "", head, rule, *rows, ""]


def _table(name: str) -> str:
    lines = [
        f"## Table `{name}`",
        "",
        _ABOUT[name],
        "",
        "| column | type | null | description |",
        "|---|---|---|---|",
    ]
    lines += [_column(field) for field in TABLES[name]]
    return "\n".join([*lines, ""])


def _column(field: pa.Field) -> str:
    description = (field.metadata or {}).get(b"description", b"").decode().replace("|", "\\|")
    kind = f"list<{field.type.value_type}>" if pa.types.is_list(field.type) else str(field.type)
    return f"| `{field.name}` | {kind} | {'yes' if field.nullable else ''} | {description} |"
