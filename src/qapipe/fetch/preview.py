"""The requests a run would make, without sending any or writing anything (``--dry-run``)."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from qapipe.fetch.frontier.frontier import NAME, Frontier
from qapipe.fetch.frontier.rows import State
from qapipe.fetch.options import DELAY, FetchOptions
from qapipe.fetch.session import Seeds, check_output
from qapipe.fetch.web.urls import host_of
from qapipe.sources.globs import matches


@dataclass(frozen=True, slots=True)
class Preview:
    """The requests a run would make."""

    hosts: Counter[str]
    """Number of URLs per host."""
    delay: float
    """Seconds between requests to one host."""
    seconds: float
    """Minimum duration: hosts are fetched in parallel."""
    open: tuple[str, ...]
    """Sitemaps and archives, whose number of URLs is not known yet."""

    @property
    def urls(self) -> int:
        """Total number of URLs."""
        return self.hosts.total()

    def as_json(self) -> dict[str, object]:
        """The preview as plain values."""
        return {
            "delay": self.delay,
            "hosts": dict(sorted(self.hosts.items())),
            "minimum_seconds": self.seconds,
            "open": list(self.open),
            "urls": self.urls,
        }


def preview(folder: Path, seeds: Seeds, options: FetchOptions) -> Preview:
    """The requests a run would make: new seeds, and URLs queued by earlier runs.

    Raises UsageError for what a run would refuse.
    """
    check_output(folder, seeds, options)
    new = dict.fromkeys((*seeds.urls, *(url for url in seeds.listed if matches(url, options.match))))
    hosts: Counter[str] = Counter()
    if (folder / NAME).exists():
        with Frontier(folder, readonly=True) as frontier:
            hosts.update(frontier.queued_by_host())
            new = {url: None for url in new if frontier.find(url) is None}
            if options.retry_failed:
                hosts[""] += frontier.counts()[State.FAILED]
    hosts.update(host_of(url) for url in new)
    delay = DELAY if options.delay is None else options.delay
    seconds = max(hosts.values(), default=0) * delay
    archive = (f"the archive {options.archive.name}",) if options.archive else ()
    return Preview(+hosts, delay, seconds, (*seeds.sitemaps, *archive))
