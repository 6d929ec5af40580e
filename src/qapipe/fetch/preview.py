"""What a run would ask for, told without asking anybody and without writing anything."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from qapipe.fetch.frontier.frontier import NAME, Frontier
from qapipe.fetch.frontier.rows import State
from qapipe.fetch.options import DELAY, FetchOptions
from qapipe.fetch.session import Seeds
from qapipe.fetch.web.urls import host_key
from qapipe.sources.base import matches


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be asked for."""

    hosts: Counter[str]
    """URLs of each host."""
    delay: float
    """Seconds between requests to one host."""
    seconds: float
    """What it takes at least: hosts are asked side by side."""
    open: tuple[str, ...]
    """What lists more, nobody knows how much."""

    @property
    def urls(self) -> int:
        """URLs in all."""
        return self.hosts.total()

    def as_json(self) -> dict[str, object]:
        """The preview as plain values."""
        return {
            "delay": self.delay,
            "hosts": dict(sorted(self.hosts.items())),
            "open": list(self.open),
            "seconds": self.seconds,
            "urls": self.urls,
        }


def preview(folder: Path, seeds: Seeds, options: FetchOptions) -> Preview:
    """What a run would ask for: what is given, but for what was fetched before, and what an earlier run left."""
    given = dict.fromkeys((*seeds.urls, *(url for url in seeds.listed if matches(url, options.match))))
    hosts: Counter[str] = Counter()
    if (folder / NAME).exists():
        with Frontier(folder, readonly=True) as frontier:
            hosts.update(frontier.queued_by_host())
            given = {url: None for url in given if frontier.find(url) is None}
            if options.retry_failed:
                hosts[""] += frontier.counts()[State.FAILED]
    hosts.update(host_key(url) for url in given)
    delay = DELAY if options.delay is None else options.delay
    seconds = max(hosts.values(), default=0) * delay
    archive = (f"the archive {options.archive.name}",) if options.archive else ()
    return Preview(+hosts, delay, seconds, (*seeds.sitemaps, *archive))
