"""A decoded page, asked by layouts: HTML as a tree and as visible lines, plain text as lines.

A document lives inside one call: trees do not pickle, and nothing of them leaves with the record.
"""

import re
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from qapipe.errors import DecodeError
from qapipe.page import charset, text
from qapipe.page.guard import check_complexity
from qapipe.page.media_type import is_binary, is_html
from qapipe.page.outline import Line, lines_of_node, lines_of_text
from qapipe.page.urls import PLAIN_URL, http_url, same_host
from qapipe.records.models import RawPage
from qapipe.records.reasons import Reason

_SITE_NAME = re.compile(r"\s+[|–—·-]\s+[^|–—·]{1,40}$")
_ADDRESSES = (("link", "rel", "canonical", "href"), ("meta", "property", "og:url", "content"))
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=(?:\(\d+\))?(\S+?)\s*-->")


class HtmlDocument:
    """A page of HTML, as text or as UTF-8. ``url`` is where it was captured, else what the page says of itself.

    The tree is built when it is asked for first: what many pages are not is told from their address and their bytes.
    """

    def __init__(self, html: str | bytes, url: str | None = None) -> None:
        self.source = html.encode("utf-8", "replace") if isinstance(html, str) else html
        self.captured_url = url

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page's elements. Raises :class:`TooComplexError` for hostile markup."""
        check_complexity(self.source)
        try:
            return LexborHTMLParser(self.source)
        except SelectolaxError as error:  # there is no HTML that cannot be parsed: memory was refused
            raise MemoryError from error

    @property
    def has_tree(self) -> bool:
        """Whether the tree was built."""
        return "tree" in self.__dict__

    @cached_property
    def url(self) -> str | None:
        """The address of the page, absolute; None when neither the source nor the page tells it."""
        return self.captured_url or self.declared_url

    @cached_property
    def declared_url(self) -> str | None:
        """What the page says its address is: canonical link, ``og:url``, a browser's "saved from" comment."""
        for tag, key, word, attribute in _ADDRESSES:
            said = self._said(tag, key, word, attribute)
            if said and said[0] and (url := http_url(said[0], self.captured_url)):
                return url
        saved = _SAVED_FROM.search(self.source, 0, 4_096)
        return http_url(saved[1].decode("utf-8", "replace")) if saved else None

    def _said(self, tag: str, key: str, word: str, attribute: str = "content") -> list[str | None]:
        """One attribute of the elements of which another has a word: those of the head, else of the whole page.

        Nearly all stand in the head, which is small; by tag a page is searched far faster than by CSS.
        """
        for nodes in (self.tree.head.css(tag) if self.tree.head is not None else [], self.tree.tags(tag)):
            found = [node.attributes for node in nodes]
            said = [own.get(attribute) for own in found if word in (own.get(key) or "").lower().split()]
            if said:
                return said
        return []

    @cached_property
    def titles(self) -> frozenset[str]:
        """What the head says the page's title is, also without the site's name behind a bar or a dash."""
        said = self._said("meta", "property", "og:title") + self._said("meta", "name", "twitter:title")
        values = {text.one_line(value) for value in said if value}
        head = self.tree.head
        titles = (head.css("title") if head is not None else []) or self.tree.tags("title")
        values |= {text.one_line(node.text()) for node in titles}
        return frozenset((values | {_SITE_NAME.sub("", value) for value in values}) - {""})

    @cached_property
    def top_headings(self) -> list[str]:
        """The texts of the headings of the first level."""
        return [text.one_line(node.text()) for node in self.tree.tags("h1")]

    @property
    def body(self) -> LexborNode | None:
        """The ``body`` element."""
        return self.tree.body

    @cached_property
    def lines(self) -> list[Line]:
        """The visible lines of the page."""
        return lines_of_node(self.tree.body) if self.tree.body is not None else []

    @cached_property
    def base_url(self) -> str | None:
        """What relative links are relative to: ``<base>``, else the page's name for itself, else its address.

        (The name first, so that captures under several spellings of a host give the same links.)
        """
        href = next((node.attributes.get("href") for node in self.tree.tags("base")), None)
        if href and (base := http_url(href, self.url)):
            return base
        declared = self.declared_url
        return declared if declared and self.url and same_host(declared, self.url) else self.url

    def absolute(self, href: str | None) -> str | None:
        """A link target of the page as an absolute http(s) URL, or None."""
        if not href:
            return None
        return http_url(href, None if PLAIN_URL.fullmatch(href) else self.base_url)


class TextDocument:
    """A page of plain text, as web dumps hold them."""

    def __init__(self, content: str, url: str | None = None) -> None:
        self.content = content
        self.url = url

    @cached_property
    def lines(self) -> list[Line]:
        """The non-empty lines of the page."""
        return lines_of_text(self.content)


Document = HtmlDocument | TextDocument


def open_document(raw: RawPage) -> tuple[Document, charset.Decoded, str]:
    """The page as a document, how its bytes were decoded, and the media type it was read as.

    Raises :class:`DecodeError` for bytes that are no text.
    """
    if is_binary(raw.body, raw.charset):
        raise DecodeError(Reason.BINARY, "the bytes are no text in any charset")
    html = is_html(raw)
    decoded = charset.decode(raw.body, raw.charset, html=html)
    if not html:
        return TextDocument(decoded.text, raw.url), decoded, "text/plain"
    return HtmlDocument(charset.utf8_of(raw.body, decoded), raw.url), decoded, "text/html"
