"""Places of pages as messages print them: lines and rows are counted from 1, bytes from 0."""

import re

_CONTAINER = re.compile(r"\.(?:tar|tgz|tbz2|txz|tzst|zip)(?:\.\w+)?$", re.IGNORECASE)
_RECORDS = re.compile(r"\.(?:warc|wet|arc|wacz)(?:\.\w+)?$", re.IGNORECASE)
_TABLE = re.compile(r"\.parquet$", re.IGNORECASE)


def describe_place(source: str, member: str | None, offset: int | None) -> str:
    """A place in a few words: ``dump.jsonl line 8`` for the offset 7, or ``crawl.warc.gz byte 120``."""
    place = f"{source} {member}" if member else source
    return place if offset is None else f"{place} {_unit(source, member or '', offset)}"


def _unit(source: str, member: str, offset: int) -> str:
    file = member if member and _CONTAINER.search(source) else source
    if "!/" in member or member.startswith("urn:") or _RECORDS.search(file) or _CONTAINER.search(file):
        return f"byte {offset:,}"
    return f"row {offset + 1:,}" if _TABLE.search(file) else f"line {offset + 1:,}"
