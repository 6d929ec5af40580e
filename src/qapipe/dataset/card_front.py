"""The front matter of a dataset's card: what Hugging Face reads (YAML), with one config a table."""

import json
from collections.abc import Iterator, Mapping

import pyarrow as pa

from qapipe.dataset.about import About
from qapipe.dataset.facts import Facts
from qapipe.records.schema import TABLES

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LARGER_SIZES = ((10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"))
_DEFAULT = "answers"
_NAMES = {"double": "float64", "float": "float32"}
"""Types that the library datasets calls otherwise than Arrow."""
_NOT_STRINGS = frozenset("y yes n no on off true false null".split())
"""Words that YAML takes for other values."""


def front_matter(facts: Mapping[str, Facts], about: About) -> str:
    """The front matter with its fences: licence, languages, tags, and of each table its features, sizes and files."""
    lines = ["---", f"pretty_name: {_quoted(about.title)}", f"license: {_scalar(about.license)}"]
    lines += [f"license_link: {_quoted(about.license_link)}"] if about.license_link else []
    lines += _list("language", about.language)
    lines += ["task_categories:", "- question-answering", *_list("tags", ("qapipe", *about.tags))]
    lines += ["size_categories:", f"- {_size(facts[_DEFAULT].rows)}", "configs:"]
    for name in TABLES:
        lines += [f"- config_name: {name}"]
        lines += ["  default: true"] if name == _DEFAULT else []
        lines += ["  data_files:", "  - split: train", f"    path: {name}/*.parquet"]
    lines += ["dataset_info:"]
    for name in TABLES:
        lines += _info(name, facts[name])
    return "\n".join([*lines, "---", ""])


def _info(table: str, facts: Facts) -> Iterator[str]:
    """Features and sizes of a table."""
    yield f"- config_name: {table}"
    yield "  features:"
    for field in TABLES[table]:
        kind = field.type
        yield f"  - name: {field.name}"
        yield f"    list: {_dtype(kind.value_type)}" if pa.types.is_list(kind) else f"    dtype: {_dtype(kind)}"
    yield "  splits:"
    yield "  - name: train"
    yield f"    num_bytes: {facts.data_bytes}"
    yield f"    num_examples: {facts.rows}"
    yield f"  download_size: {facts.file_bytes}"
    yield f"  dataset_size: {facts.data_bytes}"


def _dtype(kind: pa.DataType) -> str:
    return _scalar(_NAMES.get(str(kind), str(kind)))


def _list(name: str, values: tuple[str, ...]) -> list[str]:
    return [f"{name}:", *(f"- {_scalar(value)}" for value in dict.fromkeys(values))] if values else []


def _scalar(text: str) -> str:
    """A string as YAML: quoted unless it is a plain word that YAML does not take for something else."""
    plain = text.replace("-", "").replace(".", "").isalnum() and text.isascii() and text[0].isalpha()
    return text if plain and text.lower() not in _NOT_STRINGS else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text)  # JSON in ASCII is YAML


def _size(rows: int) -> str:
    return next((name for limit, name in (*_SIZES, *_LARGER_SIZES) if rows < limit), "1B<n<10B")
