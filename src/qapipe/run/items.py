"""Items of a source to records: a page is parsed, a failure becomes a row that says why."""

from qapipe.page.urls import host_of
from qapipe.readers import registry
from qapipe.readers.parse import read_page
from qapipe.records import ids
from qapipe.records.plain import RawPage, Record
from qapipe.records.reasons import Reason, Status
from qapipe.run.work_options import WorkOptions
from qapipe.sources import Failure

NON_PAGES = (Reason.REVISIT, Reason.HTTP_STATUS)
"""Reasons for which a sound archive record holds no page."""


def record_of(item: RawPage | Failure, options: WorkOptions) -> Record | None:
    """The record of an item; None if the page declares a URL that matches none of the globs."""
    if isinstance(item, Failure):
        return record_of_failure(item)
    record = read_page(item, options.include)
    if item.url is None and not options.read.wants(record.url):
        return None
    return _unless_other_site(record, options.sites)


def record_of_failure(failure: Failure) -> Record:
    """The record of an item that could not be read or has no body; without a body its id is a hash of its place."""
    at = failure.offset if failure.byte is None else failure.byte
    place = (failure.source, failure.member, None if at is None else str(at))
    if failure.payload_sha256:
        page_id = ids.page_id(failure.url, failure.payload_sha256)
    else:
        page_id = ids.digest("failure", *place, failure.detail)
    return Record(
        page_id=page_id,
        url=failure.url,
        status=Status.NOT_QA if failure.reason in NON_PAGES else Status.ERROR,
        reason=failure.reason,
        detail=failure.detail.encode("utf-8", "backslashreplace").decode(),
        source=failure.source,
        member=failure.member,
        offset=failure.offset,
        captured_at=failure.captured_at,
        bytes=failure.size,
        payload_sha256=failure.payload_sha256,
    )


_WITHOUT_SITE = (Reason.EMPTY, Reason.BINARY)
"""Reasons that tell more about a page than its site."""


def _unless_other_site(record: Record, sites: tuple[str, ...]) -> Record:
    """The record; if it is of a site that ``--site`` excludes, without its question and with that as the reason."""
    if not sites or record.site in sites:
        return record
    if record.question is not None:
        detail = f"a question from {record.site}, which --site excludes"
    elif _is_judged_by_site(record) and registry.is_elsewhere(record.url, sites):
        detail = f"a page from {host_of(record.url)}, which --site excludes"
    else:
        return record
    return record.without_question(Status.NOT_QA, Reason.OTHER_SITE, detail)


def _is_judged_by_site(record: Record) -> bool:
    """Whether a page without a question would have another outcome if its site did not matter."""
    if record.status is Status.ERROR:
        return record.reason in (Reason.UNKNOWN_LAYOUT, Reason.AMBIGUOUS_LAYOUT)
    return record.reason not in _WITHOUT_SITE
