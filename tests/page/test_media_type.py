"""HTML, text or binary data: by the declared type and by the first bytes."""

import pytest

from qapipe.page.media_type import is_binary, is_html
from qapipe.records.plain import RawPage

TAGS = (
    "!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|main|article|section|meta|link|"
    "span|ul|ol|form|center"
).split("|")


@pytest.mark.parametrize("tag", TAGS)
def test_pages_that_begin_with_a_tag_are_html(tag: str) -> None:
    for body in (f"<{tag}>", f" \n<{tag.upper()} x>", f"\ufeff<{tag}/>"):
        assert is_html(RawPage(body=body.encode()))
    assert not is_html(RawPage(body=f"<{tag}x>".encode()))
    assert not is_html(RawPage(body=f"x <{tag}>".encode()))


@pytest.mark.parametrize(
    ("body", "media_type", "charset", "html"),
    [
        (b"<!-- x", None, None, True), (b"<?xml version='1.0'?>\n<html", None, None, True),
        (b"<?xml?><!DOCTYPE html", None, None, True),
        (b"<?xml?><svg", None, None, False), (b"words", None, None, False), (b"<p>x", "text/plain", None, False),
        (b"<p>x", "image/png", None, True),
        (b"words", "text/html", None, True), (b"words", "application/xhtml+xml", None, True),
        (b"words", "application/xml", None, True),
        (b"words", "text/xml", None, True), (b"words", "application/json", None, False),
        (" <p>é".encode("utf-16"), None, None, True),
        (("\ufeff<p>" + "\U0001f600" * 1_000).encode("utf-16-le"), None, None, True),
        ("<p>" .encode("utf-16-le"), None, "utf-16", True), ("<p>".encode("utf-16-le"), None, None, False),
        (b" " * 1_441 + b"<p> x", None, None, True), (b" " * 1_443 + b"<p>", None, None, False),
        (b" " * 1_442 + b"<p>", None, None, True),
        (("\ufeff" + " " * 1_441 + "<p>").encode("utf-16-le"), None, None, True),
        (("\ufeff" + " " * 1_442 + "<p>").encode("utf-16-le"), None, None, False),
    ],
)  # fmt: skip
def test_which_pages_are_html(body: bytes, media_type: str | None, charset: str | None, html: bool) -> None:
    assert is_html(RawPage(body=body, media_type=media_type, charset=charset)) is html


@pytest.mark.parametrize(
    ("body", "binary"),
    [
        (b"\0" * 8, False), (b"\0" * 9, True), (b"\0" * 9 + b"x" * 170, True), (b"\0" * 9 + b"x" * 171, False),
        (b"<p>" + b"\0" * 99, False),
        (b"\x89PNG" + b"\0" * 20, True), (b"x" * 1_445 + b"\0" * 99, False), (b"\t\n\x0c\r\x1b" * 9, False),
        (b"", False),
        ("words of a text".encode("utf-16"), False), (b"a\0b\0c\0d\0e\0f\0g\0h\0i\0j\0", False),
        *((bytes([code]) * 9, True) for code in (*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20))),
        *((bytes([code]) * 9, False) for code in (9, 10, 12, 13, 0x1B, 0x20, 0x7F, 0x80, 0xFF)),
    ],
)  # fmt: skip
def test_which_bytes_are_no_text(body: bytes, binary: bool) -> None:
    assert is_binary(body) is binary


def test_a_declared_charset_explains_null_bytes() -> None:
    body = "é".encode("utf-16-le") * 5 + b"x\0" * 99
    assert not is_binary(body, "utf-16le")
    assert is_binary(b"\x01" + b"x\0" * 99)
