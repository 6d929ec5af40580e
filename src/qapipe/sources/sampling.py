"""Samples of pages by hash: the same pages on every machine, in any order and with any number of workers.

The key of a page is a hash of its URL, or of its payload if the source has no URL. Its last bits are a hash of its
place, which decides between captures of one URL.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest

_PLACE_BITS = 20
_KEY_BYTES = 8


@dataclass(frozen=True, slots=True)
class Sample:
    """The pages whose key is not above a threshold."""

    seed: int
    threshold: int

    def has(self, key: int | None) -> bool:
        """Whether a page with this key is in the sample; True for None, which stands for a fault of the input."""
        return key is None or key <= self.threshold

    def may_have_url(self, url: str | None) -> bool:
        """Whether a page with this URL may be in the sample; its key tells for certain."""
        return url is None or key_of(_bytes_of(url), "", self.seed) >> _PLACE_BITS <= self.threshold >> _PLACE_BITS


def key_of_url(url: str, place: str, seed: int) -> int:
    """Key of a page with a URL, 64 bits."""
    return key_of(_bytes_of(url), place, seed)


def key_of(identity: bytes, place: str, seed: int) -> int:
    """Key of a page that some bytes identify, 64 bits."""
    of_place = _hash(_bytes_of(place), seed) if place else 0
    return _hash(identity, seed) >> _PLACE_BITS << _PLACE_BITS | of_place & ((1 << _PLACE_BITS) - 1)


def threshold_of(keys: Iterable[int], size: int) -> int:
    """The threshold of a sample of ``size`` of the pages with these keys; -1 if there are none."""
    return max(nsmallest(size, keys), default=-1)


def _bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _hash(data: bytes, seed: int) -> int:
    salt = (seed % (1 << 128)).to_bytes(16, "little")
    return int.from_bytes(blake2b(data, digest_size=_KEY_BYTES, salt=salt).digest())
