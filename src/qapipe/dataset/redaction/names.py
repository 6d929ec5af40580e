"""Names of people in the texts of their page, replaced where they name the person and not where they are words.

A name of several words ("Ida Quist"), or with digits or underscores ("ida_q87"), is replaced wherever it stands as
printed. A single word may be a word as well, so it is replaced only where somebody is addressed or signs ("Hi Ida,",
"@Ida", "Ida wrote:", "- Ida" at the end). A name that the page also uses as words ("Mommy Makeover") counts as a single
word: one of its topics, in lower case, or in a title whose other words have capitals, too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from qapipe.dataset.redaction.patterns import Found

_WORD = re.compile(r"\w+")
_EDGES = re.compile(r"^\W+|\W+$")
_HANDLE = re.compile(r"(?=.*[\d_])(?=(?:.*[^\W\d_]){3}).{5,}", re.DOTALL)
_LONGEST = 100  # characters of a name
_BEFORE = 24  # characters before a name; no greeting is longer
_LEAST_WORD = 3  # letters of a word that has a capital in a title with capitals
_GREETING = re.compile(
    r"(?<!\w)(?:hi|hello|hey|dear|hallo|liebe|lieber|bonjour|cher|chère|hola|estimad[oa]|querid[oa]|ciao|car[oa]|olá|"
    r"hej|cześć|привет)[, ]{1,2}$|(?<![\w.])@$",
    re.IGNORECASE,
)
_THANKS = re.compile(r"(?<!\w)(?:thanks|thank you|thx|danke|merci|gracias|grazie|obrigad[oa])[, ]{1,2}$", re.IGNORECASE)
_TITLE = re.compile(r"(?<!\w)(?:Dr|Doctor|Prof|Professor|Mr|Mrs|Ms)\.? $")
_SAID = re.compile(r"\s(?:wrote|said|posted|writes|schrieb|a écrit|escribió|ha scritto|escreveu)\b", re.IGNORECASE)
_SIGNS = re.compile(r"(?:^|\n)[-–—~* ]{0,4}$")
_ENDS = re.compile(r"[.! ]{0,3}\s*$")
_ENDS_CALL = re.compile(r"(?:\s*$|[,.!?:;)\n–—-]| -)")


@dataclass(slots=True)
class Names:
    """The names of some people of a page, and how the page uses them."""

    _full: dict[str, str] = field(default_factory=dict)
    """Names as they are compared, each with the name that its pseudonym is made of."""
    _parts: dict[str, str] = field(default_factory=dict)
    """First and last words of names of several words; first come, first served."""
    _lengths: dict[str, set[int]] = field(default_factory=dict)
    """Lengths of the names that begin with a word."""
    _printed: dict[str, set[str]] = field(default_factory=dict)
    _words: set[str] = field(default_factory=set)
    """Names that the page uses as words."""

    def add(self, name: str) -> None:
        """Add a name as printed."""
        core = _core(name)
        if len(core) > _LONGEST:
            return
        self._full.setdefault(core.lower(), name)
        self._printed.setdefault(core.lower(), set()).add(core)
        words = _WORD.findall(core)
        known = [core, *([words[0], words[-1]] if len(words) > 1 and not _HANDLE.match(core) else [])]
        for part in known:
            self._lengths.setdefault(_first(part), set()).add(len(part))
            if part is not core and len(part) > 1:
                self._parts.setdefault(part.lower(), name)

    def look_at(self, texts: Iterable[str], title: str | None, topics: Iterable[str]) -> None:
        """Note which names are words in the title, the topics and the other texts of the page."""
        subject = [*topics, title] if title and self._has_capitals(title) else topics
        for text in subject:
            self._words.update(folded for _, folded, _ in self._places(text))
        for text in texts:
            for _, folded, shown in self._places(text):
                if shown == folded and shown not in self._printed.get(folded, ()):
                    self._words.add(folded)

    def _has_capitals(self, title: str) -> bool:
        """Whether most words of a title that are not short or part of a name have capitals, so that a name may have."""
        named = [(start, start + len(shown)) for start, _, shown in self._places(title)]
        others = [
            word[0]
            for word in _WORD.finditer(title)
            if len(word[0]) >= _LEAST_WORD and not any(start <= word.start() < end for start, end in named)
        ]
        return 2 * sum(not word[0].islower() for word in others) > len(others)

    def found(self, text: str) -> Iterator[Found]:
        """The places in a text that name one of the people."""
        end = 0
        for start, folded, shown in self._places(text):
            if start >= end and self._names(text, start, folded, shown):
                end = start + len(shown)
                yield Found(start, end, self._full.get(folded) or self._parts[folded])

    def _places(self, text: str) -> Iterator[tuple[int, str, str]]:
        """Where a name stands in a text: its start, as compared, and as shown; the longest first."""
        for word in _WORD.finditer(text):
            for length in sorted(self._lengths.get(word[0].lower(), ()), reverse=True):
                start = word.start()
                shown = text[start : start + length]
                folded = shown.lower()
                if (folded in self._full or folded in self._parts) and _is_whole(text, start + length):
                    yield start, folded, shown

    def _names(self, text: str, start: int, folded: str, shown: str) -> bool:
        """Whether a person is named here."""
        as_printed = self._printed.get(folded, ())
        if folded in self._full:
            if _HANDLE.match(shown):
                return True
            if len(_WORD.findall(shown)) > 1 and shown in as_printed and folded not in self._words:
                return True
        near, end = start - _BEFORE, start + len(shown)
        called = _ENDS_CALL.match(text, end)
        if _GREETING.search(text, near, start) and (called or text.endswith("@", 0, start)):
            return True
        if shown == folded or folded in self._words:
            return False
        if _TITLE.search(text, near, start) or _SAID.match(text, end):
            return True
        if called and _THANKS.search(text, near, start):
            return True
        return bool(_SIGNS.search(text, near, start) and _ENDS.fullmatch(text, end))


def same_name(name: str | None) -> str | None:
    """A name as it is compared with others: two people of a page with the same name are one."""
    return None if name is None else (_core(name).lower() or name)


def _core(name: str) -> str:
    return _EDGES.sub("", name)


def _first(name: str) -> str:
    found = _WORD.search(name)
    return found[0].lower() if found else name


def _is_whole(text: str, end: int) -> bool:
    return end >= len(text) or not (text[end].isalnum() or text[end] == "_")
