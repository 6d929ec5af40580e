"""What a site is: a name, its hosts, and one layout for each appearance of its question pages.

A new site is one module in :mod:`qapipe.readers.sites` with a module-level ``SITE``; nothing else is touched.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from qapipe.page.document import Document
from qapipe.page.urls import url_parts
from qapipe.records.plain import Answer, Question, Removal
from qapipe.records.reasons import Reason


@dataclass(slots=True)
class Reading:
    """What a layout read off a page. All text is clean; noise stands in no field but is listed."""

    question: Question
    answers: list[Answer] = field(default_factory=list)
    answers_declared: int | None = None
    """Number of answers that the page says it has."""
    warnings: set[str] = field(default_factory=set)
    """Snake-case names of what was expected and is missing or doubtful."""
    noise: list[Removal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """One appearance of a site's question pages."""

    name: str
    description: str
    recognises: Callable[[Document], bool]
    """Whether a page is of this layout; of all layouts exactly one may say so."""
    read: Callable[[Document], Reading]


def _no_refusal(_: Document) -> Reason | None:
    return None


def _no_key(_: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Site:
    """A web site known by name, or a kind of page that is found on any host."""

    name: str
    description: str
    layouts: tuple[Layout, ...]
    hosts: tuple[str, ...] = ()
    """Registered domains of the site, subdomains included; none: its layouts are tried on every other host."""
    refuses: Callable[[Document], Reason | None] = _no_refusal
    """Why a page of the site is no question page; None: it may be one."""
    question_key: Callable[[str], str | None] = _no_key
    """The site's own id or slug of the question at a URL; None: the URL is not of a question."""

    def owns(self, url: str) -> bool:
        """Whether a URL is on one of the site's hosts."""
        host = (url_parts(url).hostname or "").lower()
        return any(host == own or host.endswith(f".{own}") for own in self.hosts)
