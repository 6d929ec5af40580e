"""The known sites, and the layout that reads a page.

Sites are discovered in :mod:`qapipe.readers.sites` and in the entry-point group ``qapipe.sites`` of installed packages.
"""

from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from importlib import import_module
from ipaddress import ip_address
from itertools import chain
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from qapipe.errors import LayoutError, UsageError
from qapipe.page.document import Document, TextDocument
from qapipe.page.urls import host_of
from qapipe.readers import sites
from qapipe.readers.site import Layout, Site
from qapipe.records.reasons import Reason


@cache
def known_sites() -> tuple[Site, ...]:
    """Every site, sorted by name, those with hosts first."""
    return tuple(sorted((module.SITE for module in _modules().values()), key=lambda site: (not site.hosts, site.name)))


def file_of(name: str) -> Path:
    """The source file of a site, the ``__init__.py`` if it is a package."""
    return Path(str(_modules()[name].__file__))


@cache
def _modules() -> dict[str, ModuleType]:
    """The module of each site by its name. Raises :class:`UsageError` for a package whose site cannot be used."""
    from importlib.metadata import entry_points  # noqa: PLC0415  only pages need sites

    own = [import_module(f"{sites.__name__}.{module.name}") for module in iter_modules(sites.__path__)]
    found = {module.SITE.name: module for module in own}
    for point in sorted(entry_points(group=sites.ENTRY_POINTS), key=lambda point: (point.name, point.value)):
        where = f"the site {point.name!r} ({point.value}) of an installed package"
        try:
            module = import_module(point.module)
        except Exception as error:
            raise UsageError(f"{where} cannot be imported: {error}; fix or uninstall the package") from error
        site = getattr(module, "SITE", None)
        if not isinstance(site, Site):
            raise UsageError(f"{where} has no SITE; fix or uninstall the package")
        if site.name in found:
            raise UsageError(f"{where} is called {site.name!r} like another site; rename it or uninstall the package")
        found[site.name] = module
    return found


@lru_cache(maxsize=1_024)  # pages of a dump share hosts
def _is_named(host: str) -> bool:
    """Whether a host has a public name, so that it identifies the site."""
    if "." not in host or host.endswith(".localhost"):
        return False
    try:
        ip_address(host)
    except ValueError:
        return True
    return False


Candidates = tuple[tuple[Site, Layout], ...]


@lru_cache(maxsize=1_024)  # pages of a dump share hosts
def _candidates(host: str) -> tuple[Site | None, tuple[Candidates, ...]]:
    """The site that owns a host, and the layouts that may read a page there, in the groups in which they are tried."""
    owner = next((site for site in known_sites() if site.owns(host)), None)
    named = [owner] if owner else [site for site in known_sites() if site.hosts and not _is_named(host)]
    software = [site for site in known_sites() if site.software]
    generic = [site for site in known_sites() if not site.hosts and not site.software and not site.fallback]
    fallback = [site for site in known_sites() if site.fallback]
    first, *last = [_pairs(group) for group in (named, software, generic, fallback)]
    known = {site.name: site for site in known_sites()}
    elsewhere = [(known[name], layout) for site in known_sites() if not named for name, layout in site.elsewhere]
    return owner, (first, tuple(elsewhere), *last)


def _pairs(group: list[Site]) -> Candidates:
    return tuple((site, layout) for site in group for layout in site.layouts)


def is_elsewhere(url: str | None, names: Collection[str]) -> bool:
    """Whether a URL is on a host of another site than the named ones; False if the URL does not decide that."""
    if not url:
        return False
    owner, _ = _candidates(host_of(url))
    if owner:
        return owner.name not in names
    chosen = [site for site in known_sites() if site.name in names]
    return _is_named(host_of(url)) and all(site.hosts for site in chosen)


def names_met(url: str | None, layout: str | None = None) -> frozenset[str]:
    """Names of the sites whose code may have had a part in the record of a page with this URL and layout."""
    return _names_at(host_of(url), layout)


@lru_cache(maxsize=1_024)  # pages of a dump share hosts
def _names_at(host: str, layout: str | None) -> frozenset[str]:
    _, groups = _candidates(host)
    elsewhere = [site.name for site in known_sites() if any(one.name == layout for _, one in site.elsewhere)]
    return frozenset([site.name for group in groups for site, _ in group] + elsewhere)


def readers_of(document: Document) -> Iterator[tuple[Site, Layout]]:
    """The layouts that are asked in turn whether they read a page."""
    _, groups = _candidates(host_of(document.url))
    return chain.from_iterable(groups)


def pick(document: Document) -> tuple[Site, Layout] | Reason:
    """The site and layout that read a page, or the reason why it is not a question page.

    On a known host the site of that host is tried first. Without a URL, or if its host is an IP address or local name
    (a copy of a site), all sites with hosts are tried. The sites without hosts follow if none of these recognises the
    page.

    Raises :class:`LayoutError` if several layouts recognise the page, or if none recognises a question URL of a known
    site, which means that the site was redesigned, unless the page is text and the site has no layout for that.
    """
    url = document.url
    owner, groups = _candidates(host_of(url))
    if owner and (reason := owner.refuses(document)):
        return reason
    for candidates in groups:
        matches = [(site, layout) for site, layout in candidates if layout.recognises(document)]
        if len(matches) > 1:
            names = ", ".join(f"{site.name}/{layout.name}" for site, layout in matches)
            raise LayoutError(Reason.AMBIGUOUS_LAYOUT, f"recognised by {names}")
        if matches:
            return matches[0]
    if owner and url and owner.question_key(url) is not None:
        detail = f"a question URL of {owner.name}, but no layout recognises the page"
        if owner.reads_text or not isinstance(document, TextDocument):
            raise LayoutError(Reason.UNKNOWN_LAYOUT, detail)
    others = [site for site in known_sites() if not site.hosts]
    return next((reason for site in others if (reason := site.refuses(document))), Reason.NO_QUESTION)
