"""The ways in which a text says who asks and who answers, and texts that only look so: qa_text_forms.json.

Each text that is read stands beside its title, question, asker and place, and beside the text, author, credentials,
specialty and place of each answer; unknown values at the end are left out.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import qapipe
from qapipe.readers.lines.labels import may_be_labels, read_label

FORMS: dict[str, Any] = json.loads(Path(__file__).with_name("qa_text_forms.json").read_text("utf-8"))


def parse(text: str) -> qapipe.Record:
    return qapipe.parse_page(qapipe.RawPage(body=text.encode(), media_type="text/plain"))


def known(*values: Any) -> list[Any]:
    """The values without the unknown ones at their end, as JSON has them."""
    while len(values) > 1 and values[-1] in (None, ()):
        values = values[:-1]
    return [list(value) if isinstance(value, tuple) else value for value in values]


@pytest.mark.parametrize("form", FORMS["read"], ids=lambda form: str(form["text"])[:30])
def test_who_asks_and_who_answers(form: dict[str, Any]) -> None:
    record = parse(form["text"])
    assert (record.status, record.site, record.layout) == ("ok", "qa_text", "labels")
    asked = record.question
    assert asked is not None
    assert known(asked.title, asked.body, asked.asker, asked.asker_location) == form["question"]
    assert [
        known(one.body, one.author_name, one.author_credentials, one.specialty, one.location) for one in record.answers
    ] == form["answers"]


@pytest.mark.parametrize("text", FORMS["not_read"], ids=lambda text: str(text)[:30])
def test_texts_that_only_look_like_it(text: str) -> None:
    assert parse(text).reason == "no_question"


def test_the_quick_look_misses_no_label() -> None:
    lines = [line for form in FORMS["read"] for line in form["text"].splitlines() if line]
    labelled = [line for line in lines if read_label(line)]
    assert len(labelled) > len(FORMS["read"])
    assert may_be_labels(labelled) == labelled
    assert may_be_labels(["About looms", "They stood in a corner of the room for years.", "Contact"]) == []
