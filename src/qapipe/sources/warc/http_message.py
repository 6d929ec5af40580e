"""HTTP responses as archives store them: status, header fields and the body, still coded.

``HTTP/1.1 100 Continue`` heads before the final one are skipped (RFC 9110, 15.2). Status lines that browsers tolerate
are read: in lower case, without a reason, without a version.
"""

import re
from dataclasses import dataclass

from qapipe.sources.warc.format import Fields, parsed

_STATUS_LINE = rb"(?:(?:HTTP/\d\S*)(?:[ \t]+(\d{3})(?!\d))?|(?:HTTP|ICY)[ \t]+(\d{3})(?!\d))[^\n]*(?:\n|$)"
_HEAD = re.compile(_STATUS_LINE + rb"(?:[^\r\n][^\n]*(?:\n|$))*(?:\r*\n|$)", re.IGNORECASE)
_SWITCHING_PROTOCOLS = 101
_OK = 200


@dataclass(slots=True)
class HttpResponse:
    """An HTTP response."""

    status: int
    """Status code; 200 if the status line has none."""
    fields: Fields
    content: memoryview
    """What follows the head: the body with its transfer and content codings."""

    def listed(self, name: str) -> str | None:
        """A list field; its lines are one list, separated by commas (RFC 9110, 5.3). None if it is absent."""
        return ", ".join(self.fields.get_multiple(name)) or None

    @property
    def declared_length(self) -> int | None:
        """Content-Length in bytes; None if it is absent, not a number, or contradicts itself."""
        value = ",".join(self.fields.get_multiple("Content-Length"))
        if "," in value:
            values = {one.strip() for one in value.split(",")}
            value = values.pop() if len(values) == 1 else ""
        value = value.strip()
        return int(value) if value.isascii() and value.isdecimal() and len(value) < 20 else None


def parse_response(content: memoryview) -> HttpResponse | None:
    """The final response in the content of a record; None if it does not begin with a status line."""
    head = _HEAD.match(content)
    while head and 100 <= _status(head) < _OK and _status(head) != _SWITCHING_PROTOCOLS:
        following = _HEAD.match(content, head.end())
        if following is None:
            break
        head = following
    if head is None:
        return None
    return HttpResponse(_status(head), parsed(head[0]), content[head.end() :])


def _status(head: re.Match[bytes]) -> int:
    return int(head[1] or head[2] or _OK)
