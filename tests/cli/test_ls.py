"""``qapipe ls``: the pages of a source, without parsing."""

import json
from pathlib import Path

import pytest

from conftest import Command
from generators.archives import http, packed, page, record, response
from support.commands import json_of


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with a WARC, a dump with a bad line, and a page."""
    folder = tmp_path / "in"
    folder.mkdir()
    gone = record(url="https://x.example/gone", block=http(b"gone", status="404 Not Found"))
    picture = record(url="https://x.example/a.png", block=http(b"x", media_type="image/png"))
    (folder / "a.warc.gz").write_bytes(packed(response(0), picture, gone, response(1)))
    (folder / "b.jsonl").write_text('{"text": "words", "url": "https://y.example/b"}\nbad\n')
    (folder / "c.html").write_text("<p>Words")
    return folder


def lines_of(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


def test_every_page_is_a_line_with_url_type_bytes_and_place(cli: Command, sources: Path) -> None:
    done = cli("ls", sources)
    found = lines_of(done.stdout)
    size = str(len(page(0)))
    assert [line[:5] for line in found] == [
        ["1", "https://x.example/0", "text/html", size, "a.warc.gz"],
        ["2", "https://x.example/gone", "http_status", "4", "a.warc.gz"],
        ["3", "https://x.example/1", "text/html", size, "a.warc.gz"],
        ["4", "https://y.example/b", "text/plain", "5", "b.jsonl"],
        ["5", "-", "corrupt", "-", "b.jsonl"],
        ["6", "-", "text/html", "8", "c.html"],
    ]
    assert all(line[5].startswith("urn:uuid:") for line in found[:3])
    assert [line[6] for line in found] == ["0", found[1][6], found[2][6], "0", "1", "-"]
    assert 0 < int(found[1][6]) < int(found[2][6]) < (sources / "a.warc.gz").stat().st_size
    assert (done.returncode, done.stderr) == (1, "error: 1 input could not be read\n")


def test_numbers_are_those_that_show_takes(cli: Command, sources: Path) -> None:
    for number, url, *_ in lines_of(cli("ls", sources).stdout):
        assert (json_of(cli("show", sources, number, "--json"))["url"] or "-") == url


def test_pages_are_chosen_by_url_and_number(cli: Command, sources: Path) -> None:
    def numbers(*options: str) -> list[str]:
        return [line[0] for line in lines_of(cli("ls", sources, *options).stdout)]

    # Whether a page without a URL in the source has one, only parsing finds out.
    assert numbers("--match", "X.example/*") == ["1", "2", "3", "5", "6"]
    assert numbers("--match", "http://x.example/?") == ["1", "3", "5", "6"]
    assert numbers("--exclude", "*/gone", "--exclude", "y.example/*") == ["1", "3", "5", "6"]
    assert numbers("--limit", "2") == ["1", "2"]
    assert numbers("--match", "x.example/*", "--exclude", "*gone", "--limit", "2") == ["1", "3"]


def test_json_has_the_same_pages(cli: Command, sources: Path) -> None:
    done = cli("ls", sources / "b.jsonl", "--json")
    value = json_of(done)
    assert value["pages"] == [
        {"number": 1, "url": "https://y.example/b", "type": "text/plain", "bytes": 5, "source": "b.jsonl",
         "member": None, "offset": 0},
        {"number": 2, "url": None, "type": "corrupt", "bytes": None, "source": "b.jsonl", "member": None, "offset": 1},
    ]  # fmt: skip
    assert (done.returncode, value["exit_code"], value["error"]["kind"]) == (1, 1, "incomplete")


def test_standard_input_is_listed_and_a_dataset_is_not(cli: Command, tmp_path: Path, sources: Path) -> None:
    done = cli("ls", "-", stdin=json.dumps({"text": "a"}))
    assert lines_of(done.stdout) == [["1", "-", "text/plain", "1", "-", "-", "0"]]
    cli("parse", sources / "c.html", "-o", "parsed", "-j", "1")
    refused = cli("ls", "parsed")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("error: parsed is a qapipe dataset, not raw pages; ")


def test_control_characters_are_escaped(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "a", "url": "http://a.example/\x1b[31m"}))
    assert "\x1b" not in cli("ls", "a.jsonl").stdout
