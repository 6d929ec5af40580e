"""Ids: hashes of what a thing is, so that the same thing has the same id in every build, on every machine."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from operator import methodcaller
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url

_PLAIN_URL = re.compile(r"https?://(?:www\.)?+([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/(?!\.)[A-Za-z0-9_.~-]*)*)")
_encoded = methodcaller("encode", "utf-8", "surrogatepass")
_hexdigest = methodcaller("hexdigest")
_HEX_DIGITS = 32  # 128 bits: no collision to be expected before 10^18 things


def digest(*parts: str | None) -> str:
    """128 bits of SHA-256 over the parts, hexadecimal.

    None and ``""`` differ, and so do the same characters divided into other parts.
    """
    return digests([parts])[0]


def digests(rows: Sequence[Sequence[str | None]]) -> list[str]:
    """The :func:`digest` of each row of parts; all rows have the same number of parts.

    Each part is hashed as ``LENGTH:BYTES;`` (a netstring but for its end), None as ``-;``. The ids of a page are made
    together, because the loops over all of them then run in C.
    """
    parts = [part for row in rows for part in row]
    encoded = list(map(_encoded, [part or "" for part in parts]))
    told = [
        b"-;" if part is None else b"%d:%b;" % (length, data)
        for part, length, data in zip(parts, map(len, encoded), encoded, strict=True)
    ]
    messages = map(b"".join, zip(*[iter(told)] * len(rows[0]), strict=True)) if rows else ()
    return [found[:_HEX_DIGITS] for found in map(_hexdigest, map(hashlib.sha256, messages))]


@lru_cache(maxsize=8_192)  # experts answer more than one question
def canonical_url(url: str) -> str:
    """One spelling of a URL for identity: no scheme, no fragment, sorted query, host in lower case, no ``www.``.

    Not a URL to fetch: http and https are the same question.
    """
    if plain := _PLAIN_URL.fullmatch(url):  # of most there is only one spelling
        return f"{plain[1]}{plain[2].rstrip('/') or '/'}"
    try:
        parts = urlsplit(canonicalize_url(url))
    except ValueError:
        return url
    host = parts.netloc.lower().removesuffix(":80").removesuffix(":443").removeprefix("www.")
    path = parts.path.rstrip("/") or "/"
    return f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}"


def page_id(url: str | None, payload_sha256: str) -> str:
    """Id of a page: its url and payload."""
    return digest("page", url, payload_sha256)


def question_id(site: str, key: str | None, url: str | None, payload_sha256: str) -> str:
    """Id of a question: the site's own key, else the canonical url, else the page's content. Never a guess."""
    if key is not None:
        return digest("question", site, "key", key)
    if url is not None:
        return digest("question", site, "url", canonical_url(url))
    return digest("question", site, "payload", payload_sha256)


def answer_ids(question: str, posts: Sequence[tuple[str | None, str]]) -> list[str]:
    """Ids of the answers of a question, each given by author and text.

    Equal answers are numbered in page order, so that their ids differ.
    """
    repeats = [0] * len(posts)
    if len(set(posts)) < len(posts):
        seen: Counter[tuple[str | None, str]] = Counter()
        for n, post in enumerate(posts):
            repeats[n] = seen[post]
            seen[post] += 1
    rows = [("answer", question, *post, str(n) if n else "0") for post, n in zip(posts, repeats, strict=True)]
    return digests(rows)


def expert_ids(
    site: str, host: str | None, authors: Sequence[tuple[str | None, str | None, str | None]]
) -> list[str | None]:
    """Ids of experts, each given by name, profile link and location; None for an author without a name.

    The profile link identifies an expert, else name and location together. ``host`` is that of the page where a site is
    found on any host: namesakes on two hosts are two people.
    """
    linked = [None if name is None or url is None else canonical_url(url) for name, url, _ in authors]
    by_link = iter(digests([("expert", site, "url", url) for url in linked if url is not None]))
    named = [
        ("expert", site, host, "name", name.casefold(), location.casefold() if location else None)
        for (name, url, location) in authors
        if name is not None and url is None
    ]
    by_name = iter(digests(named))
    return [
        None if name is None else next(by_name if url is None else by_link)
        for (name, _, _), url in zip(authors, linked, strict=True)
    ]
