"""Further pages of a question: ``/thread/7?page=2``, ``/thread/7/page-2``, ``/viewtopic.php?t=7&start=20``."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from qapipe.records.page_numbers import NUMBER, PARAMETERS, PATH_END, may_have_number

_FROM_ZERO = frozenset({"start"})  # counts posts, the first page has 0
_PATH_ALONE = re.compile(r"https?://[a-z0-9.-]+(/[A-Za-z0-9_.~/-]*)")  # nothing in it needs to be split or decoded


class FurtherPage(NamedTuple):
    """A page of a question that is not its first one."""

    number: int
    """Orders the pages of a question; greater than 1."""
    first_url: str
    """URL without the number: that of the first page."""
    in_path: bool
    """Whether the number is in the path, where it may also be a name (``/question/page-5``)."""


def further_page(url: str) -> FurtherPage | None:
    """The number in the URL of a further page, and the URL without it; None for any other URL."""
    if not may_have_number(url) and "%" not in url:
        return None
    if plain := _PATH_ALONE.fullmatch(url):
        match = PATH_END.search(url, plain.start(1))
        number = int(match[1]) if match else 1
        return FurtherPage(number, url[: match.start()], in_path=True) if match and number > 1 else None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if match := PATH_END.search(parts.path):
        number = int(match[1])
        first = parts._replace(path=parts.path[: match.start()], fragment="")
        return FurtherPage(number, first.geturl(), in_path=True) if number > 1 else None
    query = parse_qsl(parts.query, keep_blank_values=True)
    for place, (name, value) in enumerate(query):
        if name.lower() in PARAMETERS and NUMBER.fullmatch(value):
            number = int(value) + (name.lower() in _FROM_ZERO)
            rest = urlencode(query[:place] + query[place + 1 :])
            first = parts._replace(query=rest, fragment="")
            return FurtherPage(number, first.geturl(), in_path=False) if number > 1 else None
    return None
