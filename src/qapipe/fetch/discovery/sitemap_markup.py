"""The entries of a sitemap, a sitemap index or a feed, from markup that need not be well-formed.

Real sitemaps have bare ampersands, HTML entities, unclosed elements, notices of PHP above them, or end in the middle.
An XML parser stops at the first fault; browsers and crawlers recover. So only the tags that matter are searched for,
whatever stands between them. No entity but those of characters is expanded, so there are no bombs, and the time is
linear in the length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

MAX_TAGS = 5_000_000
"""Bounds the time that a hostile file takes; a sitemap of 50,000 entries has a tenth."""

_ROOTS = frozenset({"urlset", "sitemapindex", "rss", "feed", "rdf"})
_ENTRIES = frozenset({"url", "sitemap", "item", "entry"})  # sitemaps.org, RSS, Atom
_TIMES = frozenset({"lastmod", "pubdate", "updated", "published"})
_OTHERS = frozenset({"image", "video", "news", "source"})  # elements of an entry with addresses of their own
_NAMES = "|".join(sorted(_ROOTS | _ENTRIES | _TIMES | _OTHERS | {"loc", "link"}, key=len, reverse=True))
_MARKUP = re.compile(
    rf"<(?![<\s])(?:(?P<end>/?)(?P<name>(?:[\w.-]+:)?(?:{_NAMES}))(?=[\s/>])(?P<rest>[^<>]*)>|!--|!\[CDATA\[|\?)",
    re.IGNORECASE,
)
_ENTRY = re.compile(rf"<(?:[\w.-]+:)?(?:{'|'.join(sorted(_ROOTS | _ENTRIES))}|loc)[\s/>]", re.IGNORECASE)
_DELIMITERS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CHARACTER = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(frozen=True, slots=True)
class MarkupEntry:
    """An entry as written."""

    address: str
    time: str | None = None
    is_sitemap: bool = False


def is_markup(text: str) -> bool:
    """Whether a text has an element of a sitemap or a feed."""
    return _ENTRY.search(text) is not None


class MarkupReader:
    """Reads the entries of a text; afterwards ``root`` and ``closed`` describe the document."""

    def __init__(self) -> None:
        self.root: str | None = None
        """The outermost element, in lower case."""
        self.closed = False
        """Whether all was read up to its end tag; otherwise the document was cut off."""
        self._prefix = ""  # of the namespace of sitemaps
        self._entry: str | None = None  # the entry that is open
        self._others: list[str] = []  # elements open in it that have addresses of their own
        self._address = ""
        self._time: str | None = None
        self._element: str | None = None  # whose text is being read
        self._text: list[str] = []

    def read(self, text: str) -> Iterator[MarkupEntry]:
        """The entries in order, those behind a fault included."""
        position = 0
        missing: set[str] = set()  # delimiters that do not occur any more
        tags = 0
        while found := _MARKUP.search(text, position):
            tags += 1
            if tags > MAX_TAGS:
                self.closed = False
                break
            self._add_text(text[position : found.start()])
            position = found.end()
            if found["name"]:
                yield from self._end(found["name"]) if found["end"] else self._start(found["name"], found["rest"])
                continue
            delimiter = _DELIMITERS[found[0]]
            limit = len(text)
            if found[0] == "<?" and (following := text.find("<", position)) >= 0:
                limit = following  # an instruction without an end must not swallow the document
            stop = -1 if delimiter in missing else text.find(delimiter, position, limit)
            if stop < 0:
                missing |= {delimiter} if limit == len(text) else set()
                continue
            if delimiter == "]]>":
                self._add_text(text[position:stop], verbatim=True)
            position = stop + len(delimiter)
        self._element = None  # what is open at the end was cut off: half an address is another address
        yield from self._close_entry()

    def _add_text(self, text: str, *, verbatim: bool = False) -> None:
        if self._element:
            self._text.append(text if verbatim else _unescaped(text.partition("<")[0]))

    def _start(self, name: str, rest: str) -> Iterator[MarkupEntry]:
        yield from self._close_element()
        prefix, _, bare = name.lower().rpartition(":")
        if bare in _ROOTS:
            self.root, self._prefix = self.root or bare, prefix
            self.closed = self.closed or rest.endswith("/")
        elif bare in _ENTRIES:
            if self._entry is None or bare == self._entry or {bare, self._entry} == {"url", "sitemap"}:
                yield from self._close_entry()
                self._entry, self._prefix = bare, prefix
        elif bare in _OTHERS:
            if self._entry and not rest.endswith("/"):
                self._others.append(bare)
        elif self._others or (rest.endswith("/") and bare != "link"):
            return
        elif bare == "link" and self._entry == "entry":
            values = {key.lower(): double or single for key, double, single in _ATTRIBUTE.findall(rest)}
            if values.get("rel", "alternate") == "alternate":
                self._address = self._address or _unescaped(values.get("href", ""))
        elif bare in _TIMES or prefix == self._prefix:
            self._element = bare

    def _end(self, name: str) -> Iterator[MarkupEntry]:
        yield from self._close_element()
        bare = name.lower().rpartition(":")[2]
        if self._others and bare == self._others[-1]:
            self._others.pop()
        if bare == self._entry:
            yield from self._close_entry()
        self.closed = self.closed or bare == self.root

    def _close_element(self) -> Iterator[MarkupEntry]:
        """Take the text that was read; a second address in one entry is an entry of its own."""
        element, value = self._element, "".join(self._text).strip()
        self._element = None
        self._text.clear()
        if not value:
            return
        if element == "loc":
            if self._address or not self._entry:
                yield from self._entries()
            self._address = value
            if not self._entry:
                yield from self._entries()
        elif element == "link" and self._entry == "item":
            self._address = self._address or value
        elif element in _TIMES and not (element == "published" and self._time):
            self._time = value

    def _close_entry(self) -> Iterator[MarkupEntry]:
        yield from self._close_element()
        yield from self._entries()
        self._entry = None
        self._others.clear()

    def _entries(self) -> Iterator[MarkupEntry]:
        is_sitemap = self._entry == "sitemap" or (self._entry is None and self.root == "sitemapindex")
        if self._address:
            yield MarkupEntry(self._address, self._time, is_sitemap)
        self._address, self._time = "", None


def _unescaped(text: str) -> str:
    """Text with its character references resolved; ``&`` and ``&copy`` without a semicolon stay as they are."""
    return _CHARACTER.sub(lambda found: unescape(found[0]), text) if "&" in text else text
