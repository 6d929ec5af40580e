"""Header fields: the plain heads of nearly all records are parsed by a rule of their own, with the same result."""

import io
import re

import pytest
from fastwarc.warc import HeaderMap
from hypothesis import given
from hypothesis import strategies as st

from qapipe.sources.warc import format as form

NAMES = st.sampled_from(["WARC-Type", "warc-type", "Content-Type", "X-Ray", "X", "x:y"])
VALUES = st.text(st.sampled_from(" \t:ab/é;=\xa0"), max_size=8)
LINES = st.builds("{}{}{}".format, NAMES, st.sampled_from([": ", ":", ":  ", " : ", ":\t"]), VALUES)
HEADS = st.builds(
    lambda first, lines, end: end.join([first, *lines, "", ""]),
    st.sampled_from(["WARC/1.0", "HTTP/1.1 200 OK", ""]),
    st.lists(LINES | st.sampled_from([" folded", "no colon", "\tfolded: too"]), max_size=5),
    st.sampled_from(["\r\n", "\r\n", "\n", "\r\r\n"]),
)


def regular(head: bytes) -> HeaderMap:
    """What FastWARC makes of a head."""
    fields = HeaderMap()
    plain = head.count(b"\r\n") == head.count(b"\n") == head.count(b"\r")
    fields.parse(io.BytesIO(head if plain else re.sub(rb"\r*\n", b"\r\n", head)))
    return fields


@given(HEADS, st.sampled_from(["utf-8", "latin-1"]))
def test_fields_are_those_that_fastwarc_finds(head: str, charset: str) -> None:
    found, expected = form.parsed(head.encode(charset)), regular(head.encode(charset))
    for name in ("WARC-Type", "Content-Type", "content-type", "X-Ray", "X", "Y"):
        assert found.get(name) == expected.get(name)
        assert list(found.get_multiple(name)) == list(expected.get_multiple(name))


@pytest.mark.parametrize("head", [b"WARC/1.1\r\nA: 1\r\nB-c: d: e\r\n\r\n", b"HTTP/1.0 200\r\n\r\n"])
def test_plain_heads_need_no_fastwarc(head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "HeaderMap", None)
    fields = form.parsed(head)
    assert [fields.get(name) for name in ("a", "B-C", "d")] == (["1", "d: e", None] if b"A" in head else [None] * 3)
