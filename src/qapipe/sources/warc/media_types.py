"""Which records may be pages, by the media type that the server declared or the archive identified.

Servers declare types that are wrong, or that name the program which made the page (``application/x-httpd-php``).
Archives identify types by content, but not all of them do. A record is a page if either says HTML or text; an odd
type leaves the decision to the body.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from qapipe.page.media_type import is_binary, is_html
from qapipe.records.plain import RawPage

_PAGES = frozenset("text/html text/plain application/xhtml+xml application/xml text/xml".split())
_VAGUE = frozenset((None, "application/octet-stream", "application/unknown", "unknown/unknown"))
# Types that browsers never take for HTML, whatever the body.
_NEVER = re.compile(r"(?:image|audio|video|font)/|text/css$|(?:text|application)/(?:x-)?(?:java|ecma)script$")
_MEDIA_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\s\"';,]+)", re.IGNORECASE)


class Evidence(Enum):
    """What a media type says about a body."""

    PAGE = auto()
    """It is HTML or text."""
    VAGUE = auto()
    """Nothing: it is a page unless it is binary."""
    ODD = auto()
    """Something else, which may be wrong: it is a page if it begins like HTML."""
    NOT_A_PAGE = auto()


@dataclass(frozen=True, slots=True)
class MediaType:
    """Media type of a record."""

    name: str | None
    """Type without parameters, in lower case."""
    charset: str | None
    evidence: Evidence

    def of_page(self, body: bytes) -> "MediaType | None":
        """The type as which a decoded body is read; None if it is not a page."""
        match self.evidence:
            case Evidence.PAGE:
                return self
            case Evidence.VAGUE if not is_binary(body, self.charset):
                return MediaType(None, self.charset, self.evidence)
            case Evidence.ODD if is_html(RawPage(body=body, charset=self.charset)):
                return MediaType("text/html", self.charset, self.evidence)
        return None


@lru_cache(maxsize=1_024)  # servers send few different ones
def media_type_of(declared: str | None, identified: str | None) -> MediaType:
    """Media type from a Content-Type field and from WARC-Identified-Payload-Type."""
    fields = [field for field in (declared, identified) if field]
    charset = next((found[1] for field in fields if (found := _CHARSET.search(field))), None)
    names = [found[1].lower() if (found := _MEDIA_TYPE.match(field)) else None for field in fields]
    for name in names:
        if name in _PAGES:
            return MediaType(name, charset, Evidence.PAGE)
    name = names[0] if names else None
    if name in _VAGUE:
        return MediaType(name, charset, Evidence.VAGUE)
    never = name is not None and _NEVER.match(name)
    return MediaType(name, charset, Evidence.NOT_A_PAGE if never else Evidence.ODD)
