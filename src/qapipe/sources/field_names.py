"""Names of the fields of a JSON line or Parquet row that hold its body, URL and capture time.

They are those of public web dumps: C4 and FineWeb (``text``, ``url``, ``timestamp`` or ``date``),
OSCAR (``content``, ``meta.headers``), Dolma (``text``, ``metadata.url``), RedPajama (``raw_content``).
"""

BODIES = ("html", "raw_html", "content", "text", "raw_content", "body")
URLS = ("url", "uri", "link", "source_url", "metadata.url", "meta.url", "meta.headers.warc-target-uri")
_TIME_NAMES = ("date", "timestamp", "crawl_date", "fetch_time", "warc-date")
_TIME_PLACES = ("", "metadata.", "meta.", "headers.", "meta.headers.")
TIMES = tuple(f"{place}{name}" for place in _TIME_PLACES for name in _TIME_NAMES)
HTML_BODIES = frozenset({"html", "raw_html"})
"""Body fields that always hold HTML; for the others the content decides."""
