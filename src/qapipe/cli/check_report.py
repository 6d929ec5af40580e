"""What ``qapipe check`` prints: violations by rule, and what is counted."""

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.text import Text

from qapipe.cli.command import Result
from qapipe.cli.terminal import Terminal, safe_text
from qapipe.cli.words import plural
from qapipe.dataset.check import Checked
from qapipe.dataset.check.findings import Violation
from qapipe.dataset.check.rules import RULES, TALLIES
from qapipe.objects import as_given
from qapipe.records.reasons import REASONS
from qapipe.records.visible import safe

_LABEL = 18


def report_check(result: Result, folder: Path, checked: Checked, *, as_json: bool) -> None:
    """Print what was found, and set the exit code."""
    findings = checked.findings
    violations = findings.violations()
    result.values.update(
        counted={tally.value: _by_column(checked, tally) for tally in TALLIES},
        path=as_given(folder),
        rows=dict(checked.rows),
        rules={rule.value: findings.counts[rule] for rule in RULES},
        unread=checked.unread,
        violations=[violation.as_json() for violation in violations],
    )
    if not as_json:
        for rule, found in groupby(violations, key=lambda violation: violation.rule):
            _show_rule(result.terminal, rule, findings.counts[rule], list(found))
        if not result.terminal.quiet:
            _show_summary(result.terminal, checked)
    total, broken = findings.counts.total(), sum(count > 0 for count in findings.counts.values())
    if checked.unread:
        names = ", ".join(checked.unread)
        result.terminal.notice(f"the rows of {names} were not checked: see the files above")
    if total:
        message = f"{plural(total, 'violation')} of {plural(broken, 'rule')} in {as_given(folder)}"
        result.fail(f"{message}; make it again with `qapipe parse`, or see `qapipe check --rules`", kind="violations")


def _by_column(checked: Checked, tally: object) -> dict[str, int]:
    return {name: count for (one, name), count in sorted(checked.findings.tallies.items()) if one is tally}


def _show_rule(terminal: Terminal, rule: Any, count: int, found: list[Violation]) -> None:  # noqa: ANN401
    terminal.show(safe_text(f"{rule}: {plural(count, 'violation')}", "bold red"), safe_text(f"  {RULES[rule]}", "dim"))
    for violation in found:
        terminal.show(Text("    ").append_text(safe_text(_described(violation))))
    if count > len(found):
        terminal.show(safe_text(f"    ... and {count - len(found):,} more; list all with --all", "dim"))


def _described(violation: Violation) -> str:
    """A violation on one line: where, what, and the value."""
    parts = [violation.table or "", f"row {violation.row:,}" if violation.row else "", violation.column or ""]
    where = " ".join(filter(None, parts))
    value = "" if violation.value is None else f": {_one_line(violation.value)}"
    return f"{where}: {violation.detail}{value}" if where else f"{violation.detail}{value}"


def _one_line(value: str) -> str:
    return repr(safe(value))[1:-1].replace("\\\\", "\\")


def _show_summary(terminal: Terminal, checked: Checked) -> None:
    rows = [plural(count, name[:-1]) for name, count in checked.rows.items()]
    terminal.show(safe_text(f"checked {len(RULES)} rules: {', '.join(rows) or 'no table could be read'}"))
    for (tally, name), count in sorted(checked.findings.tallies.items()):
        terminal.show(safe_text(f"{tally} {count:,} in {name}: {TALLIES[tally]}", "dim"))
    if not checked.findings.counts.total():
        terminal.show(safe_text("no violations", "bold green"))


def show_rules(terminal: Terminal) -> None:
    """Print every rule with its meaning, and what is counted."""
    _show_meanings(terminal, "Rules", RULES)
    _show_meanings(terminal, "Counted, and no violations", TALLIES)


def show_reasons(terminal: Terminal) -> None:
    """Print every reason that a page can have, with its meaning."""
    _show_meanings(terminal, "Reasons", REASONS)


def _show_meanings(terminal: Terminal, title: str, meanings: Mapping[Any, str]) -> None:
    terminal.show(Text(title, style="bold"))
    for name, meaning in meanings.items():
        terminal.show(Text(f"    {name!s:{_LABEL}}  {meaning}"))
