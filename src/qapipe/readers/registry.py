"""The sites known, gathered from :mod:`qapipe.readers.sites`, and the one layout of a page."""

from functools import cache, lru_cache
from importlib import import_module
from ipaddress import ip_address
from pkgutil import iter_modules

from qapipe.errors import LayoutError
from qapipe.page.document import Document
from qapipe.page.urls import url_parts
from qapipe.readers import sites
from qapipe.readers.site import Layout, Site
from qapipe.records.reasons import Reason


@cache
def known_sites() -> tuple[Site, ...]:
    """Every site, by name, those with hosts of their own first."""
    found = [import_module(f"{sites.__name__}.{module.name}").SITE for module in iter_modules(sites.__path__)]
    return tuple(sorted(found, key=lambda site: (not site.hosts, site.name)))


@lru_cache(maxsize=1_024)  # pages of a dump share their hosts
def _is_named(host: str) -> bool:
    """Whether the name of a host tells of which site it is."""
    if "." not in host or host.endswith(".localhost"):
        return False
    try:
        ip_address(host)
    except ValueError:
        return True
    return False


def pick(document: Document) -> tuple[Site, Layout] | Reason:
    """The site and layout that read a page, or why it is no question page.

    On a known host only that site is asked; without a URL every site is, and so where its host is no name but an
    address (a copy of the site on somebody's machine); elsewhere only the sites without hosts.
    Sites with hosts come first: markup and labels are asked when no named site answers.

    Raises :class:`LayoutError` when several layouts recognise the page, or when none recognises a question page
    of a known site: the alarm that it was redesigned.
    """
    url = document.url
    owner = next((site for site in known_sites() if url and site.owns(url)), None)
    if owner and (reason := owner.refuses(document)):
        return reason
    nameless = not _is_named(url_parts(url).hostname or "")
    named = [owner] if owner else [site for site in known_sites() if site.hosts and nameless]
    generic = [site for site in known_sites() if not site.hosts]
    for candidates in (named, generic):
        matches = [(site, layout) for site in candidates for layout in site.layouts if layout.recognises(document)]
        if len(matches) > 1:
            names = ", ".join(f"{site.name}/{layout.name}" for site, layout in matches)
            raise LayoutError(Reason.AMBIGUOUS_LAYOUT, f"recognised by {names}")
        if matches:
            return matches[0]
    if owner and url and owner.question_key(url) is not None:
        raise LayoutError(Reason.UNKNOWN_LAYOUT, f"a question page of {owner.name} that none of its layouts knows")
    return next((reason for site in generic if (reason := site.refuses(document))), Reason.NO_QUESTION)
