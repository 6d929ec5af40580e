"""``README.md`` of a dataset: its card, for people and for Hugging Face, made from the schema and the counts."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from qapipe.dataset.about import UNKNOWN_LICENSE, About
from qapipe.dataset.card_front import front_matter
from qapipe.dataset.contents import CARD
from qapipe.dataset.counts import Counts
from qapipe.dataset.facts import Facts
from qapipe.dataset.reference import inline_code, markdown_table, table_section
from qapipe.disk import naming
from qapipe.records.noise import NOISE_RULES
from qapipe.records.reasons import REASONS, STATUSES, Status
from qapipe.records.schema import SCHEMA_VERSION, TABLES
from qapipe.records.warnings import WARNINGS
from qapipe.version import __version__

_TALLY = ("value", "count", "meaning")
_MAX_INPUTS = 50
_USE = """## Use

```python
import pyarrow.dataset as ds

answers = ds.dataset("answers").to_table()
```

`load_dataset(FOLDER, "answers")` of the library datasets, `pl.scan_parquet("answers/*.parquet")` of polars,
`pd.read_parquet("answers")` of pandas and `FROM 'answers/*.parquet'` in DuckDB read the same table. `croissant.json`
describes the tables for machines. Joins by `question_id`, `page_id` and `expert_id` keep the rows of the first table.
"""
_LIMITS = """## Known limits

- A value that the page does not show is null: many authors have no name, many answers no date. See *filled* below.
- Numbers (ratings, reviews, votes, views) are those of the day of the capture, `captured_at` in `pages`.
- A date that a page gives as an age ("3 years ago") is as exact as the age.
- One question under two addresses that do not declare each other is two questions.
- An expert is a profile link or, where the page has none, a name and a location: one person may have two rows, and two
  people of one name may share a row.
- Only what is on the page was read: answers that a site loads later are missing. {partial}
"""
_PERSONAL = """## Personal data

The pages are public, and so are the names in them; but what askers tell of themselves may identify them.
{redacted}
"""


def write_card(
    folder: Path,
    counts: Counts,
    facts: Mapping[str, Facts],
    request: Mapping[str, Any] | None = None,
    about: About | None = None,
) -> Path:
    """Write the card of the dataset in ``folder``; returns its path.

    ``request`` has the inputs and options, as the manifest has them.
    """
    request, about = request or {}, about or About()
    sections = [
        front_matter(facts, about),
        _introduction(counts, about),
        _source(about),
        _USE,
        *(table_section(name, facts[name].share) for name in TABLES),
        *_tallies(counts),
        _making(request),
        _limits(counts, about),
        _personal(counts, request),
        *_citation(about),
    ]
    path = folder / CARD
    with naming(path):
        path.write_text("\n".join(sections), encoding="utf-8")
    return path


def _introduction(counts: Counts, about: About) -> str:
    sizes = f"{counts.questions:,} questions, {counts.answers:,} answers, {counts.experts:,} experts."
    made = f"Parsed from {counts.pages:,} pages by qapipe {__version__}."
    description = [about.description, ""] if about.description else []
    return "\n".join([f"# {' '.join(about.title.split())}", "", *description, made, sizes, ""])


def _source(about: About) -> str:
    if about.license == UNKNOWN_LICENSE:
        license_ = "Licence: not determined. Check the rights before you publish."
    else:
        license_ = f"Licence: {inline_code(about.license)}" + (f" ({about.license_link})" if about.license_link else "")
    source = about.source or "Source: not stated. `pages` has the URL of every page, as far as it is known."
    return f"## Licence and source\n\n{license_}\n\n{source}\n"


def _tallies(counts: Counts) -> Iterator[str]:
    yield _section("Pages by status", markdown_table(_TALLY, _tally(counts.status, STATUSES), right=1))
    yield _section("Pages by reason", markdown_table(_TALLY, _tally(counts.reason, REASONS), right=1))
    yield _section("Pages by site", markdown_table(_TALLY[:2], _tally(counts.site), right=1))
    yield _section("Pages by warning", markdown_table(_TALLY, _tally(counts.warnings, WARNINGS), right=1))
    yield _section("Noise removed, by rule", markdown_table(_TALLY, _tally(counts.noise, NOISE_RULES), right=1))


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([f"## {title}", "", *lines, ""])


def _tally(counts: Mapping[str, int], meanings: Mapping[Any, str] | None = None) -> list[tuple[str, ...]]:
    """The rows of a tally: every value of a closed list with its meaning, or the values that occur."""
    if meanings is None:
        return [(inline_code(name), f"{count:,}") for name, count in sorted(counts.items())]
    return [(f"`{name}`", f"{counts.get(name, 0):,}", meaning) for name, meaning in meanings.items()]


def _making(request: Mapping[str, Any]) -> str:
    """How the dataset was made: the inputs, and the options that are not the default."""
    inputs = request.get("inputs", [])
    rows = [(inline_code(one["name"]), f"{one['files']:,}", f"{one['bytes']:,}") for one in inputs[:_MAX_INPUTS]]
    lines = markdown_table(("input", "files", "bytes"), rows) if rows else []
    if len(inputs) > _MAX_INPUTS:
        lines += ["", f"... and {len(inputs) - _MAX_INPUTS:,} more; see `manifest.json`."]
    chosen = {name: value for name, value in request.get("options", {}).items() if value not in (None, [], "latest")}
    options = [f"- {name}: {inline_code(json.dumps(value, ensure_ascii=False))}" for name, value in chosen.items()]
    text = (
        f"`qapipe parse`, version {__version__}, tables of `schema_version` {SCHEMA_VERSION}. The same input, options "
        "and version give the same bytes. `manifest.json` has the inputs, the options, the counts, the versions and "
        "every file with its SHA-256; `run.json` says when, where and how long it ran."
    )
    return _section("How it was made", [text, *(["", *lines] if lines else []), *(["", *options] if options else [])])


def _limits(counts: Counts, about: About) -> str:
    partial = f"{counts.status[Status.PARTIAL]:,} of the pages are `partial`: something expected is missing on them."
    own = f"\n{about.limitations}\n" if about.limitations else ""
    return _LIMITS.format(partial=partial) + own


def _personal(counts: Counts, request: Mapping[str, Any]) -> str:
    asked = request.get("options", {}).get("redact")
    if not asked:
        return _PERSONAL.format(redacted="Nothing was redacted.")
    kinds = ", ".join(asked["kinds"])
    replaced = sum(count for rule, count in counts.noise.items() if rule.startswith("redacted_"))
    return _PERSONAL.format(redacted=f"Redacted: {kinds}; {replaced:,} values were replaced by keyed pseudonyms.")


def _citation(about: About) -> Iterator[str]:
    if about.citation:
        yield _section("Citation", ["```", about.citation.replace("```", "'''"), "```"])
