"""Whether a page is HTML, plain text or binary data, by its declared type and its bytes (WHATWG MIME Sniffing)."""

import re

from qapipe.page import charset
from qapipe.records.plain import RawPage

# WHATWG MIME Sniffing, "rules for identifying an unknown MIME type": the signatures of HTML.
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?[\t\n\f\r ]*<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|"
    rb"body|br|p|main|article|section|meta|link|span|ul|ol|form|center)[ \t\n\f\r/>]"
    rb"|(?:\xef\xbb\xbf)?[\t\n\f\r ]*(?:<!--|<\?xml[^>]*>\s*<!doctype html|<\?xml[^>]*>\s*<html)",
    re.IGNORECASE,
)
# The "binary data bytes" of the same standard; many of them at the start mean binary data.
_BINARY_BYTES = bytes([*range(9), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_SNIFF_BYTES = 1_445
_STRAY_BYTES = 8  # a few NULs in a text are damage
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml"})


def is_html(raw: RawPage) -> bool:
    """Whether a page is HTML: by its declared type or, if that is missing or unspecific, by its first bytes."""
    if raw.media_type in _HTML_TYPES:
        return True
    return raw.media_type != "text/plain" and _HTML_START.match(_head(raw.body, raw.charset)) is not None


def _head(body: bytes, label: str | None) -> bytes:
    """The first bytes of a page, converted to UTF-8 if they are UTF-16."""
    wide = charset.utf16_of(body, label)
    return body[: 2 * _SNIFF_BYTES].decode(wide, "replace").encode() if wide else body[:_SNIFF_BYTES]


def is_binary(body: bytes, label: str | None = None) -> bool:
    """Whether the bytes are not text in any charset; ``label`` is the declared charset."""
    head = _head(body, label)
    if _HTML_START.match(head):
        return False
    odd = len(head) - len(head.translate(None, _BINARY_BYTES))
    return odd > _STRAY_BYTES and odd * 20 > len(head)
