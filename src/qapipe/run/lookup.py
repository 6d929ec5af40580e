"""One page by number, id or URL: in a source, or from a row of a dataset back to its raw page."""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from qapipe.dataset.contents import MANIFEST, check_version, is_dataset
from qapipe.dataset.find import MIN_PREFIX, LedgerRow, find_row
from qapipe.dataset.object_store import local_copy, read_current
from qapipe.dataset.run_file import read_places
from qapipe.errors import UsageError
from qapipe.objects import address_of, as_given
from qapipe.records import models
from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason
from qapipe.run.items import record_of
from qapipe.run.work_options import WorkOptions
from qapipe.sources import Failure, ReadOptions, Skipped, plan, spooled
from qapipe.sources.places import is_there, read_at, source_path
from qapipe.sources.reading import read

_HEX_DIGITS = frozenset("0123456789abcdef")
_EXAMPLES = 3
_MAX_DIGITS = 20


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page and what it becomes."""

    item: RawPage | Failure
    record: models.Record
    row: LedgerRow | None = None
    """What the dataset says about it, if it was found there."""


def find_page(
    place: str, which: str, options: WorkOptions, *, root: Path | None = None, stdin: BinaryIO | None = None
) -> FoundPage:
    """A page of a source or of a dataset: its number from 1, an id (or a unique prefix of one), or its URL.

    ``root`` is where the sources of a dataset are if they have moved. Raises UsageError if there is no such page.
    """
    if is_dataset(Path(place)):
        return _in_dataset(Path(place), which, options, root)
    if (address := address_of(place)) and read_current(address, "check the address"):
        with local_copy(Path(place)) as dataset:
            return _in_dataset(dataset, which, options, root)
    return _in_source(place, which, options, stdin)


def _in_dataset(dataset: Path, which: str, options: WorkOptions, root: Path | None) -> FoundPage:
    check_version(dataset)
    row = find_row(dataset, which)
    manifest = json.loads((dataset / MANIFEST).read_bytes())
    options = _as_parsed(options, manifest.get("options", {}))
    item = _raw_page(dataset, row, options.read, root)
    return replace(_found(item, options), row=row)


def _as_parsed(options: WorkOptions, parsed: Mapping[str, object]) -> WorkOptions:
    """The options with which the dataset was made, where the command gives no others."""
    body, url = (parsed.get(name) for name in ("body_field", "url_field"))
    read_options = ReadOptions(
        options.read.body_field or (body if isinstance(body, str) else None),
        options.read.url_field or (url if isinstance(url, str) else None),
    )
    included = parsed.get("include")
    include = tuple(Reason(one) for one in included) if isinstance(included, list) else ()
    return WorkOptions(read_options, options.sites, options.include or include)


def _raw_page(dataset: Path, row: LedgerRow, options: ReadOptions, root: Path | None) -> RawPage | Failure:
    """The raw page of a row. Raises UsageError if it is not where it was."""
    path = source_path(row.source, read_places(dataset), root)
    if path is None or not is_there(path):
        where = f" at {as_given(path)}" if path else ""
        raise UsageError(f"raw page {row.source} not found{where}; give the directory of the sources with --root")
    for item in read_at(path, row.source, row.offset, options):
        if isinstance(item, Skipped) or (item.member, item.offset) != (row.member, row.offset):
            continue
        if isinstance(item, RawPage) and row.payload_sha256 not in ("", None, hashlib.sha256(item.body).hexdigest()):
            break
        return item
    raise UsageError(f"{as_given(path)} no longer has the page that the dataset was made from; parse it again")


def _in_source(source: str, which: str, options: WorkOptions, stdin: BinaryIO | None) -> FoundPage:
    planned = plan([source])
    with tempfile.TemporaryDirectory(prefix="qapipe-") as folder:
        splits = spooled(planned, stdin, Path(folder)).splits

        def pages() -> Iterator[RawPage | Failure]:
            for split in splits:
                yield from (item for item in read(split, options.read) if not isinstance(item, Skipped))

        count = 0
        if which.isascii() and which.isdecimal():
            for count, item in enumerate(pages(), 1):
                if count == int(which[:_MAX_DIGITS]):
                    return _found(item, options)
        return _by_id(pages(), which, options, source)


def _by_id(pages: Iterator[RawPage | Failure], which: str, options: WorkOptions, source: str) -> FoundPage:
    """The page with an id or URL, else the only one with an id that begins like this."""
    is_id = _HEX_DIGITS.issuperset(which)
    by_prefix: list[str] = []
    last: FoundPage | None = None
    count = 0
    for count, item in enumerate(pages, 1):  # noqa: B007  counted for the message
        if item.url is not None and not is_id and item.url != which:
            continue  # known without parsing
        found = _found(item, options)
        names = _names_of(found.record)
        if which in names:
            return found
        if is_id and len(which) >= MIN_PREFIX and any(name.startswith(which) for name in names[1:]):
            by_prefix.append(found.record.page_id)
            last = found
    if last and len(by_prefix) == 1:
        return last
    if by_prefix:
        examples = ", ".join(by_prefix[:_EXAMPLES])
        raise UsageError(f"{which!r} begins the ids of {len(by_prefix):,} pages, such as {examples}; add characters")
    if not count:
        raise UsageError(f"{source} has no pages")
    raise UsageError(f"no page {which!r} (neither number, id nor URL) in {source}; valid numbers are 1-{count:,}")


def _found(item: RawPage | Failure, options: WorkOptions) -> FoundPage:
    record = record_of(item, options)
    if record is None:  # there are no globs
        raise UsageError(f"{item.source} has no such page")
    return FoundPage(item, models.Record.of(record))


def _names_of(record: models.Record) -> list[str]:
    """URL and ids of a page."""
    of_answers = (name for answer in record.answers for name in (answer.answer_id, answer.expert_id))
    return [name or "" for name in (record.url, record.page_id, record.question_id, *of_answers)]
