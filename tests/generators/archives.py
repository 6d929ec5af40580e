"""Synthetic WARC records and archives, written byte by byte so that tests can break them on purpose."""

import gzip
import uuid

PAGE = "<!doctype html><html><head><title>{0}</title></head><body><p>Words of page {0}.</p></body></html>"


def record(
    kind: str = "response",
    url: str = "https://x.example/",
    block: bytes = b"",
    *,
    content: str = "application/http; msgtype=response",
    line: bytes = b"\r\n",
    length: object = None,
    version: str = "WARC/1.1",
    **more: str,
) -> bytes:
    """One uncompressed record; ``length`` replaces the true Content-Length."""
    record_id = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {url} {block!r}")
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{record_id}>",
        "WARC-Date": "2021-03-04T05:06:07Z",
        "WARC-Target-URI": url,
        "Content-Type": content,
        "Content-Length": str(len(block) if length is None else length),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    head = [version, *(f"{name}: {value}" for name, value in fields.items() if value)]
    return line.join([*(field.encode() for field in head), b"", b""]) + block + b"\r\n\r\n"


def http(body: bytes, *fields: str, status: str = "200 OK", media_type: str | None = "text/html") -> bytes:
    """An HTTP response."""
    head = [f"HTTP/1.1 {status}", *([f"Content-Type: {media_type}"] if media_type else []), *fields, "", ""]
    return "\r\n".join(head).encode() + body


def page(number: int) -> bytes:
    """The body of a page that contains its number."""
    return PAGE.format(number).encode()


def response(number: int) -> bytes:
    """The record of a page."""
    return record(url=f"https://x.example/{number}", block=http(page(number)))


def packed(*records: bytes) -> bytes:
    """Records, each compressed as a gzip member of its own."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)
