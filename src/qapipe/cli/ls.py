"""``qapipe ls``: the pages of a source, without parsing them."""

import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qapipe.cli.command import reported
from qapipe.cli.options import AsJson, BodyField, Exclude, Limit, Match, UrlField, Verbose
from qapipe.cli.words import plural
from qapipe.records.reasons import Reason

if TYPE_CHECKING:
    from qapipe.records.plain import RawPage
    from qapipe.sources import Failure, ReadOptions, Split

_FAULTS = (Reason.UNREADABLE, Reason.CORRUPT, Reason.CHANGED)


def ls(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE", help="Files, directories, archives and dumps of pages; - reads stdin."),
    ],
    *,
    match: Match = None,
    exclude: Exclude = None,
    limit: Limit = None,
    body_field: BodyField = None,
    url_field: UrlField = None,
    as_json: AsJson = False,
    verbose: Verbose = False,
) -> None:
    """List the pages of a source without parsing them.

    Each line has the number of the page, as `qapipe show` takes it, and its URL, media type, bytes, file, member and
    offset (from 0), separated by tabs; - is unknown. What could not be read has its reason in place of the media type.

    Exit codes: 0 success; 1 part of a source could not be read; 2 usage error.

    Example: qapipe ls crawl.warc.gz --match '*/question/*' --limit 20
    """
    from qapipe.cli.terminal import Terminal, stdin_stream
    from qapipe.dataset.contents import is_dataset
    from qapipe.sources import Failure, ReadOptions, plan, spooled

    terminal = Terminal()
    with reported("ls", terminal, as_json=as_json, verbose=verbose) as result:
        wanted = ReadOptions(match=tuple(match or ()), exclude=tuple(exclude or ())).wants
        pages: list[dict[str, object]] = []
        result.values["pages"] = pages
        faults = 0
        with tempfile.TemporaryDirectory(prefix="qapipe-") as folder:
            splits = spooled(plan(sources, is_dataset=is_dataset), stdin_stream(), Path(folder)).splits
            # Numbers count all pages, so the readers must not skip any.
            numbered = enumerate(_pages(splits, ReadOptions(body_field, url_field)), 1)
            chosen = ((number, item) for number, item in numbered if wanted(item.url, unknown=True))
            for number, item in islice(chosen, limit):
                faults += isinstance(item, Failure) and item.reason in _FAULTS
                page = _described(number, item)
                if as_json:
                    pages.append(page)
                elif not terminal.show_fields(page.values()):
                    break
        if faults:
            result.fail(f"{plural(faults, 'input')} could not be read")


def _pages(splits: "Sequence[Split]", options: "ReadOptions") -> "Iterator[RawPage | Failure]":
    from qapipe.sources import Skipped
    from qapipe.sources.reading import read

    for split in splits:
        yield from (item for item in read(split, options) if not isinstance(item, Skipped))


def _described(number: int, item: "RawPage | Failure") -> dict[str, object]:
    """What is listed of a page."""
    from qapipe.page.media_type import is_html
    from qapipe.sources import Failure

    if isinstance(item, Failure):
        kind, size = f"{item.reason.value}", item.size or None
    else:
        kind, size = item.media_type or ("text/html" if is_html(item) else "text/plain"), len(item.body)
    return {
        "number": number,
        "url": item.url,
        "type": kind,
        "bytes": size,
        "source": item.source,
        "member": item.member,
        "offset": item.offset,
    }
