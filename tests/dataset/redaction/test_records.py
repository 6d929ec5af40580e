"""Batches of records, redacted: questions, answers, and the row of the ledger."""

from qapipe.dataset.choices import Redact
from qapipe.dataset.redaction.key import Redaction
from qapipe.dataset.redaction.records import redact_records
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Removal
from support.records import answered, asked, batch

KEY = b"sixteen bytes key"


def test_records_count_what_was_replaced() -> None:
    plain = asked("p", "q", answered(1, "Ola Berg", "Write to ola@berg.example", answer_id="a1"), site="s")
    found = redact_records(batch(plain, asked("r", "s")), Redaction.of([Redact.EMAILS], KEY)).to_pylist()
    assert found[0]["noise"] == [{"rule": "redacted_email", "removed": 1}]
    assert [row["noise_removed"] for row in found] == [1, 0]
    assert found[0]["answers"][0]["body"].startswith("Write to email-")


def test_url_and_detail_of_a_page_are_redacted() -> None:
    page = asked("p", "q", url="https://forum.example/u/ola@berg.example", site="s", detail="mailto:ola@berg.example")
    records = batch(page, asked("r", "s", url=None, detail=None))
    found, other = redact_records(records, Redaction.of([Redact.EMAILS], KEY)).to_pylist()
    assert found["url"].startswith("https://forum.example/u/email-")
    assert found["detail"].startswith("mailto:email-")
    assert found["noise_removed"] == 2
    assert (other["url"], other["detail"], other["noise_removed"]) == (None, None, 0)


def test_what_was_removed_before_stays_counted() -> None:
    page = asked("p", "q", noise=(Removal(NoiseRule.PROMO, "x"), Removal(NoiseRule.PROMO, "y")), detail="a@b.example")
    (found,) = redact_records(batch(page), Redaction.of([Redact.EMAILS], KEY)).to_pylist()
    assert found["noise"] == [{"rule": "promo", "removed": 2}, {"rule": "redacted_email", "removed": 1}]
    assert found["noise_removed"] == 3
