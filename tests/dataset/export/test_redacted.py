"""``export --redact``: nothing of what is redacted is left in any format, and keys still join."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qapipe.dataset.choices import Format, Redact
from qapipe.dataset.export.exporting import ExportOptions, export
from qapipe.dataset.redaction.key import Redaction
from support.of_records import make_dataset
from support.records import answered, asked

MAIL, ASKER, EXPERT, REPLIER = "pia@post.example", "Pia Lund", "Ida Quist", "Ola Berg"
SECRETS = (MAIL, ASKER, REPLIER)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    page = asked(
        "p1", "q1",
        answered(1, EXPERT, f"Dear {ASKER}, wait.", answer_id="a1", specialty="Dentist"),
        answered(2, REPLIER, f"Mail {MAIL}", answer_id="a2", parent_position=1, author_url="https://x.example/ola"),
        url=f"https://x.example/?m={MAIL}",
    )  # fmt: skip
    assert page.question is not None
    page.question.asker, page.question.body = ASKER, f"I am {ASKER}, {MAIL}"
    other = asked("p2", "q2", answered(1, REPLIER, "Yes", answer_id="a3"))
    for record in (page, other):
        for answer in record.answers:
            answer.expert_id = f"e-{answer.author_name}"
    return make_dataset(tmp_path / "d", page, other)


def options(where: str | None = None) -> ExportOptions:
    return ExportOptions(where, Redaction.of([Redact.EMAILS, Redact.NAMES], b"sixteen bytes key"))


@pytest.mark.parametrize("to", [Format.JSONL, Format.CSV, Format.CHAT])
def test_texts(dataset: Path, tmp_path: Path, to: Format) -> None:
    done = export(dataset, to, tmp_path / "x", options(where="questions.question_id = 'q1'"))
    assert done.redacted == {"redacted_email": 3, "redacted_name": 4}
    text = (tmp_path / "x").read_text("utf-8")
    assert not [secret for secret in SECRETS if secret in text]
    assert "person-" in text
    assert EXPERT in text or to is Format.CHAT


def test_sqlite(dataset: Path, tmp_path: Path) -> None:
    export(dataset, Format.SQLITE, tmp_path / "x", options())
    with closing(sqlite3.connect(tmp_path / "x")) as database:
        links = database.execute("SELECT author_url FROM answers").fetchall()
        counts = database.execute("SELECT answers FROM experts").fetchall()
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        names = dict(database.execute("SELECT expert_id, name FROM experts"))
        authors = dict(database.execute("SELECT expert_id, author_name FROM answers"))
        replies = database.execute(
            "SELECT count(*) FROM answers a JOIN answers b ON a.parent_answer_id = b.answer_id"
        ).fetchone()
        about = dict(database.execute("SELECT name, value FROM qapipe"))
        pages = database.execute("SELECT url FROM pages").fetchall()
    assert names == authors
    assert names["e-Ida Quist"] == EXPERT
    assert names["e-Ola Berg"] == REPLIER, "in q2 he answers the question himself"
    assert len(names) == 3
    assert links == [(None,)] * 3
    assert counts == [(1,)] * 3
    assert MAIL not in str(pages)
    assert replies == (1,)
    assert about["qapipe.redact"] == "emails,names"
    assert about["qapipe.redact_key_fingerprint"] == options().about()["qapipe.redact_key_fingerprint"]
