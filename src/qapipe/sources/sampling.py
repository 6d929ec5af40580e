"""Samples of pages by hash: the same pages on every machine, in any order and with any number of workers."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b, sha256
from heapq import nsmallest

from qapipe.records.models import RawPage
from qapipe.records.reasons import Reason
from qapipe.sources.base import Failure

_PAGE_FAILURES = frozenset((Reason.NO_BODY, Reason.TOO_LARGE, Reason.HTTP_STATUS, Reason.REVISIT))
"""Failures that stand for a page; the others are faults of the input, and always kept."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The pages whose hash is not above a threshold."""

    seed: int
    threshold: int

    def has_url(self, url: str | None) -> bool:
        """Whether pages with this URL are in the sample; True if it is None and the payload decides."""
        return url is None or _hash(self.seed, url.encode("utf-8", "surrogatepass")) <= self.threshold

    def has(self, item: RawPage | Failure) -> bool:
        """Whether a page is in the sample."""
        key = sample_key(item, self.seed)
        return key is None or key <= self.threshold


def sample_key(item: RawPage | Failure, seed: int) -> int | None:
    """Hash of a page's URL, else of its payload: 64 bits. None for a fault of the input."""
    if isinstance(item, Failure) and item.reason not in _PAGE_FAILURES:
        return None
    if item.url is not None:
        return _hash(seed, item.url.encode("utf-8", "surrogatepass"))
    if isinstance(item, RawPage):
        return _hash(seed, sha256(item.body).digest())
    place = f"{item.source}\n{item.member}\n{item.offset if item.byte is None else item.byte}"
    return _hash(seed, place.encode("utf-8", "surrogatepass"))


def threshold_of(keys: Iterable[int], size: int) -> int:
    """The threshold of a sample of ``size`` pages out of those with these keys."""
    smallest = nsmallest(size, keys)
    return smallest[-1] if smallest else -1


def _hash(seed: int, data: bytes) -> int:
    return int.from_bytes(
        blake2b(data, digest_size=8, salt=seed.to_bytes(16, "little", signed=True)).digest(), "little"
    )
