"""A decoded page, ready to be read: HTML as a tree and as visible lines, plain text as lines.

A document is used within a single call: its tree cannot be pickled, and records do not refer to it.
"""

import re
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from qapipe.errors import DecodeError
from qapipe.page import charset, text
from qapipe.page.guard import check_complexity
from qapipe.page.media_type import is_binary, is_html
from qapipe.page.outline import Line, Lines, columns_of_text
from qapipe.page.replays import original
from qapipe.page.searching import has, has_any
from qapipe.page.urls import PLAIN_URL, http_url, same_host
from qapipe.page.visible_lines import columns_of_node
from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason

if TYPE_CHECKING:
    from qapipe.page.structured import Item

_SITE_NAME = re.compile(r"\s+[|–—·-]\s+[^|–—·]{1,40}$")
_ADDRESSES = (("link", "rel", "canonical", "href"), ("meta", "property", "og:url", "content"))
_BASES = (b"<base", b"<BASE", b"<Base")
# Pages with microdata have hundreds of other "meta" elements.
_TELLING = {"link": "link[rel]", "meta": "meta[property], meta[name]"}
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=(?:\(\d+\))?(\S+?)\s*-->")


class HtmlDocument:
    """An HTML page, given as text or UTF-8 bytes.

    The tree is built on first use, because many pages are refused by their URL or bytes alone.
    """

    def __init__(self, html: str | bytes, url: str | None = None, captured_at: datetime | None = None) -> None:
        self.source = html.encode("utf-8", "replace") if isinstance(html, str) else html
        self.captured_url = url
        self.captured_at = captured_at
        self._found: dict[tuple[str, bool], list[dict[str, str | None]]] = {}
        self.items: list[Item] = []
        """The items of its structured data, once they were read."""

    def __del__(self) -> None:
        """Cut the items off from those around them.

        They hold each other, and with their elements the tree: it would stay until the garbage collector comes, which
        takes hundreds of pages.
        """
        for item in self.items:
            item.parent = None

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The tree of elements. Raises :class:`TooComplexError` for hostile markup."""
        check_complexity(self.source)
        try:
            return LexborHTMLParser(self.source)
        except SelectolaxError as error:  # any input is valid HTML, so this means that no memory was left
            raise MemoryError from error

    @property
    def has_tree(self) -> bool:
        """Whether the tree was built."""
        return "tree" in self.__dict__

    @cached_property
    def url(self) -> str | None:
        """URL of the page, as given by the source or, failing that, by the page itself; None if neither has one."""
        return self.captured_url or self.declared_url

    @cached_property
    def declared_url(self) -> str | None:
        """URL that the page gives for itself: canonical link, ``og:url``, or a browser's "saved from" comment."""
        for tag, key, word, attribute in _ADDRESSES:
            values = self._attributes(tag, key, word, attribute)
            if values and values[0] and (url := http_url(original(values[0]), self.captured_url)):
                return url
        saved = _SAVED_FROM.search(self.source, 0, 4_096)
        return http_url(saved[1].decode("utf-8", "replace")) if saved else None

    def _attributes(self, tag: str, key: str, word: str, attribute: str = "content") -> list[str | None]:
        """One attribute of all elements whose attribute ``key`` contains a word, in the head or else on the page.

        Nearly all of them are in the head, which is small; elsewhere they are looked for if the word is in the page.
        """
        for everywhere in (False, True):
            if everywhere and not has(self.source, word.encode()):
                return []
            found = self._attributes_of(tag, everywhere=everywhere)
            values = [own.get(attribute) for own in found if word in (own.get(key) or "").lower().split()]
            if values:
                return values
        return []

    def _attributes_of(self, tag: str, *, everywhere: bool) -> list[dict[str, str | None]]:
        """The attributes of all elements with a tag that may say something, in the head or on the page; remembered."""
        found = self._found.get((tag, everywhere))
        if found is None:
            part = self.tree if everywhere else self.tree.head
            nodes = part.css(_TELLING[tag]) if part is not None else []
            found = self._found[tag, everywhere] = [node.attributes for node in nodes]
        return found

    @cached_property
    def language(self) -> str | None:
        """The language that the page declares, such as ``en-US``."""
        root = self.tree.root
        return (root.attributes.get("lang") or root.attributes.get("xml:lang") or None) if root is not None else None

    @cached_property
    def titles(self) -> frozenset[str]:
        """Titles in the page's head, each with and without the site name after a bar or dash."""
        found = self._attributes("meta", "property", "og:title") + self._attributes("meta", "name", "twitter:title")
        values = {text.one_line(value) for value in found if value}
        head = self.tree.head
        titles = (head.css("title") if head is not None else []) or self.tree.tags("title")
        values |= {text.one_line(node.text()) for node in titles}
        return frozenset((values | {_SITE_NAME.sub("", value) for value in values}) - {""})

    @cached_property
    def top_headings(self) -> list[str]:
        """Texts of the ``h1`` headings."""
        return [text.one_line(node.text()) for node in self.tree.tags("h1")]

    @property
    def body(self) -> LexborNode | None:
        """The ``body`` element."""
        return self.tree.body

    @cached_property
    def lines(self) -> list[Line]:
        """The visible lines of the page."""
        return self.columns.rows()

    @cached_property
    def columns(self) -> Lines:
        """The same as columns."""
        return columns_of_node(self.tree.body) if self.tree.body is not None else Lines.of([])

    @cached_property
    def base_url(self) -> str | None:
        """Base URL of relative links: ``<base>``, else the page's declared URL on the same host, else its URL.

        The declared URL comes first so that captures under different spellings of a host have the same links.
        """
        bases = self.tree.tags("base") if has_any(self.source, _BASES) else []
        href = next((node.attributes.get("href") for node in bases), None)
        if href and (base := http_url(href, self.url)):
            return base
        declared = self.declared_url
        return declared if same_host(declared, self.url) else self.url

    def absolute(self, href: str | None) -> str | None:
        """A link target on the page as an absolute http(s) URL, or None."""
        if not href:
            return None
        if "/http" in href:
            href = original(href)
        return http_url(href, None if PLAIN_URL.fullmatch(href) else self.base_url)


class TextDocument:
    """A plain-text page, as found in web dumps; ``source`` is its UTF-8, if that is known."""

    def __init__(self, content: str, url: str | None = None, source: bytes | None = None) -> None:
        self.content = content
        self.url = url
        self._source = source

    @cached_property
    def columns(self) -> Lines:
        """The non-empty lines of the page as columns."""
        return columns_of_text(self.content if self._source is None else self._source)

    @property
    def lines(self) -> list[Line]:
        """The same as objects."""
        return self.columns.rows()


Document = HtmlDocument | TextDocument


def open_document(raw: RawPage) -> tuple[Document, charset.Utf8, str]:
    """The page as a document, its text in UTF-8, and the media type it was read as.

    Raises :class:`DecodeError` for binary data.
    """
    if is_binary(raw.body, raw.charset):
        raise DecodeError(Reason.BINARY, "binary data, not text")
    if is_html(raw):
        found = charset.as_utf8(raw.body, raw.charset)
        return HtmlDocument(found.source, raw.url, raw.captured_at), found, "text/html"
    decoded = charset.decode(raw.body, raw.charset, html=False)
    found = charset.utf8_of(raw.body, decoded)
    return TextDocument(decoded.text, raw.url, found.source), found, "text/plain"
