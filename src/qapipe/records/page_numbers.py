"""Page numbers in URLs: ``?page=2``, ``?start=20``, ``/page-2``."""

import re

PARAMETERS = frozenset("page pg paged pageno page_no pagenum pagenumber start".split())
"""Names of query parameters that hold a page number, in lower case."""
NUMBER = re.compile(r"\d{1,6}")
"""The value of such a parameter."""
PATH_END = re.compile(r"/page[-/]?(\d{1,4})/?$", re.IGNORECASE)
"""A page number at the end of a path."""

_PATH_ENDS = re.compile(rf"(?:{PATH_END.pattern.removesuffix('/?$')})+/?$", re.IGNORECASE)


def may_have_number(address: str) -> bool:
    """Whether there is a word in an address without which it has no page number, unless in percent signs."""
    low = address.lower()
    return "page" in low or "pg" in low or "start" in low


def without_page_numbers(canonical: str) -> str:
    """A canonical URL without anything that may be a page number.

    It is the same for all pages of a question, whichever of them its number was found in; it need not be a URL of any.
    """
    if not may_have_number(canonical):
        return canonical
    path, _, query = canonical.partition("?")
    path = _PATH_ENDS.sub("", path).rstrip("/")
    rest = "&".join(part for part in query.split("&") if not _is_page_number(part))
    path = path if "/" in path else f"{path}/"
    return f"{path}?{rest}" if rest else path


def _is_page_number(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name.lower() in PARAMETERS and NUMBER.fullmatch(value) is not None
