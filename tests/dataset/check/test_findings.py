"""Violations are all counted, and the first of each rule kept; which tables were read, and in how many passes."""

from pathlib import Path

import pyarrow as pa
import pytest

from qapipe.dataset import partitions
from qapipe.dataset.check import answers, check_dataset, keys
from qapipe.dataset.check.findings import Findings
from qapipe.dataset.check.rules import Rule
from qapipe.records.schema import TABLES
from support.built import rewrite


def numbers(findings: Findings) -> list[int | None]:
    return [violation.row for violation in findings.violations()]


def test_the_first_rows_of_a_rule_are_kept_in_whatever_order_they_come() -> None:
    findings = Findings(3)
    for rows in ([90, 80, 70, 60], [5, 3], [50], [2], [4, 1]):
        findings.add_rows(Rule.TEXT_NFC, "d", "answers", "body", pa.array(rows, pa.int64()))
    findings.add(Rule.TEXT_NFC, "d", table="answers", row=0, column="body")
    findings.add_rows(Rule.TEXT_BLANKS, "d", "answers", "body", pa.array([7], pa.int64()), pa.array(["x"]))
    assert numbers(findings) == [1, 2, 3, 8]
    assert findings.counts == {Rule.TEXT_NFC: 11, Rule.TEXT_BLANKS: 1}
    assert [violation.value for violation in findings.violations()] == [None, None, None, "x"]


def test_violations_of_a_rule_are_sorted_by_table_row_and_column() -> None:
    findings = Findings(None)
    places = [("answers", 2, "body"), ("answers", 9, "body"), ("answers", 9, "headline"), ("questions", 1, "title")]
    for table, row, column in reversed(places):
        findings.add(Rule.TEXT_NFC, "d", table=table, row=row - 1, column=column)
    findings.add(Rule.TEXT_NFC, "d")
    found = [(violation.table, violation.row, violation.column) for violation in findings.violations()]
    assert found == [(None, None, None), *places]


def test_all_are_kept_if_asked_for() -> None:
    findings = Findings(None)
    findings.add_rows(Rule.TEXT_NFC, "d", "answers", "body", pa.array(range(50), pa.int64()))
    assert numbers(findings) == list(range(1, 51))


def test_at_most_twenty_violations_of_a_rule(dataset: Path) -> None:
    rewrite(dataset, "answers", lambda rows: rows.extend([rows[-1]] * 30))
    assert len([v for v in check_dataset(dataset).findings.violations() if v.rule is Rule.POSITION]) == 20
    checked = check_dataset(dataset, limit=None)
    assert len([v for v in checked.findings.violations() if v.rule is Rule.POSITION]) == 30
    assert checked.findings.counts[Rule.POSITION] == 30


def test_rules_of_what_can_be_read_are_checked(dataset: Path) -> None:
    (dataset / "answers/part-00000.parquet").write_bytes(b"")
    rewrite(dataset, "questions", lambda rows: rows[0].update(title="a\u200bb"))
    checked = check_dataset(dataset)
    assert checked.unread == ["answers"]
    rules = set(checked.findings.counts)
    assert rules == {Rule.FILE_SIZE, Rule.FILE_CHECKSUM, Rule.FILE_UNREADABLE, Rule.TEXT_CONTROL}


@pytest.mark.parametrize("table", TABLES)
def test_without_a_table_the_rules_of_the_others_are_checked(dataset: Path, table: str) -> None:
    (dataset / table / "part-00000.parquet").write_bytes(b"")
    checked = check_dataset(dataset)
    assert checked.unread == [table]
    assert {(one.rule, one.table) for one in checked.findings.violations()} == {
        (rule, table) for rule in (Rule.FILE_SIZE, Rule.FILE_CHECKSUM, Rule.FILE_UNREADABLE)
    }


def test_as_many_ids_are_in_memory_as_rows_of_both_tables(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And replies are looked for only where there is one."""
    asked: list[int] = []

    def ranges(rows: int) -> list[partitions.KeyRange]:
        asked.append(rows)
        return partitions.key_ranges(rows)

    for module in (keys, answers):
        monkeypatch.setattr(module, "key_ranges", ranges)
    check_dataset(dataset)
    pages, questions, given, experts = 7, 3, 6, 3
    unique = [pages, questions, questions, given, experts]
    orphans = [2 * pages, 2 * pages, pages + questions, given + questions, given + experts]
    of_answers = [pages + given, questions + given, pages + questions, given + experts]
    assert asked == [*unique, *orphans, pages + questions, *of_answers]
    asked.clear()
    rewrite(dataset, "answers", lambda rows: rows[1].update(parent_answer_id=rows[0]["answer_id"]))
    check_dataset(dataset)
    assert asked[11] == 2 * given


def test_a_limit_of_violations_is_at_least_one() -> None:
    with pytest.raises(ValueError, match="limit: at least 1"):
        Findings(0)
    assert Findings(1).limit == 1


def test_the_same_is_found_in_many_passes_as_in_one(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of large datasets only a range of the ids is in memory at a time."""

    def damage(rows: list[dict[str, object]]) -> None:
        rows[1].update(expert_id="f" * 32, position=7)
        rows[3].update(question_id="0" * 32, parent_answer_id="8" * 32)
        rows.append(rows[4])

    rewrite(dataset, "answers", damage)
    rewrite(dataset, "pages", lambda rows: rows[5].update(continues="1" * 32))
    at_once = check_dataset(dataset).findings
    monkeypatch.setattr(partitions, "ROWS", 2)
    assert len(partitions.key_ranges(7)) == 4
    in_passes = check_dataset(dataset).findings
    assert in_passes.violations() == at_once.violations()
    assert in_passes.counts == at_once.counts
    assert len(at_once.violations()) >= 6
