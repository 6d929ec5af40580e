"""What a user would write instead of qapipe who wants text alone: trafilatura. Who asked and who answered is lost."""

from pathlib import Path

from trafilatura import extract

from scraped import warc_to_json_lines


def pipeline(warc: Path) -> None:
    """The main text of every page of a WARC as JSON lines."""
    warc_to_json_lines(warc, lambda html: {"text": extract(html, include_comments=True)})
