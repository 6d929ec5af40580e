"""Stable ids: hashes of what identifies a page, question, answer or expert, equal in every run on every machine."""

import hashlib
import re
from functools import lru_cache
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url

_PLAIN_URL = re.compile(r"https?://(?:www\.)?+([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/(?!\.)[A-Za-z0-9_.~-]*)*)")
_HEX_DIGITS = 32  # 128 bits: no collision expected below 10^18 ids


def digest(*parts: str | None) -> str:
    """128 bits of the SHA-256 of the parts, in hexadecimal; parts are delimited, and None differs from ``""``."""
    encoded = []
    for part in parts:
        if part is None:
            encoded.append(b"-;")
        else:
            data = part.encode("utf-8", "surrogatepass")
            encoded.append(b"%d:%s;" % (len(data), data))  # as in a netstring
    return hashlib.sha256(b"".join(encoded)).hexdigest()[:_HEX_DIGITS]


def canonical_url(url: str) -> str:
    """Normalised URL for comparison: no scheme, fragment or ``www.``, host in lower case, query sorted.

    It cannot be fetched: http and https are the same question.
    """
    if plain := _PLAIN_URL.fullmatch(url):  # most URLs are simple
        return f"{plain[1]}{plain[2].rstrip('/') or '/'}"
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


def question_id(site: str, key: str | None, url: str | None, payload_sha256: str) -> str:
    """Id of a question: hash of the site's own key, else of the canonical URL, else of the page's content."""
    if key is not None:
        return digest("question", site, "key", key)
    if url is not None:
        return digest("question", site, "url", canonical_url(url))
    return digest("question", site, "payload", payload_sha256)


def answer_id(question: str, author: str | None, body: str, repetition: int) -> str:
    """Id of an answer: hash of question, author and text; ``repetition`` numbers identical answers from 0."""
    return digest("answer", question, author, body, str(repetition))


@lru_cache(maxsize=8_192)  # the same experts recur
def expert_id(site: str, host: str | None, name: str, author_url: str | None, location: str | None) -> str:
    """Id of an expert: hash of the profile link if known, else of name and place.

    ``host`` is the host of the page, for sites found on any host: the same name on two hosts is two people.
    """
    if author_url is not None:
        return digest("expert", site, "url", canonical_url(author_url))
    return digest("expert", site, host, "name", name.casefold(), location.casefold() if location else None)
