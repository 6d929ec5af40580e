"""Reads URL lists: plain text, a CSV column, or a JSON Lines field; the format is detected from the content."""

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
from qapipe.sources.field_names import URLS
from qapipe.sources.fields import values_at

COLUMNS = frozenset("url urls uri link href address loc source_url page_url canonical_url".split())
"""Lower-case names of columns that hold URLs."""

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 20
_MAX_LINES = 100  # maximum lines of one CSV row; a quote open for longer is a mistake
_FIELDS = (*URLS, "href", "address", "loc")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line without a valid URL."""

    number: int
    """Line number, from 1."""
    reason: str


def read_urls(stream: BinaryIO) -> Iterator[str | BadLine]:
    """The URLs of a list, normalised, in order. Invalid lines give :class:`BadLine`; nothing is raised for them."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    try:
        lines = (line.rstrip("\r\n") for line in text)
        sample = list(islice(lines, _SAMPLE_LINES))
        every = enumerate(chain(sample, lines), start=1)
        first = next((line.strip() for line in sample if line.strip() and not line.startswith("#")), "")
        if first.startswith("{"):
            found = _from_json(every)
        elif not _is_url(first) and (delimiter := _delimiter(first)) is not None:
            found = _from_csv(every, delimiter)
        elif (_is_url(first) and any(mark in first for mark in "\t|")) or _commas_are_columns(sample):
            found = _from_csv(every, _delimiter(first) or ",")
        else:
            found = _from_lines(every)
        for number, address in found:
            try:
                yield normalised(address) if address else BadLine(number, "no URL found")
            except FetchError as error:
                yield BadLine(number, str(error))
    finally:
        text.detach()  # the stream belongs to the caller, who closes it


def _is_url(value: str) -> bool:
    return _ADDRESS.match(value.strip().strip("\"'")) is not None


def _delimiter(header: str) -> str | None:
    """The delimiter of a CSV file with this first line; None when it is not CSV."""
    counted = [(header.count(mark), mark) for mark in _DELIMITERS]
    most, mark = max(counted, key=lambda one: one[0])
    if most:
        return mark
    return "," if header.strip().strip("\"'").lower() in COLUMNS else None


def _commas_are_columns(sample: list[str]) -> bool:
    """Whether lines that start with a URL are CSV rows: the same number of cells each, one of them a URL."""
    cells = [_cells(line, ",") for line in sample if line.strip()]
    return (
        bool(cells)
        and len(cells[0]) > 1
        and len({len(row) for row in cells}) == 1
        and all(sum(map(_is_url, row)) == 1 and len(row) > 1 for row in cells)
    )


def _from_lines(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, line in lines:
        bare = line.strip()
        if bare and not bare.startswith("#"):
            yield number, bare


def _from_json(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, line in lines:
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except ValueError:
            row = None
        found = values_at(row, _FIELDS) if isinstance(row, dict) else iter(())
        yield number, next((value for _, value in found if isinstance(value, str)), "")


def _from_csv(lines: Iterator[tuple[int, str]], delimiter: str) -> Iterator[tuple[int, str]]:
    """The cells of the URL column: chosen by its header, else by its content."""
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
                continue  # a header without a known column name
            column = holding[0]
        yield number, row[column].strip() if column < len(row) else ""


def _rows(lines: Iterator[tuple[int, str]], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """CSV rows with the number of their first line. An unclosed quote affects only its own line."""
    ahead: deque[tuple[int, str]] = deque()
    while ahead or (ahead := deque(islice(lines, 1))):
        number, line = ahead.popleft()
        taken = 0

        def more(first: str = line) -> Iterator[str]:
            nonlocal taken
            yield first
            for taken in range(1, _MAX_LINES):
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
    """The cells of a single line; one empty cell if it cannot be parsed."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [""]
