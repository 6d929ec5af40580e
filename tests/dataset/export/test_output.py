"""What may be written where, and that nothing incomplete is ever there."""

from pathlib import Path

import pytest

from conftest import names_in
from qapipe.dataset.choices import Format
from qapipe.dataset.export import exporting
from qapipe.dataset.export.exporting import ExportOptions, export
from qapipe.disk import locked
from qapipe.errors import DatasetError, OutputBusyError, UsageError
from support.of_records import make_dataset
from support.records import answered, asked


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    return make_dataset(tmp_path / "d", asked("p", "q", answered(1, None, answer_id="a")))


def test_what_exists_is_replaced_with_force_alone(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "x.csv"
    export(dataset, Format.CSV, out, ExportOptions())
    before = out.read_bytes()
    out.write_text("mine")
    with pytest.raises(UsageError, match=r"x.csv exists; replace it with --force, or choose another --out"):
        export(dataset, Format.CSV, out, ExportOptions())
    assert out.read_text() == "mine"
    export(dataset, Format.CSV, out, ExportOptions(force=True))
    assert out.read_bytes() == before


def test_a_directory_is_replaced_if_all_in_it_is_an_export(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "beir"
    export(dataset, Format.BEIR, out, ExportOptions())
    (out / "corpus.jsonl").write_text("")
    export(dataset, Format.BEIR, out, ExportOptions(force=True))
    assert (out / "corpus.jsonl").read_text()
    (out / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"notes.txt is not part of an export; move it"):
        export(dataset, Format.BEIR, out, ExportOptions(force=True))
    assert (out / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("to", "out", "message"),
    [
        (Format.CSV, "d/answers/x.csv", "is in the table answers of the dataset"),
        (Format.CSV, "d", "is not a file, and cannot be replaced by one"),
        (Format.BEIR, "d", "is not part of an export; move it"),
        (Format.BEIR, "file", "is not a directory, and cannot be replaced by one"),
        (Format.CSV, "file/x.csv", "file is not a directory; choose another --out"),
        (Format.SQLITE, "-", "--to sqlite cannot be written to standard output"),
        (Format.CSV, "s3://bucket/x.csv", "cannot write to s3:// addresses"),
    ],
)
def test_usage_errors(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: Format, out: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match=message):
        export(dataset, to, Path(out), ExportOptions(force=True))
    assert names_in(tmp_path) == ["d", "file"]
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_what_was_there(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(*_: object) -> None:
        raise error

    (tmp_path / "x.csv").write_text("old")
    monkeypatch.setattr(exporting, "write_csv", fail)
    with pytest.raises((DatasetError, KeyboardInterrupt)) as raised:
        export(dataset, Format.CSV, tmp_path / "x.csv", ExportOptions(force=True))
    assert isinstance(raised.value, KeyboardInterrupt) or "No space left on device" in str(raised.value)
    assert (tmp_path / "x.csv").read_text() == "old"
    assert names_in(tmp_path) == ["d", "x.csv"]


def test_one_export_at_a_time(dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    with locked(out, tmp_path / ".x.csv.qapipe.lock"), pytest.raises(OutputBusyError):
        export(dataset, Format.CSV, out, ExportOptions())
