"""Ids: hashes of what a thing is, so that the same thing has the same id in every build, on every machine."""

import hashlib
import re
from functools import lru_cache
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url

_PLAIN_URL = re.compile(r"https?://(?:www\.)?+([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/(?!\.)[A-Za-z0-9_.~-]*)*)")
_HEX_DIGITS = 32  # 128 bits: no collision to be expected before 10^18 things


def digest(*parts: str | None) -> str:
    """128 bits of SHA-256 over the parts, hexadecimal; None and ``""`` differ, and so do parts cut elsewhere."""
    told = []
    for part in parts:
        if part is None:
            told.append(b"-;")
        else:
            data = part.encode("utf-8", "surrogatepass")
            told.append(b"%d:%s;" % (len(data), data))  # a netstring, but for its end
    return hashlib.sha256(b"".join(told)).hexdigest()[:_HEX_DIGITS]


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


def answer_id(question: str, author: str | None, body: str, repetition: int) -> str:
    """Id of an answer: who said what on which question; ``repetition`` tells equal answers apart, from 0."""
    return digest("answer", question, author, body, str(repetition))


@lru_cache(maxsize=8_192)  # experts answer more than one question
def expert_id(site: str, host: str | None, name: str, author_url: str | None, location: str | None) -> str:
    """Id of an expert: the profile link where known, else name and place together.

    ``host`` is that of the page where a site is found on any host: namesakes on two hosts are two people.
    """
    if author_url is not None:
        return digest("expert", site, "url", canonical_url(author_url))
    return digest("expert", site, host, "name", name.casefold(), location.casefold() if location else None)
