"""Lists of URLs: told apart by content, in their order, with the number of each line that holds none."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qapipe.fetch.discovery.url_lists import BadLine, read_urls

A, B, C = "http://a.example/", "http://b.example/?x=1,2", "http://c.example/"


def read(content: str | bytes) -> list[str | int]:
    """The URLs of a list, and the numbers of the lines without one."""
    data = content if isinstance(content, bytes) else content.encode()
    found = list(read_urls(io.BytesIO(data)))
    assert all(one.reason for one in found if isinstance(one, BadLine))
    return [one.number if isinstance(one, BadLine) else one for one in found]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([A, B, C], id="text"),
        pytest.param(["# three pages", "", f"  {A} ", B, "# the last", C, ""], id="text with comments"),
        pytest.param(["url", A, f'"{B}"', C], id="one column"),
        pytest.param(["title,url", f"x,{A}", f'"y, z","{B}"', f'"say ""z""",{C}'], id="CSV with quoted commas"),
        pytest.param(["URL;Title", f"{A};x", f"{B};y,z", f"{C};"], id="semicolons"),
        pytest.param(["id\tHref\tn", f"1\t{A}\t2", f"2\t{B}\t", f"3\t{C}"], id="TSV"),
        pytest.param(["id|loc", f"1|{A}", f"2|{B}", f"3|{C}"], id="bars"),
        pytest.param([f"{A}\tx", f"{B}\ty", f"{C}\tz"], id="TSV without a header"),
        pytest.param([f'{A},"x, y"', f'"{B}",2', f"{C},3"], id="CSV without a header"),
        pytest.param(["id,where,n", f"1,{A},2", f'2,"{B}",3', f"3,{C},4"], id="a column without a name that tells"),
        pytest.param([json.dumps({"url": url, "n": 1}) for url in (A, B, C)], id="JSON lines"),
        pytest.param([json.dumps({"metadata": {"url": url}}) for url in (A, B, C)], id="JSON lines, inside"),
    ],
)
def test_a_list_of_any_kind_gives_its_urls_in_order(lines: list[str], mark: str, end: str) -> None:
    assert read(mark + end.join(lines) + end) == [A, B, C]
    assert read(mark + end.join(lines)) == [A, B, C]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (f"{A}\nnonsense\n\nftp://b.example/\n{C}\n", [A, 2, 4, C]),
        (f"title,url\nx,{A}\nonly one\ny,nonsense\n\nz,{C}\n", [A, 3, 4, C]),
        (f'title,url\n"over\ntwo lines",{A}\nz,\n', [A, 4]),
        (f'{{"url": "{A}"}}\n{{"url": 7}}\n{{"url"\n[]\n{{"x": 1}}\n\n{{"url": "{C}"}}\n', [A, 2, 3, 4, 5, C]),
        (b"http://a.example/\n\xff\xfe\n", [A, 2]),
        ("\0\n", [1]),
        ("", []),
        ("\n\r\n# nothing\n", []),
    ],
)
def test_lines_that_hold_no_url_are_told_by_number(content: str | bytes, found: list[str | int]) -> None:
    assert read(content) == found


def test_a_quote_that_is_not_closed_spoils_its_line_alone() -> None:
    assert read(f'url,title\n{A},"open\n{B},2\n{C},3\n') == [A, "http://b.example/?x=1", C]
    many = "".join(f"http://a.example/{n},x\n" for n in range(500))
    assert len(read(f'url,title\n{A},"open\n{many}')) == 501


def test_a_quote_in_the_middle_of_a_cell_is_one_of_its_characters() -> None:
    assert read(f'title,url\n5" pipe,{A}\n"x"y,{C}\n') == [A, C]


@pytest.mark.parametrize("huge", ["x" * 200_000, '"' + "x" * 200_000 + '"', '"' + "x" * 200_000])
def test_a_cell_of_any_size_stops_nothing(huge: str) -> None:
    assert read(f"url,title\n{A},{huge}\n{C},x\n")[-1] == C
    assert len(read(f"{A},{huge}\n{C},x\n")) == 2  # whatever kind of list it is taken for
    assert read(f"title,url\n{huge},{A}\n{huge},{C}\ny,{A}\n")[-1] == A


def test_urls_with_commas_in_a_plain_list_are_kept_whole() -> None:
    assert read(f"{A}\n{B}\n{C}\n") == [A, B, C]
    assert read(f"{B}\n{A}\n") == [B, A]


def test_a_long_list_is_read_to_its_end_line_by_line() -> None:
    class Endless(io.RawIOBase):
        """A list that is longer than memory."""

        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            line = b"http://a.example/\n"
            count = len(buffer) // len(line)
            buffer[: count * len(line)] = line * count
            self.given += count
            return count * len(line)

    source = Endless()
    found = read_urls(source)  # type: ignore[arg-type]
    assert [next(found) for _ in range(1000)] == [A] * 1000
    assert source.given < 10_000


@given(st.one_of(st.binary(), st.text('http://a,;\t|"\n\r{}:#\0\ufeffurl').map(str.encode)))
def test_nothing_is_raised_for_any_bytes(content: bytes) -> None:
    for one in read_urls(io.BytesIO(content)):
        assert isinstance(one, BadLine) or one.startswith("http")
