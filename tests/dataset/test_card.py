"""The card of a dataset: front matter that machines read, and tables that agree with the counts and the schema."""

import re
from pathlib import Path

import pytest

from qapipe.dataset.card import write_card
from qapipe.dataset.counts import Counts
from qapipe.records.noise import NOISE_RULES, NoiseRule
from qapipe.records.reasons import REASONS, STATUSES, Reason, Status
from qapipe.records.schema import TABLES
from qapipe.records.warnings import WARNINGS, PageWarning
from support.records import answered, asked, batch, refused, removed


def card(folder: Path, counts: Counts) -> str:
    path = write_card(folder, counts)
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
    counts = Counts()
    counts.answers = 12_345
    front = card(tmp_path, counts).split("---\n")[1]
    assert "\n- question-answering\n" in front
    assert "\nsize_categories:\n- 10K<n<100K\n" in front
    assert re.findall(r"config_name: (\w+)", front) == ["pages", "questions", "answers", "experts"]
    assert re.findall(r"path: (\S+)", front) == [
        f"{name}/*.parquet" for name in ("pages", "questions", "answers", "experts")
    ]
    assert re.findall(r"config_name: (\w+)\n  default: true", front) == ["answers"]


@pytest.mark.parametrize(
    ("rows", "size"),
    [(0, "n<1K"), (999, "n<1K"), (1_000, "1K<n<10K"), (99_999, "10K<n<100K"), (100_000, "100K<n<1M"),
     (1_000_000, "1M<n<10M"), (99_999_999, "10M<n<100M"), (999_999_999, "100M<n<1B"), (10**9, "1B<n<10B")],
)  # fmt: skip
def test_size_category(tmp_path: Path, rows: int, size: str) -> None:
    counts = Counts()
    counts.answers = rows
    assert f"size_categories:\n- {size}\n" in card(tmp_path, counts)


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
    rows = tables_of(card(tmp_path, Counts()))[title]
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
    rows = tables_of(card(tmp_path, Counts()))[f"Table `{name}`"]
    assert [row[0] for row in rows[1:]] == [f"`{field.name}`" for field in TABLES[name]]
    assert [row[2] == "yes" for row in rows[1:]] == [field.nullable for field in TABLES[name]]
    kinds = {row[0].strip("`"): row[1] for row in rows[1:]}
    assert kinds["site"] == "string"
    column, kind = KINDS[name]
    assert kinds[column] == kind
    assert all(len(row) == 4 and row[3] for row in rows[1:])
