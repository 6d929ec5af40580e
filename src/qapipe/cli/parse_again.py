"""``qapipe parse`` with the sources, options and code of the last run: its dataset is there, and little is imported."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qapipe.run.last_run import LastRun

_PRESENTATION = frozenset({"show_progress", "as_json", "quiet", "verbose", "by"})
_LEFT_TO_THE_RUN = ("by", "redact", "redact_key", "prefix", "force", "no_cache")
"""With any of these options it is not worth while, or more than sources, options and code decide."""


def last_run(sources: list[str], out: Path, values: Mapping[str, Any]) -> "LastRun | None":
    """What the last run into ``out`` was given, to compare; None if this run does not care."""
    if any(values[name] for name in _LEFT_TO_THE_RUN) or ":/" in str(out) or values["engine"] != "local":
        return None
    from qapipe.run.last_run import LastRun

    given = {name: value for name, value in values.items() if name not in _PRESENTATION}
    return LastRun(sources, out, [values["card"]] if values["card"] else [], given)


def parsed_again(last: "LastRun", values: Mapping[str, Any]) -> bool:
    """Whether the dataset is there; if so, it is reported as that of a run."""
    if not last.is_known:
        return False
    started = time.monotonic()
    last.look()
    summary = last.summary(values["max_error_rate"])
    if summary is None:
        return False
    from qapipe.cli.command import reported
    from qapipe.cli.parse_report import report_run
    from qapipe.cli.terminal import Terminal

    terminal = Terminal(quiet=values["quiet"])
    with reported("parse", terminal, as_json=values["as_json"], verbose=values["verbose"]) as result:
        result.started = started
        with terminal.progress("parsing", (), values["show_progress"]) as progress:
            progress([summary.counts.pages], last.bytes, last.bytes)
        report_run(
            result, summary, progress, shown=not (values["as_json"] or values["quiet"]), verbose=values["verbose"]
        )
    return True
