"""From a ledger row back to its file."""

from pathlib import Path

import pytest

from qapipe.sources.places import source_path
from support.reading import write


@pytest.mark.parametrize(
    ("source", "places", "expected"),
    [
        ("a.html", {"": "/raw"}, "/raw/a.html"),
        ("in/a.html", {"": "/raw"}, "/raw/in/a.html"),
        ("one/a.html", {"one/": "/x/one", "two/": "/x/two"}, "/x/one/a.html"),
        ("two/in/a.html", {"one/": "/x/one", "two/": "/x/two"}, "/x/two/in/a.html"),
        ("dump.jsonl", {"dump.jsonl": "/x/dump.jsonl", "": "/raw"}, "/x/dump.jsonl"),
        ("a.html", {"dump.jsonl": "/x/dump.jsonl", "": "/raw"}, "/raw/a.html"),
        ("a.html", {"one/": "/x/one"}, None),
        ("-", {}, None),
    ],
)
def test_the_place_of_a_source_is_that_of_its_input(source: str, places: dict[str, str], expected: str | None) -> None:
    assert source_path(source, places) == (Path(expected) if expected else None)


def test_the_root_replaces_the_places(tmp_path: Path) -> None:
    places = {"one/": "/gone/one", "two/": "/gone/two"}
    file = write(tmp_path / "one/in/a.html", "a")
    for root in (tmp_path, tmp_path / "one", file):
        assert source_path("one/in/a.html", places, root) == file
    assert source_path("in/a.html", {}, tmp_path / "one") == file
    assert source_path("one/b.html", places, tmp_path) == tmp_path / "one/b.html"


def test_names_that_are_not_utf8_are_found(tmp_path: Path) -> None:
    with open(bytes(tmp_path) + b"/caf\xe9.html", "wb") as file:  # noqa: PTH123  a name of bytes
        file.write(b"a")
    found = source_path("caf\\xe9.html", {"": str(tmp_path)})
    assert found is not None
    assert found.read_bytes() == b"a"
