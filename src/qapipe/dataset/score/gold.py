"""The gold format: one JSON object a line, each what a careful reader finds on a page (see docs/checking.md)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from qapipe.errors import UsageError
from qapipe.page.urls import host_of
from qapipe.records.schema import ANSWERS, PAGES, QUESTIONS

KEYS = ("url", "page_id", "source")
_PLACE = ("member", "offset")
_PAGE_FIELDS = ("layout", "status", "reason", "warnings", "answers_declared", "answers_found")
_NOT_LABELLED = frozenset({"question_id", "page_id", "url", "site", "answers_declared", "answers_found"})
QUESTION_FIELDS = tuple(name for name in QUESTIONS.names if name not in _NOT_LABELLED)
ANSWER_FIELDS = (
    *(name for name in ANSWERS.names if not name.endswith("_id") and name != "site"),
    "parent_position",
)
_ABOUT = frozenset({*KEYS, *_PLACE, "site"})
_NO_SITE = "(no site)"


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A labelled page."""

    line: int
    """Its line in the file, from 1."""
    site: str
    """What it is grouped by: its ``site``, else the host of its URL."""
    url: str | None
    page_id: str | None
    place: tuple[str, str | None, int | None] | None
    """Source, member and offset."""
    expected: Mapping[str, Any]
    """What is compared."""

    @property
    def name(self) -> str:
        """What the page is called in reports."""
        return self.url or self.page_id or " ".join(str(part) for part in self.place or () if part is not None)


def read_gold(path: Path) -> Iterator[GoldPage]:
    """The pages of a gold file. Raises UsageError if it is missing or a line is not as the format says."""
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _page(line, number, f"{path} line {number:,}")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"cannot read {path}: {reason}; give a file in the gold format (docs/checking.md)") from error


def _page(line: str, number: int, where: str) -> GoldPage:
    try:
        values = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{where} is no JSON ({error}); give one object a line") from error
    if not isinstance(values, dict):
        raise UsageError(f"{where} is no JSON object; give one object a line")
    if not any(isinstance(values.get(key), str) for key in KEYS):
        raise UsageError(f"{where} does not say which page it is; give url, page_id or source")
    expected = {name: value for name, value in values.items() if name not in _ABOUT}
    if not expected:
        raise UsageError(f"{where} expects nothing; give question, answers or status")
    question, answers = expected.get("question"), expected.get("answers", [])
    if not isinstance(question, dict | None) or not isinstance(answers, list):
        raise UsageError(f"{where}: question must be an object or null, and answers a list")
    for names, fields, schema in (
        (expected, ("question", "answers", *_PAGE_FIELDS), PAGES),
        (question or {}, QUESTION_FIELDS, QUESTIONS),
        *((answer, ANSWER_FIELDS, ANSWERS) for answer in answers),
    ):
        _check(names, fields, where)
        _read_times(names, schema, where)
    url, source = values.get("url"), values.get("source")
    place = None if source is None else (source, values.get("member"), values.get("offset"))
    site = values.get("site") or (host_of(url) if url else None) or _NO_SITE
    return GoldPage(number, site, url, values.get("page_id"), place, expected)


def _check(names: Any, fields: tuple[str, ...], where: str) -> None:  # noqa: ANN401  what a file holds
    if not isinstance(names, dict):
        raise UsageError(f"{where}: an answer must be an object")
    for name in names:
        if name not in fields:
            raise UsageError(f"{where}: unknown field {name!r}; known are {', '.join(fields)}")


def _read_times(values: dict[str, Any], schema: pa.Schema, where: str) -> None:
    """Replace times by instants: a text such as ``2024-05-01`` or ``2024-05-01T12:00:00Z``."""
    for name, value in values.items():
        if value is not None and name in schema.names and pa.types.is_timestamp(schema.field(name).type):
            try:
                values[name] = datetime.fromisoformat(value)
            except (TypeError, ValueError):
                raise UsageError(f"{where}: {name} is no time: {value!r}; write 2024-05-01T12:00:00Z") from None
