"""``parse --redact``: nothing of what is redacted is left in the dataset, and ledger and manifest count it."""

from pathlib import Path

import pytest

from conftest import Command, Thread
from support.commands import json_of
from support.datasets import hashes, manifest_of, rows_of

MAIL, PHONE = "pia.lund@post.example", "(305) 555-0123"


@pytest.fixture
def sources(tmp_path: Path, thread: Thread) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (tmp_path / "key").write_text("a key of some length\n")
    for number in range(3):
        contact = f"Call {PHONE} or write to {MAIL} (page {number})."
        answers = [("Wait", "It heals by itself in time.", ""), ("Call me", contact, "Ida Quist, MD, FACS")]
        (folder / f"{number}.txt").write_text(thread(f"Is page {number} all right?", answers))
    (folder / "plain.txt").write_text(thread())
    return folder


def test_parse(cli: Command, sources: Path, tmp_path: Path) -> None:
    command = ("parse", "raw", "--redact", "emails,phones,experts", "--redact-key", "key", "--json")
    done = cli(*command, "--out", "one", "-j", 1)
    assert done.returncode == 0, done.stderr
    counts = json_of(done)["noise_removed"]
    assert (counts["redacted_email"], counts["redacted_phone"], counts["redacted_name"]) == (3, 3, 4)
    assert cli(*command, "--out", "two", "-j", 2).returncode == 0
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")
    answers = rows_of(tmp_path / "one", "answers")
    assert len({row["author_name"] for row in answers if row["author_name"]}) == 1, "one expert, one pseudonym"
    assert all(row["name"].startswith("person-") for row in rows_of(tmp_path / "one", "experts"))
    for table in ("pages", "questions", "answers", "experts"):
        text = str(rows_of(tmp_path / "one", table))
        assert not [old for old in (MAIL, PHONE, "Quist") if old in text]
    pages = rows_of(tmp_path / "one", "pages")
    assert sum(row["noise_removed"] for row in pages) == sum(counts.values())
    manifest = manifest_of(tmp_path / "one")
    assert manifest["options"]["redact"]["kinds"] == ["emails", "phones", "experts"]
    assert len(manifest["options"]["redact"]["key_fingerprint"]) == 16
    assert manifest["counts"]["noise_removed"] == counts


def test_without_a_key_nothing_is_written(cli: Command, sources: Path, tmp_path: Path) -> None:
    done = cli("parse", "raw", "--out", "one", "--redact", "emails")
    assert done.returncode == 2
    assert "--redact needs a secret key: --redact-key FILE" in " ".join(done.stderr.split())
    assert not (tmp_path / "one").exists()
