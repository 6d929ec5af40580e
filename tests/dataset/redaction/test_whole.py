"""A page with people, addresses and numbers in every field, redacted by each kind, whole."""

import copy
from typing import Any

import pytest

from qapipe.dataset.choices import Redact
from qapipe.dataset.redaction.key import Redaction
from qapipe.dataset.redaction.pages import Redactor, Row
from support.expected import same_as_expected

KEY = b"sixteen bytes key"
URL = "https://www.forum.example/q/1?m=pia@post.example"


def page() -> tuple[Row, list[Row]]:
    """Pia asks; Dr. Quist, an expert, answers; Ola, who is none, replies, then an expert, an expert and nobody."""
    mail, phone = "pia@post.example", "(305) 555-0123"
    question: Row = {
        "title": f"Is it, Pia Lund, {mail}?", "body": f"Call {phone}.\n\nPia Lund", "asker": "Pia Lund",
        "asker_location": f"Oslo, {mail}", "topics": ["noses"], "votes": 3,
    }  # fmt: skip
    first: Row = {
        "headline": f"Hi Pia, {phone}", "body": f"Dear Pia Lund, wait. Write to {mail}.\n\nIda Quist",
        "author_name": "Ida Quist", "author_note": f"ask {mail}", "location": f"Tampa, {phone}",
        "address": f"1 Road\n{phone}", "url": f"https://x.example/?m={mail}", "author_url": f"https://x.example/{mail}",
        "answer_id": "a1", "parent_answer_id": None, "expert_id": "e1", "author_credentials": [], "specialty": None,
    }  # fmt: skip
    blank = {name: None for name in first if name != "author_credentials"}
    common: Row = {**blank, "author_credentials": [], "author_url": "https://x.example/u", "address": "2 Road"}
    ola = {
        **common, "answer_id": "a2", "parent_answer_id": "a1", "author_name": "Ola Berg", "expert_id": "e2",
        "body": "Thanks Ida! Ola Berg",
    }  # fmt: skip
    credentialed = {
        **common, "answer_id": "a3", "parent_answer_id": "a2", "author_name": "Bo Reed", "expert_id": "e3",
        "author_credentials": ["MD"], "body": "No, Ola Berg.",
    }  # fmt: skip
    specialist = {
        **common, "answer_id": "a4", "parent_answer_id": "a9", "author_name": "Cy Moss", "expert_id": "e4",
        "specialty": "Dentist", "body": "Yes, Bo Reed.",
    }  # fmt: skip
    nobody = {**common, "answer_id": "a5", "parent_answer_id": "a4", "body": "It is fine."}
    namesake = {
        **common, "answer_id": "a6", "author_name": "PIA LUND", "expert_id": "e6", "specialty": "Dentist",
        "body": "Me too.",
    }  # fmt: skip
    credentialed_namesake = {
        **namesake, "answer_id": "a8", "specialty": None, "author_credentials": ["MD"], "body": "Yes.",
    }  # fmt: skip
    plain = {**common, "answer_id": "a7", "author_name": "person-0123", "body": "Hi person-0123", "expert_id": None}
    return question, [first, ola, credentialed, specialist, nobody, namesake, credentialed_namesake, plain]


CASES: dict[str, dict[str, Any]] = {
    **{kind.value: {"kinds": [kind]} for kind in Redact},
    "all": {"kinds": list(Redact)},
    "without a url": {"kinds": [Redact.NAMES], "url": None},
    "without url and site": {"kinds": [Redact.NAMES], "url": None, "site": None},
    "without a host": {"kinds": [Redact.NAMES], "url": "https://[", "site": "forum"},
}


@pytest.mark.parametrize("name", CASES)
def test_whole_pages(name: str) -> None:
    case = CASES[name]
    redactor = Redactor(Redaction.of(case["kinds"], KEY))
    question, answers = page()
    redactor.redact(question, answers, case.get("url", URL), case.get("site", "forum"))
    before, were = page()
    changed = {
        str(place): {field: value for field, value in row.items() if value != old[field]}
        for place, (row, old) in enumerate(zip((question, *answers), (before, *were), strict=True))
    }
    counts = {rule.value: count for rule, count in sorted(redactor.counts.items())}
    same_as_expected("redaction.json", {"changed": changed, "counts": counts}, name)


def test_answers_without_a_question() -> None:
    _, answers = page()
    alone = copy.deepcopy(answers)
    Redactor(Redaction.of([Redact.NAMES], KEY)).redact(None, alone, URL, "forum")
    assert [one["author_name"] for one in alone] == [
        "Ida Quist", alone[1]["author_name"], "Bo Reed", "Cy Moss", None, "PIA LUND", "PIA LUND", "person-0123"
    ]  # fmt: skip
    assert alone[1]["author_name"].startswith("person-")
    assert alone[2]["body"] == f"No, {alone[1]['author_name']}."
