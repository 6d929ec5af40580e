"""What the bytes of a page are: HTML, plain text, or nothing that a reader could read (WHATWG MIME Sniffing)."""

import re

from qapipe.page import charset
from qapipe.records.models import RawPage

# WHATWG MIME Sniffing, "rules for identifying an unknown MIME type": what HTML starts with.
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?[\t\n\f\r ]*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|"
    rb"body|br|p|main|article|section|meta|link|span|ul|ol|form|center)[ \t\n\f\r/>]"
    rb"|(?:\xef\xbb\xbf)?[\t\n\f\r ]*(?:<!--|<\?xml[^>]*>\s*<!doctype html|<\?xml[^>]*>\s*<html)",
    re.IGNORECASE,
)
# The binary data bytes of the same standard; many of them at the start mean that no one can read this.
_BINARY_BYTES = bytes([*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_SNIFF_BYTES = 1_445
_STRAY_BYTES = 8  # a few NULs in a text are damage, not another format
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml"})


def is_html(raw: RawPage) -> bool:
    """Whether a page is HTML: by its declared type, and by its first bytes where none or a vague one is declared."""
    if raw.media_type in _HTML_TYPES:
        return True
    return raw.media_type != "text/plain" and _HTML_START.match(_head(raw.body, raw.charset)) is not None


def _head(body: bytes, label: str | None) -> bytes:
    """The first bytes of a page; those of UTF-16 as if it were UTF-8."""
    wide = charset.utf16_of(body, label)
    return body[: 2 * _SNIFF_BYTES].decode(wide, "replace").encode() if wide else body[:_SNIFF_BYTES]


def is_binary(body: bytes, label: str | None = None) -> bool:
    """Whether the bytes are no text in any charset; ``label`` is the one that came with them."""
    head = _head(body, label)
    if _HTML_START.match(head):
        return False
    odd = len(head) - len(head.translate(None, _BINARY_BYTES))
    return odd > _STRAY_BYTES and odd * 20 > len(head)
