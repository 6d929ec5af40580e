"""What a crawl left in its folder: the rows of its frontier and the records of its shards."""

import re
from collections import defaultdict
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator as Checked

from qapipe.fetch.frontier.frontier import Frontier
from qapipe.fetch.frontier.rows import Row


def rows(out: Path) -> dict[str, Row]:
    """What is known of each path."""
    with Frontier(out, readonly=True) as frontier:
        return {re.sub(r"https?://[^/]*", "", row.url): row for row in frontier.all()}


def records(out: Path) -> list[tuple[str, str, bytes]]:
    """Type, path and content of all records with a URL in sealed shards, by another reader that checks all digests."""
    found = []
    for shard in sorted(out.glob("*.warc.gz")):
        with shard.open("rb") as file:
            for record in Checked(file, check_digests="raise"):
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                content = record.content_stream().read()
                if url:
                    found.append((record.rec_type, re.sub(r"https?://[^/]*", "", url), content))
    return found


def responses(out: Path) -> dict[str, list[bytes]]:
    """The bodies that are stored of each path."""
    found = defaultdict(list)
    for kind, path, content in records(out):
        if kind == "response":
            found[path].append(content)
    return found
