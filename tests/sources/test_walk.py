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
        "a fifo",
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


def test_files_of_several_arguments_get_distinct_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("one/a.html", "two/a.html", "two/b.html", "x/one/a.html"):
        write(tmp_path / name, name)

    def names(*arguments: str) -> list[str]:
        return [split.source for split in plan(arguments).splits]

    assert names("one", "two/b.html") == ["a.html", "b.html"]
    assert names("one", "two") == ["one/a.html", "two/a.html", "two/b.html"]
    assert names("one", "x/one") == ["one/a.html", "x/one/a.html"]
    assert names("one/a.html", "two/a.html") == ["one/a.html", "two/a.html"]


def test_the_folder_that_will_be_replaced_is_left_out(tmp_path: Path) -> None:
    write(tmp_path / "a.html", "a")
    write(tmp_path / "parsed/b.html", "b")
    assert [split.source for split in plan([str(tmp_path)], leave_out=tmp_path / "parsed").splits] == ["a.html"]


def test_a_missing_source_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        plan([str(tmp_path / "nowhere")])


def test_standard_input_can_be_named_once() -> None:
    with pytest.raises(UsageError, match="once"):
        plan(["-", "-"])
