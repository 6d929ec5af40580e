"""Lists of URLs in files: one a line, a column of a CSV, or a field of JSON lines, told apart by content."""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import BinaryIO

import orjson

from qapipe.fetch.web.exchange import FetchError
from qapipe.fetch.web.urls import normalised
from qapipe.sources.fields import URLS, values_at

COLUMNS = frozenset("url urls uri link href address loc source_url page_url canonical_url".split())
"""Names of a column with URLs, in lower case."""

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20
_MOST_LINES = 100  # of one row; a quote that is not closed by then is a slip
_FIELDS = (*URLS, "href", "address", "loc")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that holds no URL."""

    number: int
    """From 1."""
    why: str


def urls_in(stream: BinaryIO) -> Iterator[str | BadLine]:
    """The URLs of a list, normalised, in its order. Nothing is raised for what a line holds."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    lines = (line.rstrip("\r\n") for line in text)
    sample = list(islice(lines, _SAMPLE_LINES))
    every = enumerate(chain(sample, lines), start=1)
    first = next((line.strip() for line in sample if line.strip() and not line.startswith("#")), "")
    if first.startswith("{"):
        found = _of_json(every)
    elif not _is_url(first) and (delimiter := _delimiter(first)) is not None:
        found = _of_table(every, delimiter)
    elif (_is_url(first) and any(mark in first for mark in "\t|")) or _commas_are_columns(sample):
        found = _of_table(every, _delimiter(first) or ",")
    else:
        found = _of_lines(every)
    for number, address in found:
        try:
            yield normalised(address) if address else BadLine(number, "no URL")
        except FetchError as error:
            yield BadLine(number, str(error))


def _is_url(value: str) -> bool:
    return _ADDRESS.match(value.strip().strip("\"'")) is not None


def _delimiter(header: str) -> str | None:
    """What the cells of a table are parted by whose first line this is; None: it is no table."""
    counted = [(header.count(mark), mark) for mark in _DELIMITERS]
    most, mark = max(counted, key=lambda one: one[0])
    if most:
        return mark
    return "," if header.strip().strip("\"'").lower() in COLUMNS else None


def _commas_are_columns(sample: list[str]) -> bool:
    """Whether lines that begin with a URL go on with other columns: each as often parted, and behind a URL."""
    cells = [_cells(line, ",") for line in sample if line.strip()]
    return (
        bool(cells)
        and len(cells[0]) > 1
        and len({len(row) for row in cells}) == 1
        and all(sum(map(_is_url, row)) == 1 and len(row) > 1 for row in cells)
    )


def _of_lines(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, line in lines:
        bare = line.strip()
        if bare and not bare.startswith("#"):
            yield number, bare


def _of_json(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, line in lines:
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except ValueError:
            row = None
        found = values_at(row, _FIELDS) if isinstance(row, dict) else iter(())
        yield number, next((value for _, value in found if isinstance(value, str)), "")


def _of_table(lines: Iterator[tuple[int, str]], delimiter: str) -> Iterator[tuple[int, str]]:
    """The cells of the column that is called like one with URLs, else of the one that holds them."""
    column: int | None = None
    for number, row in _rows(lines, delimiter):
        if not row or (len(row) == 1 and row[0].lstrip().startswith("#")):
            continue
        if column is None:
            named = [n for n, cell in enumerate(row) if cell.strip().lower() in COLUMNS]
            holding = [n for n, cell in enumerate(row) if _is_url(cell)]
            if named and not holding:
                column = named[0]
                continue
            if not holding:
                continue  # a header that names no column with URLs
            column = holding[0]
        yield number, row[column].strip() if column < len(row) else ""


def _rows(lines: Iterator[tuple[int, str]], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table, each with the number of its first line. A quote that nobody closes spoils its line alone."""
    ahead: deque[tuple[int, str]] = deque()
    while ahead or (ahead := deque(islice(lines, 1))):
        number, line = ahead.popleft()
        taken = 0

        def more(first: str = line) -> Iterator[str]:
            nonlocal taken
            yield first
            for taken in range(1, _MOST_LINES):
                ahead.extend(islice(lines, taken - len(ahead)) if len(ahead) < taken else ())
                if len(ahead) < taken:
                    return
                yield ahead[taken - 1][1]

        try:
            row = next(csv.reader(more(), delimiter=delimiter, strict=True), [])
        except csv.Error:
            row, taken = _cells(line, delimiter), 0
        for _ in range(taken):
            ahead.popleft()
        yield number, row


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of a line on its own; an empty one where they are too large to be told apart."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [""]
