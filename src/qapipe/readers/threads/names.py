"""Names in short texts: without who they are said to be, what stands around them, and the address behind them."""

import re
from collections.abc import Sequence

from qapipe.page import text as plain
from qapipe.readers.lines.anonymous import is_anonymous

_UNKNOWN = frozenset({"unknown", "unknown user"})
_BY = re.compile(
    r"^(?:(?:re: )?.{0,30}\b)?(?:posted |written |answered |asked |started |replied )?by:?\s+"
    r"|^(?:answer|reply|response|question) from:?\s+",
    re.IGNORECASE,
)
_ANSWER_BY = re.compile(r"(?:answer|reply|response) (?:by|from):?\s+\S", re.IGNORECASE)
_WHO = re.compile(r"(?:,|\s[·•|–—-])\s")
_ROLE = re.compile(
    r"^(?:customer|expert|user|author|autor|auteur|asker|patient|質問者|回答者|投稿者|作者|楼主)\s*[:：]\s*(?=\S)",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"^(?:.{0,30}\b(?:posted|written|asked|answered|submitted|answer|reply|response|question) (?:by|from)$"
    r"|(?:from|author|sender|posted by|written by|by|name|user(?: ?name)?|von|autor|"
    r"auteur|de|от|автор|投稿者|作者)\s*[:：]$)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<=\w)\s+(?:[<(\[]?\S+(?:@|\(at\))\S+[>)\]]?|<[^<>]+>)$")
_HANDLE = re.compile(r"(?<=\w)\s+@[\w.-]+$")
_UNVERIFIED = re.compile(
    r"\s*[(\[（]?(?:not (?:verified|registered)|unverified|unregistered|nicht (?:überprüft|verifiziert|registriert)"
    r"|non (?:vérifié|verificato|registrato)|no verificado|não verificado|niet geverifieerd|не проверено|ej verifierad"
    r"|未验证)[)\]）]?\s*$",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"^\d{1,2}[:.h]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\b\.?|uhr)?\s*$", re.IGNORECASE)


def name_in(text: str) -> str | None:
    """The name that a text gives; None for nobody's: of guests, of deleted accounts."""
    text, says_by = _BY.subn("", text)
    if says_by and (role := _WHO.search(text)):  # "Answer from Ann Reed, editor"
        text = text[: role.start()]
    name = plain.one_line(_ROLE.sub("", text))
    name = _UNVERIFIED.sub("", _HANDLE.sub("", _ADDRESS.sub("", name))).strip(" ,:;|·•—–-")
    return None if not name or is_anonymous(name) or name.lower() in _UNKNOWN else name


def without_address(text: str) -> str:
    """A text without the mail address at its end."""
    return _ADDRESS.sub("", text)


def says_from(text: str) -> bool:
    """Whether a text is the label of a name: ``From:``, ``Author:``."""
    return _FROM.match(text) is not None


def says_role(text: str) -> bool:
    """Whether a text is such a label with the name behind it: ``Author: Ann``."""
    return _ROLE.match(text) is not None or _ANSWER_BY.match(text) is not None


def is_clock(text: str) -> bool:
    """Whether a text is a time of day."""
    return _CLOCK.match(text) is not None


def is_aside(texts: Sequence[str], run: int) -> bool:
    """Whether a text stands in parentheses of its own, as a nickname does behind a name."""
    return 0 < run < len(texts) - 1 and texts[run - 1].endswith("(") and texts[run + 1].startswith(")")
