"""Common Crawl's columnar index: Parquet files with one row per capture, read in place.

The index of a crawl has 300 files of a gigabyte, sorted by URL. Only row groups whose statistics may include the host
are read, and only the required columns. S3 is read by Arrow, not by qapipe's client: its rate limits and address
checks do not apply.
"""

import asyncio
from collections.abc import Iterator
from functools import reduce
from operator import and_, or_

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.fs as pafs

from qapipe.errors import UsageError
from qapipe.fetch.archives.cdx import Capture, is_http
from qapipe.fetch.archives.commoncrawl import ARCHIVE
from qapipe.fetch.archives.listing import ListingStep, Position, part_of
from qapipe.fetch.archives.selection import CaptureFilter, MatchType, Scope, Selector
from qapipe.fetch.web.exchange import Fault, FetchError

BATCH_ROWS = 16_384

_NEEDED = ("url", "fetch_time", "warc_filename", "warc_record_offset", "warc_record_length")
_MORE = ("url_surtkey", "fetch_status", "content_mime_detected", "content_mime_type", "content_digest")


class Columnar:
    """Lists captures from Parquet files: a :class:`~qapipe.fetch.archives.listing.Listing`.

    ``path`` is a file, a directory, or a URI such as ``s3://commoncrawl/cc-index/table/cc-main/warc/?region=us-east-1``.
    In a partitioned tree (``crawl=.../subset=...``) the subset ``warc`` is read. ``crawls`` are ids; empty: all crawls
    found. A part is a file; a step reads one row group.
    """

    def __init__(self, path: str, wanted: CaptureFilter, crawls: tuple[str, ...] = ()) -> None:
        self._wanted = wanted
        self._crawls = crawls
        self._data = _opened(path)
        schema = self._data.schema
        missing = [name for name in _NEEDED if name not in schema.names]
        if missing or not pa.types.is_timestamp(schema.field("fetch_time").type):
            raise UsageError(
                f"--index {path} is not a columnar index of Common Crawl: no {', '.join(missing) or 'timestamps'}; "
                "give a directory below cc-index/table/cc-main/warc/"
            )
        self._filter = self._rows_wanted()
        self._files = {fragment.path: fragment for fragment in self._fragments()}
        self._parts = sorted(self._files)
        if not self._parts:
            named = f" for {', '.join(crawls)}" if crawls else ""
            raise UsageError(f"--index {path} contains no files{named}")

    def start(self) -> Position:
        """The first position."""
        return Position(self._parts[0])

    async def after(self, position: Position) -> ListingStep:
        """The next step: one row group."""
        return await asyncio.to_thread(self._read, position)

    def _read(self, position: Position) -> ListingStep:
        number = part_of(self._parts, position)
        done = int(position.cursor or 0)
        selector = Selector(self._wanted, position.held)
        chosen: list[Capture] = []
        try:
            groups = self._files[position.part].split_by_row_group(self._filter, schema=self._data.schema)
            for batch in self._batches(groups[done : done + 1]):
                found = list(_captures(batch))
                selector.skipped["unreadable"] += batch.num_rows - len(found)
                chosen += selector.add(found)
        except (pa.ArrowException, OSError) as error:
            raise FetchError(Fault.PROTOCOL, f"{position.part} cannot be read: {error}") from error
        if done + 1 < len(groups):
            following: Position | None = Position(position.part, str(done + 1), len(groups), selector.held)
        else:
            chosen += selector.finish()
            following = Position(self._parts[number + 1]) if number + 1 < len(self._parts) else None
        return ListingStep(tuple(chosen), +selector.skipped, following)

    def _batches(self, groups: list[ds.ParquetFileFragment]) -> Iterator[pa.RecordBatch]:
        present = [name for name in (*_NEEDED, *_MORE) if name in self._data.schema.names]
        for group in groups:
            yield from group.to_batches(
                schema=self._data.schema, columns=present, filter=self._filter, batch_size=BATCH_ROWS, use_threads=False
            )

    def _fragments(self) -> Iterator[ds.ParquetFileFragment]:
        names = self._data.schema.names
        of_crawls = [pc.field("crawl").isin(self._crawls)] if self._crawls and "crawl" in names else []
        of_subset = [pc.field("subset") == "warc"] if "subset" in names else []
        conditions = [*of_crawls, *of_subset]
        yield from self._data.get_fragments(reduce(and_, conditions) if conditions else None)

    def _rows_wanted(self) -> pc.Expression:
        """A filter that Parquet can apply; the globs themselves are matched afterwards."""
        names = set(self._data.schema.names)
        conditions = [reduce(or_, (_of_scope(scope, names) for scope in self._wanted.scopes))]
        if "fetch_status" in names:
            conditions.append(pc.field("fetch_status").isin(pa.array(sorted(self._wanted.statuses), pa.int16())))
        detected = next((name for name in ("content_mime_detected", "content_mime_type") if name in names), None)
        if detected:
            conditions.append(pc.field(detected).isin(sorted(self._wanted.media_types)))
        return reduce(and_, conditions)


def _opened(path: str) -> ds.Dataset:
    try:
        if "://" in path:
            system, inner = pafs.FileSystem.from_uri(path)
        else:
            system, inner = pafs.LocalFileSystem(), path
        partitioning = ds.HivePartitioning(pa.schema([("crawl", pa.string()), ("subset", pa.string())]))
        return ds.dataset(inner, filesystem=system, format="parquet", partitioning=partitioning)
    except (pa.ArrowException, OSError, ValueError) as error:
        first = str(error).strip().partition("\n")[0][:300]
        raise UsageError(f"--index {path} cannot be read: {first}") from error


def _of_scope(scope: Scope, names: set[str]) -> pc.Expression:
    """A superset of the rows that a glob matches, by columns with row group statistics."""
    host = scope.host.partition(":")[0]
    if scope.match_type is not MatchType.DOMAIN:
        of_host = pc.field("url_host_name") == host if "url_host_name" in names else pc.scalar(value=True)
        of_path = pc.starts_with(pc.field("url_path"), scope.path) if "url_path" in names else pc.scalar(value=True)
        return of_host & of_path if "?" not in scope.path else of_host
    if "url_surtkey" not in names:
        return pc.scalar(value=True)
    # "com,example)" and "com,example,www)" lie between these bounds: ")" sorts before ",", "-" after it.
    reversed_host = ",".join(reversed(host.removeprefix("www.").split(".")))
    return (pc.field("url_surtkey") >= f"{reversed_host})") & (pc.field("url_surtkey") < f"{reversed_host}-")


def _captures(batch: pa.RecordBatch) -> Iterator[Capture]:
    """The captures of all valid rows."""
    for row in batch.to_pylist():
        url, time, name = row["url"], row["fetch_time"], row["warc_filename"]
        offset, length = row["warc_record_offset"], row["warc_record_length"]
        if not url or not is_http(url) or not time or not name or offset is None or offset < 0 or not length:
            continue
        yield Capture(
            url=url,
            timestamp=f"{time:%Y%m%d%H%M%S}",
            archive=ARCHIVE,
            key=row.get("url_surtkey") or "",
            media_type=row.get("content_mime_detected") or row.get("content_mime_type"),
            status=row.get("fetch_status"),
            digest=row.get("content_digest"),
            length=length,
            filename=name,
            offset=offset,
        )
