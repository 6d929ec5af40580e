"""Walking folders: order, names, links and what is never opened."""

import os
import socket
from pathlib import Path

import pytest

from qapipe.errors import UsageError
from qapipe.records.reasons import Reason
from qapipe.sources import Failure, plan
from support.reading import HTML, bodies, pages_of, write


def test_a_folder_is_read_in_the_order_of_the_bytes_of_its_paths(tmp_path: Path) -> None:
    for name in ("b.html", "a/z.html", "a-b/x.html", "B.html", "ä.html", "a/.hidden", ".git/x.html", "a.html"):
        write(tmp_path / name, name)
    names = [split.source for split in plan([str(tmp_path)]).splits]
    assert names == ["B.html", "a-b/x.html", "a.html", "a/z.html", "b.html", "ä.html"]


def test_links_are_followed_but_no_folder_is_entered_twice(tmp_path: Path) -> None:
    write(tmp_path / "in/a.html", "a")
    write(tmp_path / "elsewhere/b.html", "b")
    (tmp_path / "in/loop").symlink_to(".")
    (tmp_path / "in/up").symlink_to("..")
    (tmp_path / "in/self").symlink_to("self")
    (tmp_path / "in/gone.html").symlink_to("nowhere")
    items = pages_of(tmp_path / "in")
    found = {item.source: bodies([item])[0] for item in items}
    assert found == {
        "a.html": b"a",
        "gone.html": Reason.UNREADABLE,
        "self": Reason.UNREADABLE,
        "up/elsewhere/b.html": b"b",
    }


def test_fifos_sockets_and_devices_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo.html")
    (tmp_path / "zero").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        items = pages_of(tmp_path)
    assert bodies(items) == [Reason.UNREADABLE] * 3
    assert [item.detail.split(",")[0] for item in items if isinstance(item, Failure)] == [
        "a FIFO",
        "a socket",
        "a character device",
    ]


def test_a_folder_called_like_a_page_is_walked(tmp_path: Path) -> None:
    write(tmp_path / "in/x.html/page.txt", "words")
    assert [item.source for item in pages_of(tmp_path / "in")] == ["x.html/page.txt"]


def test_a_name_that_is_not_utf8_is_read_and_printed(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/caf\xe9.html", "wb") as file:  # noqa: PTH123  a name of bytes
        file.write(HTML)
    [page] = pages_of(tmp_path)
    assert (page.source, bodies([page])) == ("caf\\xe9.html", [HTML])


def test_a_source_is_the_path_below_what_was_named_prefixed_only_where_two_collide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one/a.html", "two/a.html", "two/b.html", "x/one/a.html", "y/one/a.html"):
        write(tmp_path / name, name)

    def names(*arguments: str | Path) -> list[str]:
        return [split.source for split in plan([os.fspath(argument) for argument in arguments]).splits]

    assert names("one", "two/b.html") == ["a.html", "b.html"]
    assert names(tmp_path / "one", tmp_path / "two/b.html") == ["a.html", "b.html"]
    assert names("one", "two") == ["one/a.html", "two/a.html", "two/b.html"]
    assert names(tmp_path / "one", tmp_path / "two") == ["one/a.html", "two/a.html", "two/b.html"]
    assert names("one", "x/one") == ["one/a.html", "x/one/a.html"]
    assert names(tmp_path / "y/one", tmp_path / "x/one") == ["y/one/a.html", "x/one/a.html"]
    assert names("one/a.html", "two/a.html") == ["one/a.html", "two/a.html"]
    assert names("one", "two/a.html") == ["one/a.html", "a.html"]
    assert names("one", "one") == ["1/a.html", "2/a.html"]
    monkeypatch.chdir(tmp_path / "one")
    assert names(".") == ["a.html"]
    assert names(".", "../two") == ["one/a.html", "two/a.html", "two/b.html"]


def test_a_plan_knows_the_absolute_place_of_each_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one/a.html", "two/a.html", "b.html"):
        write(tmp_path / name, name)
    planned = plan(["one", "two", "b.html", "-"])
    assert planned.places == {
        "one/": f"{tmp_path}/one",
        "two/": f"{tmp_path}/two",
        "b.html": f"{tmp_path}/b.html",
    }
    assert plan(["one"]).places == {"": f"{tmp_path}/one"}
    assert [(one.path, one.files, one.bytes) for one in planned.inputs] == [
        ("one", 1, 10),
        ("two", 1, 10),
        ("b.html", 1, 6),
        ("-", 1, 0),
    ]


def test_the_folder_that_will_be_written_is_not_walked(tmp_path: Path) -> None:
    write(tmp_path / "a.html", "a")
    write(tmp_path / "parsed/b.html", "b")
    assert [split.source for split in plan([str(tmp_path)], out=tmp_path / "parsed").splits] == ["a.html"]


@pytest.mark.parametrize("name", ["raw", "raw/a.html", "raw/in/b.html", "link"])
def test_the_folder_that_will_be_written_is_no_source(tmp_path: Path, name: str) -> None:
    write(tmp_path / "raw/a.html", "a")
    write(tmp_path / "raw/in/b.html", "b")
    (tmp_path / "link").symlink_to("raw")
    with pytest.raises(UsageError, match=r"choose another --out"):
        plan([str(tmp_path / name)], out=tmp_path / "raw")


@pytest.mark.parametrize("name", ["parsed", "parsed/pages", "parsed/pages/p.parquet", "parsed/README.md", ""])
def test_a_dataset_is_no_source(tmp_path: Path, name: str) -> None:
    write(tmp_path / "raw/a.html", "a")
    write(tmp_path / "raw/manifest.json", "{}")
    for table in ("pages", "questions"):
        write(tmp_path / f"parsed/{table}/p.parquet", "x")
    write(tmp_path / "parsed/README.md", "x")
    write(tmp_path / "parsed/manifest.json", "{}")
    with pytest.raises(UsageError, match=r"parsed is a qapipe dataset, not raw pages"):
        plan([str(tmp_path / name)], is_dataset=lambda folder: folder == tmp_path / "parsed")
    assert len(plan([str(tmp_path / "raw")], is_dataset=lambda _folder: False).splits) == 2


def test_a_missing_source_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        plan([str(tmp_path / "nowhere")])


@pytest.mark.parametrize("name", ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"])
def test_standard_input_is_a_stream_however_it_is_named(name: str) -> None:
    [split] = plan([name]).splits
    assert (split.path, split.source, split.stream) == ("-", "-", True)


def test_a_stream_can_be_named_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for arguments in (["-", "-"], ["-", "/dev/stdin"], [str(tmp_path / "pipe")] * 2):
        with pytest.raises(UsageError, match="once"):
            plan(arguments)


def test_a_named_pipe_is_a_stream_but_not_one_found_in_a_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pages.jsonl")
    [named] = plan([str(tmp_path / "pages.jsonl")]).splits
    assert (named.source, named.stream) == ("pages.jsonl", True)
    [found] = plan([str(tmp_path)]).splits
    assert not found.stream


def test_a_web_address_is_refused_with_the_command_to_use() -> None:
    with pytest.raises(UsageError) as raised:
        plan(["https://a.example/q"])
    advice = "download it first: qapipe fetch https://a.example/q --out data/raw"
    assert str(raised.value) == f"https://a.example/q is a web address; {advice}"
