"""The card of a dataset: front matter that machines read, and tables that agree with the counts and the schema."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from qapipe.dataset.about import About
from qapipe.dataset.card import write_card
from qapipe.dataset.counts import Counts
from qapipe.dataset.facts import Facts
from qapipe.records.noise import NOISE_RULES, NoiseRule
from qapipe.records.reasons import REASONS, STATUSES, Reason, Status
from qapipe.records.schema import TABLES
from qapipe.records.warnings import WARNINGS, PageWarning
from support import rich
from support.expected import same_as_expected
from support.records import answered, asked, batch, refused, removed

NO_ROWS = {name: Facts() for name in TABLES}


def answers(rows: int) -> dict[str, Facts]:
    return {**NO_ROWS, "answers": Facts(rows, file_bytes=100, data_bytes=900)}


def card(folder: Path, counts: Counts | None = None, facts: Mapping[str, Facts] = NO_ROWS, **more: Any) -> str:
    path = write_card(folder, counts or Counts(), facts, **more)
    assert path == folder / "README.md"
    return path.read_text("utf-8")


def tables_of(text: str) -> dict[str, list[list[str]]]:
    """The Markdown tables by the title above them: rows of cells, the head first."""
    found: dict[str, list[list[str]]] = {}
    for section in text.split("\n## ")[1:]:
        title, _, rest = section.partition("\n")
        rows = [line for line in rest.split("\n") if line.startswith("|")]
        found[title] = [re.split(r"(?<!\\) ?\| ?", row.strip("| ")) for row in rows if not set(row) <= set("|-: ")]
    return found


def test_front_matter_names_every_table(tmp_path: Path) -> None:
    front = card(tmp_path, facts=answers(12_345)).split("---\n")[1]
    assert "\n- question-answering\n" in front
    assert "\nsize_categories:\n- 10K<n<100K\n" in front
    assert re.findall(r"config_name: (\w+)", front) == ["pages", "questions", "answers", "experts"] * 2
    assert re.findall(r"path: (\S+)", front) == [
        f"{name}/*.parquet" for name in ("pages", "questions", "answers", "experts")
    ]
    assert re.findall(r"config_name: (\w+)\n  default: true", front) == ["answers"]


@pytest.mark.parametrize(
    ("rows", "size"),
    [(0, "n<1K"), (999, "n<1K"), (1_000, "1K<n<10K"), (9_999, "1K<n<10K"), (10_000, "10K<n<100K"),
     (99_999, "10K<n<100K"), (100_000, "100K<n<1M"), (999_999, "100K<n<1M"), (1_000_000, "1M<n<10M"),
     (9_999_999, "1M<n<10M"), (10_000_000, "10M<n<100M"), (99_999_999, "10M<n<100M"), (100_000_000, "100M<n<1B"),
     (999_999_999, "100M<n<1B"), (10**9, "1B<n<10B")],
)  # fmt: skip
def test_size_category(tmp_path: Path, rows: int, size: str) -> None:
    assert f"size_categories:\n- {size}\n" in card(tmp_path, facts=answers(rows))


def test_tallies_are_the_counts(tmp_path: Path) -> None:
    counts = Counts()
    counts.add_pages(batch(asked("a", "q", answered(1, "e"), noise=removed("promo"), warnings=(PageWarning.BODY_CUT,))))
    counts.add_pages(batch(*(refused(str(n), Reason.LIST) for n in range(1_500))))
    counts.questions, counts.answers, counts.experts = 1_001, 2_002, 3_003
    text = card(tmp_path, counts)
    assert all(number in text for number in ("1,501 pages", "1,001 questions", "2,002 answers", "3,003 experts"))
    found = tables_of(text)
    assert found["Pages by site"][1:] == [["`s`", "1"]]
    assert counted(found["Pages by status"]) == {"`ok`": "1", "`not_qa`": "1,500"}
    assert counted(found["Pages by reason"]) == {"`list`": "1,500"}
    assert counted(found["Pages by warning"]) == {"`body_cut`": "1"}
    assert counted(found["Noise removed, by rule"]) == {"`promo`": "1"}


def counted(rows: list[list[str]]) -> dict[str, str]:
    return {row[0]: row[1] for row in rows[1:] if row[1] != "0"}


MEANINGS = {
    "Pages by status": {status.value: STATUSES[status] for status in Status},
    "Pages by reason": {reason.value: REASONS[reason] for reason in Reason},
    "Pages by warning": {warning.value: WARNINGS[warning] for warning in PageWarning},
    "Noise removed, by rule": {rule.value: NOISE_RULES[rule] for rule in NoiseRule},
}


@pytest.mark.parametrize("title", MEANINGS)
def test_every_value_has_its_sentence_even_if_it_does_not_occur(tmp_path: Path, title: str) -> None:
    rows = tables_of(card(tmp_path))[title]
    assert rows[0] == ["value", "count", "meaning"]
    assert {row[0].strip("`"): row[2] for row in rows[1:]} == MEANINGS[title]
    assert all(MEANINGS[title].values())


KINDS = {
    "pages": ("warnings", "list<string>"),
    "questions": ("asked_at", "timestamp[us, tz=UTC]"),
    "answers": ("rating", "double"),
    "experts": ("credentials", "list<string>"),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_as_the_schema_has_it(tmp_path: Path, name: str) -> None:
    rows = tables_of(card(tmp_path))[f"Table `{name}`"]
    assert [row[0] for row in rows[1:]] == [f"`{field.name}`" for field in TABLES[name]]
    assert [row[2] == "yes" for row in rows[1:]] == [field.nullable for field in TABLES[name]]
    kinds = {row[0].strip("`"): row[1].strip("`") for row in rows[1:]}
    assert kinds["site"] == "string"
    column, kind = KINDS[name]
    assert kinds[column] == kind
    assert all(len(row) == 5 and row[4] for row in rows[1:])


def test_features_and_sizes_in_the_front_matter(tmp_path: Path) -> None:
    front = card(tmp_path, facts=answers(7)).split("---\n")[1]
    info = front.partition("dataset_info:\n")[2].partition("- config_name: answers\n")[2].partition("- config_name")[0]
    assert re.findall(r"- name: (\w+)", info) == [*(field.name for field in TABLES["answers"]), "train"]
    assert "  - name: author_credentials\n    list: string\n" in info
    assert "  - name: position\n    dtype: int32\n" in info
    assert "  - name: rating\n    dtype: float64\n" in info
    assert '  - name: answered_at\n    dtype: "timestamp[us, tz=UTC]"\n' in info
    assert "    num_bytes: 900\n    num_examples: 7\n  download_size: 100\n  dataset_size: 900\n" in info


def test_filled_columns(tmp_path: Path) -> None:
    facts = Facts(10_000, filled=Counter(body=10_000, rating=9_999, votes=1, location=1_234))
    rows = tables_of(card(tmp_path, facts={**NO_ROWS, "answers": facts}))["Table `answers`"]
    filled = {row[0].strip("`"): row[3] for row in rows[1:]}
    assert [filled[name] for name in ("body", "rating", "votes", "location", "url")] == [
        "100 %", "99.9 %", "0.1 %", "12.3 %", "0 %"
    ]  # fmt: skip


def test_what_the_publisher_says(tmp_path: Path) -> None:
    about = About(
        title="Ask: a dentist", license="other", license_link="https://x.example/l", source="Pages of *x.example*.",
        language=("en", "no"), tags=("teeth",), citation="Roe (2024)", limitations="- Only Tampa.",
    )  # fmt: skip
    text = card(tmp_path, about=about)
    front = text.split("---\n")[1]
    assert front.startswith('pretty_name: "Ask: a dentist"\nlicense: other\nlicense_link: "https://x.example/l"\n')
    assert 'language:\n- en\n- "no"\n' in front, "no is a language, not false"
    assert "tags:\n- qapipe\n- teeth\n" in front
    assert "# Ask: a dentist\n" in text
    assert "Licence: `other` (https://x.example/l)\n\nPages of *x.example*.\n" in text
    assert "\n- Only Tampa.\n" in text
    assert "```\nRoe (2024)\n```" in text


def test_names_of_inputs_are_shown_as_code_on_one_line(tmp_path: Path) -> None:
    name = "a`|<script>alert(1)</script>\n# b\x1b[31m\u202e.jsonl" + "x" * 1_000_000
    request = {"inputs": [{"name": name, "files": 1, "bytes": 5}], "options": {"match": ["*|*\n<b>"], "limit": None}}
    text = card(tmp_path, request=request)
    [[shown, files, size]] = tables_of(text)["How it was made"][1:]
    assert shown.startswith("`a'\\|<script>alert(1)</script> # b [31m .jsonlxxx")
    assert (files, size) == ("1", "5")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert '- match: `["*|*\\n<b>"]`' in text
    assert "limit" not in text.partition("How it was made")[2].partition("##")[0]
    assert len(text) < 50_000


def test_redaction_is_said(tmp_path: Path) -> None:
    counts = Counts(noise=Counter(redacted_email=2, redacted_name=3, promo=7))
    request = {"options": {"redact": {"kinds": ["emails", "names"], "key_fingerprint": "0f"}}}
    assert "Redacted: emails, names; 5 values were replaced" in card(tmp_path, counts, request=request)
    assert "Nothing was redacted." in card(tmp_path)


def test_the_whole_card(tmp_path: Path) -> None:
    """Of 71 inputs 50 are named, and of the options those that are not the default."""
    counts = Counts(questions=1_044, answers=894, experts=80)
    counts.add_pages(batch(*rich.records()))
    facts = {
        name: Facts(1_000 * number, 2 + number, 3_456_789 * number, Counter({
            column: 1_000 * number * place // len(schema) for place, column in enumerate(schema.names)
        }))
        for number, (name, schema) in enumerate(TABLES.items())
    }  # fmt: skip
    about = About(
        title="Doctors\nanswer", description="*What* people ask.", license="cc-by-4.0", license_link="https://x.example/l",
        source="From x.example.", language=("en", "nb"), tags=("health", "yes", "v2.0"), version="1.2.0",
        citation="Roe ```2024```", limitations="Only Tampa.",
    )  # fmt: skip
    inputs = [{"name": f"dump-{number:02}.jsonl", "files": 1_000 + number, "bytes": 5_000_000} for number in range(71)]
    options = {
        "captures": "all",
        "limit": 1_000,
        "match": ["*/q/*"],
        "sample": None,
        "site": [],
        "redact": {"kinds": ["emails", "names"]},
    }
    same_as_expected(
        "card/full.md", card(tmp_path, counts, facts, request={"inputs": inputs, "options": options}, about=about)
    )
    same_as_expected("card/empty.md", card(tmp_path))
