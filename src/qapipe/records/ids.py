"""Stable ids: hashes of what identifies a page, question, answer or expert, equal in every run on every machine."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import methodcaller
from urllib.parse import urlsplit

from qapipe.records.page_numbers import without_page_numbers

_PLAIN_URL = re.compile(r"https?://(?:www\.)?+([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/(?!\.)[A-Za-z0-9_.~-]*)*)")
_encoded = methodcaller("encode", "utf-8", "surrogatepass")
_hexdigest = methodcaller("hexdigest")
_NULL = "-;"
"""How None is hashed."""
_MAX_URL = 65_536  # characters; a longer URL is not normalised
_HEX_DIGITS = 32  # 128 bits: no collision expected below 10^18 ids


def digest(*parts: str | None) -> str:
    """128 bits of the SHA-256 of the parts, in hexadecimal; parts are delimited, and None differs from ``""``.

    Each part is hashed as ``LENGTH:BYTES;`` (similar to a netstring), None as ``-;``.
    """
    text = "".join([_NULL if part is None else f"{len(part)}:{part};" for part in parts])
    message = text.encode() if text.isascii() else b"".join(_netstrings(parts))
    return hashlib.sha256(message).hexdigest()[:_HEX_DIGITS]


def _netstrings(parts: Sequence[str | None]) -> list[bytes]:
    """The parts as they are hashed; the loops run in C."""
    encoded = list(map(_encoded, [part or "" for part in parts]))
    made = list(map(b"%d:%b;".__mod__, zip(map(len, encoded), encoded, strict=True)))
    return [b"-;" if part is None else one for part, one in zip(parts, made, strict=True)] if None in parts else made


def _digests(messages: Iterable[bytes]) -> list[str]:
    """The shortened SHA-256 of each message; the loops over the ids of a page run in C."""
    return [found[:_HEX_DIGITS] for found in map(_hexdigest, map(hashlib.sha256, messages))]


@lru_cache(maxsize=8_192)  # the same experts recur
def canonical_url(url: str) -> str:
    """Normalised URL for comparison: no scheme, fragment or ``www.``, host in lower case, query sorted.

    It cannot be fetched: http and https are the same question. An invalid URL is returned unchanged.
    """
    if plain := _PLAIN_URL.fullmatch(url):  # most URLs are simple
        return f"{plain[1]}{plain[2].rstrip('/') or '/'}"
    if len(url) > _MAX_URL:
        return url
    from w3lib.url import canonicalize_url  # noqa: PLC0415  it takes long to import, and most URLs are simple

    try:
        parts = urlsplit(canonicalize_url(url))
    except ValueError:
        return url
    host = parts.netloc.lower().removesuffix(":80").removesuffix(":443").removeprefix("www.")
    path = parts.path.rstrip("/") or "/"
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"


def page_id(url: str | None, payload_sha256: str) -> str:
    """Id of a page: hash of its URL and payload."""
    return digest("page", url, payload_sha256)


def question_id(site: str | None, key: str | None, url: str | None, payload_sha256: str) -> str:
    """Id of a question: hash of the site's own key, else of the canonical URL, else of the page's content.

    ``site`` is None for a page of no named site.
    """
    if key is not None:
        return digest("question", site, "key", key)
    if url is not None:
        return digest("question", site, "url", canonical_url(url))
    return digest("question", site, "payload", payload_sha256)


def thread_id(question: str, site: str | None, key: str | None, url: str | None) -> str:
    """Id that all captures and pages of a question share, whatever page number is in their URLs.

    The arguments are a :func:`question_id` and what it was made of. Pages with the same question id have the same
    thread id, and so have the first page of a question and the further pages that may continue it.
    """
    if key is not None or url is None:
        return question
    canonical = canonical_url(url)
    first = without_page_numbers(canonical)
    return question if first == canonical else digest("question", site, "url", first)


def answer_ids(question: str, posts: Sequence[tuple[str | None, str]]) -> list[str]:
    """Ids of the answers of a question, each given by author and text.

    Identical answers are numbered in page order, so that their ids differ.
    """
    head, *authors = _netstrings([question, *[author for author, _ in posts]])
    bodies = list(map(_encoded, [body for _, body in posts]))
    rows = [
        b"6:answer;%b%b%d:%b;1:0;" % (head, author, size, body)
        for author, size, body in zip(authors, map(len, bodies), bodies, strict=True)
    ]
    found = _digests(rows)
    if len(set(found)) == len(found):
        return found
    seen: Counter[bytes] = Counter()
    for n, row in enumerate(rows):
        if seen[row]:
            rows[n] = row.removesuffix(b"1:0;") + _netstrings([str(seen[row])])[0]
        seen[row] += 1
    return _digests(rows)


def expert_ids(
    site: str | None, host: str | None, authors: Iterable[tuple[str | None, str | None, str | None]]
) -> list[str | None]:
    """Ids of experts, each given by name, profile link and location; None for an author without a name.

    An id is the hash of the profile link if known, else of name and location. ``host`` is the host of the page, for
    sites found on any host: the same name on two hosts is two people.
    """
    keys = [(site, host, *author) for author in authors]
    if missing := [key for key in keys if key[2] is not None and key not in _known_experts]:
        if len(_known_experts) > _MOST_EXPERTS:
            _known_experts.clear()
            missing = [key for key in keys if key[2] is not None]
        _known_experts.update(zip(missing, _new_expert_ids(site, host, missing), strict=True))
    return list(map(_known_experts.get, keys))


_Author = tuple[str | None, str | None, str | None, str | None, str | None]
_known_experts: dict[_Author, str] = {}
"""Ids by site, host, name, profile link and location: the same experts recur."""
_MOST_EXPERTS = 32_768


def _new_expert_ids(site: str | None, host: str | None, authors: Sequence[_Author]) -> list[str]:
    """The ids of named authors, as they are hashed; the loops run in C."""
    found: dict[_Author, str] = {}
    if named := [author for author in authors if author[3] is None]:
        names = map(str.casefold, [author[2] or "" for author in named])
        places = [place.casefold() if (place := author[4]) else None for author in named]
        of_site, of_host, *parts = _netstrings([site, host, *names, *places])
        rows = [
            b"6:expert;%b%b4:name;%b%b" % (of_site, of_host, name, place)
            for name, place in zip(parts, parts[len(named) :], strict=False)
        ]
        found.update(zip(named, _digests(rows), strict=True))
    if linked := [author for author in authors if author[3] is not None]:
        of_site, *links = _netstrings([site, *[canonical_url(author[3] or "") for author in linked]])
        rows = [b"6:expert;%b3:url;%b" % (of_site, link) for link in links]
        found.update(zip(linked, _digests(rows), strict=True))
    return [found[author] for author in authors]
