"""E-mail addresses and phone numbers are found however they are written, and nothing else is."""

import pytest

from qapipe.dataset.redaction.patterns import emails, phones


def values(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.value) for one in (*emails(text), *phones(text))]


@pytest.mark.parametrize(
    ("text", "shown", "value"),
    [
        (
            "write to Ida.Quist+x@Clinic.example.org.",
            "Ida.Quist+x@Clinic.example.org",
            "ida.quist+x@clinic.example.org",
        ),
        ("(ida@clinic.example)", "ida@clinic.example", "ida@clinic.example"),
        ("ida (at) clinic (dot) example", "ida (at) clinic (dot) example", "ida@clinic.example"),
        ("ida[at]clinic.example, please", "ida[at]clinic.example", "ida@clinic.example"),
        ("mailto:ida@clinic.example?subject=x", "ida@clinic.example", "ida@clinic.example"),
    ],
)
def test_emails(text: str, shown: str, value: str) -> None:
    assert values(text) == [(shown, value)]


@pytest.mark.parametrize(
    ("text", "shown", "value"),
    [
        ("call (305) 555-0123 today", "(305) 555-0123", "+13055550123"),
        ("305-555-0123", "305-555-0123", "+13055550123"),
        ("305.555.0123", "305.555.0123", "+13055550123"),
        ("+1 305 555 0123", "+1 305 555 0123", "+13055550123"),
        ("my phone: 305 555 0123", "305 555 0123", "+13055550123"),
        ("in London +44 20 7946 0958", "+44 20 7946 0958", "+442079460958"),
        ("Tel. 020 7946 0958", "020 7946 0958", "02079460958"),
        ("Telefon: 0171/1234567", "0171/1234567", "01711234567"),
        ("call 555-1234.", "555-1234", "5551234"),
        ("phone 305-555-0123 12", "305-555-0123 12", "305555012312"),  # the longest of two readings
    ],
)
def test_phones(text: str, shown: str, value: str) -> None:
    assert values(text) == [(shown, value)]


MEDICAL = """BP 120/80, then 300cc-350cc and 350 400 cc; 34-26-36; 5'6, 130 lbs
eye +1.25 -0.50 x 180 and +2.00/-0.75 x 95, IOP 14/16
2017-05-21 10:30, 5/12/2014, 10-12-2014, phone 2017-05-21, in 2009-2012
$1,500-2,000 or $12,345.00 to 15,000
PMID: 28445678, NCT01234567, CPT 15823-15824, ISBN 978-3-16-148410-0
doi 10.1097/01.prs.0000123456.78910.ab
500-1000-1500 mg, 10 000 000 IU, 1:100,000 epinephrine, 0.05% x 2-3/day
T cell 45000000, platelets 250000-400000, LOT 2125551234, ref. 240 320 4000 units
192.168.100.1234 and v1.2.3.4.5.6.7
5000@10 and 1.5@2.5ml, a @ b, @ida, 3 (at) once, wbc@8.2 and q@4h.prn2
hCG 1234567, call in 10-12 days, call 911, text 12345"""


@pytest.mark.parametrize("line", MEDICAL.split("\n"))
def test_doses_dates_ranges_and_references_stay(line: str) -> None:
    assert values(line) == []


def test_every_address_is_found_in_a_long_text() -> None:
    text = "a@b.example and 305-555-0123; " * 500
    assert len(list(emails(text))) == len(list(phones(text))) == 500
