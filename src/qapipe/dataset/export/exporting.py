"""``export``: from a dataset to a file or directory of another form."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from qapipe.dataset.choices import Format
from qapipe.dataset.export import beir, nested, pairs
from qapipe.dataset.export.chat import ChatOptions, chats
from qapipe.dataset.export.csv_file import write_csv
from qapipe.dataset.export.further import put_aside
from qapipe.dataset.export.json_lines import write_lines
from qapipe.dataset.export.output import STDOUT, building, check_out, finish, scratch
from qapipe.dataset.export.parquet import write_parquet
from qapipe.dataset.export.redacted import redacted
from qapipe.dataset.export.rows import questions_with_answers
from qapipe.dataset.export.selection import select
from qapipe.dataset.export.sqlite_file import write_sqlite
from qapipe.dataset.export.threads import Block, blocks
from qapipe.dataset.object_store import local_copy
from qapipe.dataset.reading import Dataset, open_dataset
from qapipe.dataset.redaction.key import Redaction
from qapipe.dataset.redaction.pages import Redactor
from qapipe.errors import UsageError
from qapipe.records.schema import SCHEMA_VERSION
from qapipe.version import __version__

NEEDS_A_PATH = (Format.BEIR, Format.SQLITE)
"""Formats that cannot be written to standard output."""

Progress = Callable[[int, int], None]
"""Called with the numbers of questions and answers so far."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What is exported, and how."""

    where: str | None = None
    """A condition in SQL; see :mod:`qapipe.dataset.export.selection`."""
    redaction: Redaction | None = None
    chat: ChatOptions = field(default_factory=ChatOptions)
    force: bool = False
    """Whether to replace what is there."""

    def about(self) -> dict[str, str]:
        """What formats with metadata say about themselves."""
        values = {"qapipe.version": __version__, "qapipe.schema_version": str(SCHEMA_VERSION)}
        if self.where is not None:
            values["qapipe.where"] = self.where
        if self.redaction is not None:
            values["qapipe.redact"] = ",".join(kind.value for kind in self.redaction.kinds)
            values["qapipe.redact_key_fingerprint"] = self.redaction.fingerprint
        return values


@dataclass(slots=True)
class Exported:
    """What was exported."""

    questions: int = 0
    answers: int = 0
    rows: int = 0
    """Rows, lines or judgements of the format."""
    redacted: dict[str, int] = field(default_factory=dict)
    """Number of values replaced by pseudonyms, by rule."""


def export(
    dataset: Path,
    to: Format,
    out: Path,
    options: ExportOptions,
    *,
    stdout: BinaryIO | None = None,
    progress: Progress = lambda _questions, _answers: None,
) -> Exported:
    """Export the dataset in a folder or at an address; with ``out`` being ``-`` to ``stdout``.

    Raises UsageError before anything is written, and DatasetError if the dataset is damaged or ``out`` cannot be
    written. The same dataset and options give the same bytes.
    """
    with local_copy(dataset) as folder:
        return _export(open_dataset(folder), to, out, options, stdout, progress)


def _export(
    dataset: Dataset, to: Format, out: Path, options: ExportOptions, stdout: BinaryIO | None, progress: Progress
) -> Exported:
    _check(dataset, to, out, options)
    job = _Job(dataset, to, options, progress)
    if out == STDOUT:
        if stdout is None:
            raise UsageError("standard output is closed; choose a file with --out")
        with scratch() as work:
            job.run(work, stdout)
        return job.exported
    with building(out) as work:
        new = work / out.name
        if to in NEEDS_A_PATH:
            job.run(work, new)
        else:
            with new.open("wb") as stream:
                job.run(work, stream)
        finish(new, out)
    return job.exported


def _check(dataset: Dataset, to: Format, out: Path, options: ExportOptions) -> None:
    if out == STDOUT:
        if to in NEEDS_A_PATH:
            raise UsageError(f"--to {to} cannot be written to standard output; choose a path with --out")
    else:
        check_out(out, dataset.folder, force=options.force, folder_files=beir.FILES if to is Format.BEIR else None)
    if to is Format.BEIR and dataset.manifest.get("options", {}).get("captures") == "all":
        raise UsageError(
            f"{dataset.folder} has several captures of a question, and BEIR one of each; make a dataset with "
            "`qapipe parse --captures latest`"
        )


@dataclass(slots=True)
class _Job:
    dataset: Dataset
    to: Format
    options: ExportOptions
    progress: Progress
    exported: Exported = field(default_factory=Exported)
    _redactor: Redactor | None = None

    def run(self, work: Path, target: Any) -> None:  # noqa: ANN401  a stream, or the path that a format needs
        """Write everything to the target; ``work`` is for temporary files."""
        if self.options.redaction is not None:
            self._redactor = Redactor(self.options.redaction)
        where = self.options.where
        with ExitStack() as stack:
            selection = None if where is None else select(self.dataset, where, work)
            further = stack.enter_context(put_aside(self.dataset, selection, work))
            self.exported.rows = self._write(self._counted(blocks(self.dataset, selection, further)), target)
        if self._redactor is not None:
            self.exported.redacted = {rule.value: count for rule, count in sorted(self._redactor.counts.items())}

    def _counted(self, stream: Iterator[Block]) -> Iterator[Block]:
        for block in stream:
            self.exported.questions += block.questions.num_rows
            self.exported.answers += block.answers.num_rows
            self.progress(self.exported.questions, self.exported.answers)
            yield block if self._redactor is None else redacted(block, self._redactor)

    def _write(self, stream: Iterator[Block], target: Any) -> int:  # noqa: ANN401
        """Write the blocks in the format; returns the number of its rows."""
        about = self.options.about()
        match self.to:
            case Format.THREADS:
                return write_parquet(map(nested.threads, stream), nested.SCHEMA, target, about)
            case Format.PAIRS:
                return write_parquet(map(pairs.pairs, stream), pairs.SCHEMA, target, about)
            case Format.JSONL:
                return write_lines((row for block in stream for row in nested.threads(block).to_pylist()), target)
            case Format.CSV:
                return write_csv(map(pairs.pairs, stream), pairs.SCHEMA, target)
            case Format.CHAT:
                return write_lines(chats(questions_with_answers(stream), self.options.chat), target)
            case Format.BEIR:
                return beir.write_beir(questions_with_answers(stream), target)
            case Format.SQLITE:
                selected, redactor = self.options.where is not None, self._redactor
                return write_sqlite(stream, target, self.dataset, redactor=redactor, selected=selected, about=about)
