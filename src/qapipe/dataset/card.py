"""``README.md`` of a dataset: its card, for people and for Hugging Face, made from the schema and the counts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qapipe.dataset.counts import Counts
from qapipe.dataset.reference import markdown_table, table_section
from qapipe.disk import naming
from qapipe.records.noise import NOISE_RULES
from qapipe.records.reasons import REASONS, STATUSES
from qapipe.records.schema import TABLES
from qapipe.records.warnings import WARNINGS
from qapipe.version import __version__

CARD = "README.md"

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LARGER_SIZES = ((10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"))
_DEFAULT = "answers"
_TALLY = ("value", "count", "meaning")
_USE = """## Use

```python
import pyarrow.dataset as ds

answers = ds.dataset("answers").to_table()
```

`manifest.json` lists the inputs, the counts, the versions and every file with its SHA-256. `run.json` says when,
where and how the dataset was made; nothing else differs between two runs over the same input.
"""


def write_card(folder: Path, counts: Counts) -> Path:
    """Write the card of the dataset in ``folder``; returns its path."""
    sections = [_front_matter(counts), _introduction(counts), *map(table_section, TABLES), _USE]
    path = folder / CARD
    with naming(path):
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
            *_section("Pages by status", markdown_table(_TALLY, _tally(counts.status, STATUSES), right=1)),
            *_section("Pages by reason", markdown_table(_TALLY, _tally(counts.reason, REASONS), right=1)),
            *_section("Pages by site", markdown_table(_TALLY[:2], _tally(counts.site), right=1)),
            *_section("Pages by warning", markdown_table(_TALLY, _tally(counts.warnings, WARNINGS), right=1)),
            *_section("Noise removed, by rule", markdown_table(_TALLY, _tally(counts.noise, NOISE_RULES), right=1)),
        ]
    )


def _section(title: str, lines: list[str]) -> list[str]:
    return [f"## {title}", "", *lines, ""]


def _tally(counts: Mapping[str, int], meanings: Mapping[Any, str] | None = None) -> list[tuple[str, ...]]:
    """The rows of a tally: every value of a closed list with its meaning, or the values that occur."""
    if meanings is None:
        return [(f"`{name}`", f"{count:,}") for name, count in sorted(counts.items())]
    return [(f"`{name}`", f"{counts.get(name, 0):,}", meaning) for name, meaning in meanings.items()]
