"""A dataset is never replaced by nothing, and the message says what was seen."""

import gzip
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import Thread, names_in
from generators.archives import response
from qapipe.errors import NothingFoundError
from qapipe.run.load import LoadOptions, load
from qapipe.run.nothing_found import nothing_found, nothing_readable
from qapipe.run.pipeline import ParseOptions, parse_to_dataset
from qapipe.run.summary import Summary
from qapipe.sources import Plan, ReadOptions, Split
from qapipe.sources.walk import Input
from support.datasets import hashes, rows_of

WARCINFO = b"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
LEFT = "; nothing was written; --allow-empty accepts an empty result"


@pytest.fixture
def old(tmp_path: Path, thread: Thread) -> dict[str, str]:
    """A good dataset in ``out``."""
    (tmp_path / "good.txt").write_text(thread())
    parse_to_dataset([str(tmp_path / "good.txt")], tmp_path / "out")
    return hashes(tmp_path / "out")


def parse(tmp_path: Path, *names: str, stdin: bytes | None = None, **options: Any) -> Summary:
    sources = [name if name == "-" else str(tmp_path / name) for name in names]
    return parse_to_dataset(
        sources, tmp_path / "out", ParseOptions(**options), stdin=None if stdin is None else io.BytesIO(stdin)
    )


EMPTY = {
    "empty folder": ("no files in .*/nothing", ""),
    "empty file": ("a.jsonl is empty", "a.jsonl"),
    "records without a page": ("no page in .*/b.warc, only 1 warcinfo record", "b.warc"),
    "compressed nothing": ("no page in .*/c.jsonl.gz", "c.jsonl.gz"),
}


@pytest.mark.parametrize("what", EMPTY)
def test_sources_without_a_page_leave_the_old_dataset(tmp_path: Path, old: Mapping[str, str], what: str) -> None:
    message, name = EMPTY[what]
    folder = tmp_path / "nothing"
    folder.mkdir()
    content = {"a.jsonl": b"", "b.warc": WARCINFO, "c.jsonl.gz": gzip.compress(b"")}
    if name:
        (folder / name).write_bytes(content[name])
    with pytest.raises(NothingFoundError, match=message + LEFT):
        parse(tmp_path, f"nothing/{name}")
    assert hashes(tmp_path / "out") == old
    assert names_in(tmp_path) == ["good.txt", "nothing", "out"]
    summary = parse(tmp_path, f"nothing/{name}", allow_empty=True)
    assert summary.counts.questions == len(rows_of(tmp_path / "out", "questions")) == 0


def test_an_empty_pipe_leaves_the_old_dataset(tmp_path: Path, old: Mapping[str, str]) -> None:
    with pytest.raises(NothingFoundError, match="standard input is empty"):
        parse(tmp_path, "-", stdin=b"")
    assert hashes(tmp_path / "out") == old
    assert names_in(tmp_path) == ["good.txt", "out"]


def test_a_glob_that_matches_no_page_is_named_with_what_to_try(tmp_path: Path, old: Mapping[str, str]) -> None:
    (tmp_path / "a.warc.gz").write_bytes(b"".join(gzip.compress(response(n)) for n in range(23)))
    with pytest.raises(NothingFoundError) as caught:
        parse(tmp_path, "a.warc.gz", read=ReadOptions(match=("realself.com",)))
    assert str(caught.value).startswith(
        "no page matched --match 'realself.com' (23 pages read); globs match the whole URL, try '*realself.com*'; "
    )
    assert hashes(tmp_path / "out") == old


def test_pages_that_all_failed_leave_the_old_dataset(tmp_path: Path, old: Mapping[str, str]) -> None:
    (tmp_path / "bad.jsonl").write_text("no JSON\n\n{}\n")
    with pytest.raises(
        NothingFoundError, match=r"could not read any of 2 pages \(bad\.jsonl.*; the old dataset is unch"
    ):
        parse(tmp_path, "bad.jsonl")
    assert hashes(tmp_path / "out") == old
    parse(tmp_path, "bad.jsonl", allow_empty=True)
    assert [row["status"] for row in rows_of(tmp_path / "out", "pages")] == ["error", "error"]


def test_pages_without_any_text_leave_the_old_dataset(tmp_path: Path, old: Mapping[str, str]) -> None:
    (tmp_path / "blank.txt").write_text(" \n")
    with pytest.raises(NothingFoundError, match="the only page is empty; the old dataset is unchanged"):
        parse(tmp_path, "blank.txt")
    assert hashes(tmp_path / "out") == old


def test_without_an_old_dataset_failures_are_written_and_nothing_is_not(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("no JSON\n")
    assert not parse(tmp_path, "bad.jsonl").complete
    assert len(rows_of(tmp_path / "out", "pages")) == 1
    (tmp_path / "empty.jsonl").write_text("")
    with pytest.raises(NothingFoundError):
        parse_to_dataset([str(tmp_path / "empty.jsonl")], tmp_path / "other/new")
    assert not (tmp_path / "other/new").exists()


def test_pages_that_are_no_questions_replace_a_dataset(tmp_path: Path, old: Mapping[str, str]) -> None:
    (tmp_path / "words.txt").write_text("words")
    assert parse(tmp_path, "words.txt").complete
    assert hashes(tmp_path / "out") != old


@pytest.mark.parametrize(("name", "content"), [("a.html", b""), ("a.jsonl", b"\n"), ("a.warc", WARCINFO)])
def test_load_without_a_page_fails_and_writes_nothing(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NothingFoundError, match=name):
        load([str(tmp_path / name)], tmp_path / "raw")
    assert not (tmp_path / "raw").exists()
    assert load([str(tmp_path / name)], tmp_path / "raw", LoadOptions(allow_empty=True)).unreadable == 0


def test_load_reports_a_glob_that_matches_no_page(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "words", "url": "http://x.example/"}\n')
    with pytest.raises(NothingFoundError, match=r"no page matched --match 'y' \(1 page read\)"):
        load([str(tmp_path / "a.jsonl")], tmp_path / "raw", LoadOptions(ReadOptions(match=("y",))))


def planned(*names: str, size: int = 1) -> Plan:
    inputs = tuple(Input(name, 1, size, name, None) for name in names)
    return Plan(inputs, tuple(Split(name, name, size) for name in names))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (ReadOptions(match=("*x*", "y")),
         "matched --match '*x*' --match 'y' (9 pages read); globs match the whole URL, try '*y*'"),
        (ReadOptions(match=("*x*",)), "matched --match '*x*' (9 pages read); globs match the whole URL"),
        (ReadOptions(match=("a*",)), "matched --match 'a*' (9 pages read); globs match the whole URL, try '*a*'"),
        (ReadOptions(exclude=("*",)), "is left by --exclude '*' (9 pages read)"),
        (ReadOptions(match=("*x*",), exclude=("*y*",)),
         "matched --match '*x*' and is left by --exclude '*y*' (9 pages read); globs match the whole URL"),
    ],
)  # fmt: skip
def test_the_message_names_the_globs(options: ReadOptions, message: str) -> None:
    assert nothing_found(planned("a"), options, {"not matched": 9, "request record": 1}) == f"no page {message}{LEFT}"


def test_the_message_names_sources_and_other_records() -> None:
    found = nothing_found(planned("a", "-", "c", "d", "e"), ReadOptions(), {"warcinfo record": 2, "request record": 1})
    assert found == f"no page in a, standard input, c and 2 more, only 1 request record, 2 warcinfo records{LEFT}"
    assert nothing_found(planned("a", "b", size=0), ReadOptions(), {}) == f"a, b are empty{LEFT}"
    assert nothing_readable(1, ["x: y"]).startswith("could not read the only page (x: y); ")
    assert nothing_readable(1_000, []).startswith("all 1,000 pages are empty; ")
    assert nothing_readable(5, list("abcde")).startswith("could not read any of 5 pages (a; b; c); ")
