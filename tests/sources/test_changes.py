"""Files that change while they are read are noticed, and never taken for whole."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason
from qapipe.sources import Failure, Item, ReadOptions, Split, changed, plan
from qapipe.sources.reading import read
from support.reading import outcomes, write

LINES = b'{"text": "one"}\n{"text": "two"}\n'


def replaced(path: Path) -> None:
    write(path.with_name("new"), path.read_bytes()).replace(path)


def written_to(path: Path) -> None:
    path.write_bytes(path.read_bytes())
    os.utime(path, ns=(1, 1))


CHANGES: dict[str, Callable[[Path], object]] = {
    "shrank from 32 to 20 bytes": lambda path: os.truncate(path, 20),
    "grew from 32 to 33 bytes": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "was replaced": replaced,
    "was written to": written_to,
    "was removed": lambda path: path.unlink(),
}


@pytest.mark.parametrize(("what", "change"), CHANGES.items())
def test_every_change_is_noticed_and_named(tmp_path: Path, what: str, change: Callable[[Path], object]) -> None:
    path = write(tmp_path / "a.jsonl", LINES)
    [split] = plan([str(path)]).splits
    assert changed(split) is None
    change(path)
    assert changed(split) == Failure(Reason.CHANGED, f"the file {what} while it was read", "a.jsonl")
    assert changed(Split(str(path), "a.jsonl")) is None  # its state is not known


def test_a_dump_that_changes_keeps_its_pages_and_ends_with_a_failure(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", LINES)
    [split] = plan([str(path)]).splits
    found: list[Item] = []
    for item in read(split, ReadOptions()):
        found.append(item)
        os.utime(path, ns=(1, 1))
    assert outcomes(found) == [b"one", b"two", Reason.CHANGED]
    assert list(read(replace(split, end=16), ReadOptions()))[1:] == []  # of ranges it is asked at their end


def test_a_page_that_changes_is_no_page(tmp_path: Path) -> None:
    path = write(tmp_path / "a.html", b"<p>one</p>")
    [split] = plan([str(path)]).splits
    [page] = read(split, ReadOptions())
    assert isinstance(page, RawPage)
    os.truncate(path, 5)
    [failure] = read(split, ReadOptions())
    assert isinstance(failure, Failure)
    assert failure.reason is Reason.CHANGED
