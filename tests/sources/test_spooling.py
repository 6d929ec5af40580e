"""Standard input and pipes are copied to files before they are read."""

import io
import os
import threading
from pathlib import Path

import pytest

from qapipe.errors import UsageError
from qapipe.records.plain import RawPage
from qapipe.sources import ReadOptions, plan, spooled
from qapipe.sources.reading import read
from support.reading import write

LINES = b'{"text": "one"}\n{"text": "two"}\n'


def test_streams_and_files_are_read_in_the_order_in_which_they_are_named(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    file = write(tmp_path / "a.html", b"<p>file")
    writer = threading.Thread(target=lambda: pipe.write_bytes(LINES))
    writer.start()
    planned = spooled(plan([str(pipe), str(file), "-"]), io.BytesIO(b'{"text": "three"}'), tmp_path / "spool")
    writer.join()
    found = [page for split in planned.splits for page in read(split, ReadOptions())]
    assert [(page.source, page.offset, page.body) for page in found if isinstance(page, RawPage)] == [
        ("pipe.jsonl", 0, b"one"),
        ("pipe.jsonl", 1, b"two"),
        ("a.html", None, b"<p>file"),
        ("-", 0, b"three"),
    ]
    assert [one.bytes for one in planned.inputs] == [len(LINES), 7, 17]


def test_an_open_descriptor_is_read_as_a_stream(tmp_path: Path) -> None:
    ours, theirs = os.pipe()
    os.write(theirs, LINES)
    os.close(theirs)
    planned = spooled(plan([f"/dev/fd/{ours}"]), None, tmp_path)
    os.close(ours)
    assert [page.body for page in read(planned.splits[0], ReadOptions()) if isinstance(page, RawPage)] == [
        b"one",
        b"two",
    ]


def test_closed_standard_input_is_a_usage_error_only_if_it_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="standard input is closed"):
        spooled(plan(["-"]), None, tmp_path)
    planned = plan([str(write(tmp_path / "a.html", "a"))])
    assert spooled(planned, None, tmp_path / "spool") == planned
    assert not (tmp_path / "spool").exists()
