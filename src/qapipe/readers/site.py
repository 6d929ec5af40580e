"""What a site is: a name, its hosts, and one layout for each form of its question pages.

A new site is a module in :mod:`qapipe.readers.sites` with a module-level ``SITE``; nothing else needs changing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from qapipe.page.document import Document, HtmlDocument
from qapipe.records.plain import Answer, Question, Removal
from qapipe.records.reasons import Reason
from qapipe.records.warnings import PageWarning


@dataclass(slots=True)
class Reading:
    """The content of a page as read by a layout. All text is normalised; noise appears only in ``noise``."""

    question: Question
    answers: list[Answer] = field(default_factory=list)
    answers_declared: int | None = None
    """Declared answer count of the page."""
    warnings: set[PageWarning] = field(default_factory=set)
    noise: list[Removal] = field(default_factory=list)
    reason: Reason | None = None
    """Why the page is not a question page although it was read (:data:`INCLUDABLE`); None if it is one."""
    declares_all: bool = True
    """Whether the declared count is that of all answers, so that more of them are a sign of an error."""


INCLUDABLE = frozenset({Reason.FAQ, Reason.DISCUSSION})
"""Reasons that a user may overrule: the page is then read like a question page."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One form of a site's question pages."""

    name: str
    description: str
    recognises: Callable[[Document], bool]
    """Whether a page has this layout; exactly one layout may recognise a page."""
    read: Callable[[Document], Reading]


def html_layout(
    name: str, description: str, recognises: Callable[[HtmlDocument], bool], read: Callable[[HtmlDocument], Reading]
) -> Layout:
    """A layout of HTML pages, whose two functions are given no other documents."""

    def recognises_html(document: Document) -> bool:
        return isinstance(document, HtmlDocument) and recognises(document)

    def read_html(document: Document) -> Reading:
        if not isinstance(document, HtmlDocument):
            raise TypeError(f"the layout {name} is one of HTML pages")
        return read(document)

    return Layout(name, description, recognises_html, read_html)


def _no_refusal(_: Document) -> Reason | None:
    return None


def _no_key(_: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Site:
    """A known web site, or a kind of page found on any host."""

    name: str
    description: str
    layouts: tuple[Layout, ...]
    hosts: tuple[str, ...] = ()
    """Registered domains of the site, which cover subdomains; if empty, its layouts are tried on all other hosts."""
    software: bool = False
    """Whether it is the software of many hosts: tried on those of no site, before what may be on any page."""
    fallback: bool = False
    """Whether the site is tried only if no other recognises the page."""
    reads_text: bool = False
    """Whether it has a layout for plain text; if not, text at a question URL does not mean that it was redesigned."""
    refuses: Callable[[Document], Reason | None] = _no_refusal
    """Why a page of the site is not a question page; None if it may be one."""
    elsewhere: tuple[tuple[str, Layout], ...] = ()
    """Layouts found on any host, with the name of the site that their pages on hosts of no site are counted to.

    Whether a page has one of them must not depend on the code of the site: other pages are not parsed again for it.
    """
    question_key: Callable[[str], str | None] = _no_key
    """The site's own id or slug of the question at a URL; None if it is not a question URL."""

    def owns(self, host: str) -> bool:
        """Whether a host is one of the site's."""
        return host in self.hosts or host.endswith(tuple([f".{own}" for own in self.hosts]))
