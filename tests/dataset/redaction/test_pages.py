"""A question with its answers, redacted: whose names, which fields, which ids."""

import copy
from collections.abc import Sequence

import pytest

from qapipe.dataset.choices import Redact
from qapipe.dataset.redaction.key import Redaction
from qapipe.dataset.redaction.pages import Redactor, Row
from qapipe.records.noise import NoiseRule

KEY = b"sixteen bytes key"
URL = "https://forum.example/q/1"


def answer(number: int, author: str | None, body: str, *, parent: str | None = None, **more: object) -> Row:
    names = ("headline", "url", "author_note", "author_url", "specialty", "location", "address")
    return {
        **dict.fromkeys(names), "answer_id": f"a{number}", "author_name": author, "body": body,
        "author_credentials": [], "expert_id": author and f"e-{author}", "parent_answer_id": parent, **more,
    }  # fmt: skip


def question(**values: object) -> Row:
    return {"title": None, "body": None, "asker": None, "asker_location": None, "topics": [], **values}


def redacted(kinds: Sequence[Redact], asked: Row, *answers: Row, url: str = URL, key: bytes = KEY) -> Redactor:
    redactor = Redactor(Redaction.of(kinds, key))
    redactor.redact(asked, answers, url, "thread")
    return redactor


def test_askers_and_repliers_but_not_experts() -> None:
    one = question(asker="Ida Quist", body="Is it fine?\n\nIda")
    first = answer(1, "Ola Berg", "Hi Ida, yes. Ola Berg", specialty="Dentist")
    reply = answer(2, "Ida Quist", "Thanks, Ola Berg! - Pia Lund is right", parent="a1")
    other = answer(3, "Pia Lund", "Me too.", parent="a2", author_url="https://forum.example/pia")
    redactor = redacted([Redact.NAMES], one, first, reply, other)
    ida, pia = one["asker"], other["author_name"]
    assert ida.startswith("person-")
    assert pia.startswith("person-")
    assert pia != ida
    assert one["body"] == f"Is it fine?\n\n{ida}"
    assert (first["author_name"], first["expert_id"]) == ("Ola Berg", "e-Ola Berg")
    assert first["body"] == f"Hi {ida}, yes. Ola Berg"
    assert (reply["author_name"], reply["body"]) == (ida, f"Thanks, Ola Berg! - {pia} is right")
    assert other["author_url"] is None
    assert redactor.counts == {NoiseRule.REDACTED_NAME: 6}
    ids = [row["answer_id"] for row in (first, reply, other)]
    assert not {"a1", "a2", "a3"} & set(ids), "ids are hashes of author and text"
    assert [row["parent_answer_id"] for row in (first, reply, other)] == [None, ids[0], ids[1]]
    assert reply["expert_id"] not in (None, "e-Ida Quist")


def test_experts_if_asked() -> None:
    one, first = question(asker="Ida Quist"), answer(1, "Ola Berg", "Yes. Dr. Berg", author_credentials=["MD"])
    redacted([Redact.EXPERTS], one, first)
    assert one["asker"] == "Ida Quist"
    assert first["author_name"].startswith("person-")
    assert first["body"] == f"Yes. Dr. {first['author_name']}"
    assert first["author_credentials"] == ["MD"]


def test_an_expert_with_the_name_of_the_asker_is_kept() -> None:
    first = answer(1, "Ida Quist", "Yes.", specialty="Dentist")
    redacted([Redact.NAMES], question(asker="Ida Quist"), first)
    assert (first["author_name"], first["answer_id"]) == ("Ida Quist", "a1")


def test_the_same_person_has_one_pseudonym_on_a_host_and_another_elsewhere() -> None:
    askers = []
    for url, key in ((URL, KEY), ("https://www.forum.example/q/2", KEY), ("https://x.example/", KEY), (URL, b"k" * 16)):
        one = question(asker="Ida Quist")
        redacted([Redact.NAMES], one, url=url, key=key)
        askers.append(one["asker"])
    assert askers[0] == askers[1]
    assert len(set(askers)) == 3


def test_addresses_in_every_text_and_url() -> None:
    one = question(title="Mail a@b.example?", body="or 305-555-0123", asker="a@b.example")
    first = answer(
        1, "Ola Berg", "Yes", url="https://x.example/?m=a@b.example&id=3055550123", address="Tel 305-555-0123"
    )
    redactor = redacted([Redact.EMAILS, Redact.PHONES], one, first)
    email, phone = one["asker"], one["body"].removeprefix("or ")
    assert one["title"] == f"Mail {email}?"
    assert first["address"] == f"Tel {phone}"
    assert first["url"] == f"https://x.example/?m={email}&id=3055550123"
    assert first["answer_id"] == "a1", "nothing that the id is made of was replaced"
    assert redactor.counts == {NoiseRule.REDACTED_EMAIL: 3, NoiseRule.REDACTED_PHONE: 2}


@pytest.mark.parametrize("field", ["title", "body", "asker", "asker_location"])
def test_every_text_of_a_question_is_redacted(field: str) -> None:
    one = question(**{field: "a@b.example"})
    assert redacted([Redact.EMAILS], one).counts == {NoiseRule.REDACTED_EMAIL: 1}
    assert one[field].startswith("email-")


@pytest.mark.parametrize("field", ["headline", "body", "author_name", "author_note", "location", "address"])
def test_every_text_of_an_answer_is_redacted(field: str) -> None:
    first = {**answer(1, None, "Yes."), field: "a@b.example"}
    assert redacted([Redact.EMAILS], question(), first).counts == {NoiseRule.REDACTED_EMAIL: 1}
    assert first[field].startswith("email-")


def test_twice_with_the_same_key_is_once() -> None:
    one, first = question(asker="Ida Quist", body="a@b.example"), answer(1, "Ola Berg", "Ask Ida Quist.")
    redacted(list(Redact), one, first)
    before = copy.deepcopy((one, first))
    assert redacted(list(Redact), one, first).counts == {}
    assert (one, first) == before
