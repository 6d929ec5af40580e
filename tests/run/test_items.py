"""Items of a source to records: pages with their source, and pages that --site excludes."""

import pytest

from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason, Status
from qapipe.run.items import record_of
from qapipe.run.work_options import WorkOptions

HOME = "https://www.realself.com"
ELSEWHERE = "https://elsewhere.example"


def test_a_raw_page_becomes_a_record_with_its_source() -> None:
    record = record_of(RawPage(body=b"words", source="x"), WorkOptions())
    assert record is not None
    assert (record.source, record.status) == ("x", Status.NOT_QA)


@pytest.mark.parametrize(
    ("body", "url", "everywhere", "realself", "schema_org"),
    [
        (b"words", f"{HOME}/about", "no_question", "no_question", "other_site"),
        (b"words", f"{ELSEWHERE}/about", "no_question", "other_site", "no_question"),
        (b"words", None, "no_question", "no_question", "no_question"),
        (b"words", "http://127.0.0.1/copy", "no_question", "no_question", "no_question"),
        (b" ", f"{ELSEWHERE}/empty", "empty", "empty", "empty"),
        (b"<html><p>words", f"{HOME}/question/will-it-heal", "unknown_layout", "unknown_layout", "other_site"),
    ],
)
def test_pages_of_other_hosts_are_distinguished_from_pages_without_a_question(
    body: bytes, url: str | None, everywhere: str, realself: str, schema_org: str
) -> None:
    page = RawPage(body=body, url=url, source="x")
    found = [record_of(page, WorkOptions(sites=sites)) for sites in ((), ("realself",), ("schema_org",))]
    assert [record.reason for record in found if record] == [everywhere, realself, schema_org]
    for record in found:
        if record is not None and record.reason is Reason.OTHER_SITE:
            assert record.status is Status.NOT_QA
            host = record.url.split("/")[2] if record.url else ""
            assert record.detail == f"a page from {host}, which --site excludes"
