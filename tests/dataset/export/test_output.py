"""What may be written where, and that nothing incomplete is ever there."""

import os
from pathlib import Path

import pytest

from conftest import names_in
from qapipe.dataset.choices import Format
from qapipe.dataset.export import exporting, output
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


@pytest.mark.parametrize(("error", "reason"), [(OSError("odd"), "odd"), (OSError(5, "x"), "Input/output error")])
def test_an_error_of_the_disk_is_said_whole(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(exporting, "write_csv", fail)
    with pytest.raises(DatasetError) as caught:
        export(dataset, Format.CSV, tmp_path / "x.csv", ExportOptions())
    hint = "free some space or check the disk, or choose another --out. What was there is unchanged"
    assert str(caught.value) == f"cannot write {tmp_path / 'x.csv'}: {reason}; {hint}"


def test_what_is_written_is_on_disk_before_it_has_its_name(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    monkeypatch.setattr(output, "sync", lambda path: synced.append(path.name))
    export(dataset, Format.CSV, tmp_path / "x.csv", ExportOptions())
    assert synced == ["x.csv", tmp_path.name]
    synced.clear()
    export(dataset, Format.BEIR, tmp_path / "beir", ExportOptions())
    assert synced == ["corpus.jsonl", "qrels", "test.tsv", "queries.jsonl", "beir", tmp_path.name]


def test_the_directory_above_must_be_writable_and_searchable(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for missing in (os.W_OK, os.X_OK):
        monkeypatch.setattr(os, "access", lambda path, mode, no=missing: path != tmp_path or not mode & no)
        with pytest.raises(UsageError) as error:
            export(dataset, Format.CSV, tmp_path / "new" / "x.csv", ExportOptions())
        problem = f"cannot create {tmp_path / 'new/x.csv'}: {tmp_path} is not writable; choose another --out"
        assert str(error.value) == problem


def test_a_link_to_a_directory_is_not_replaced(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "beir").symlink_to("real")
    with pytest.raises(UsageError, match="beir is not a directory, and cannot be replaced by one; choose"):
        export(dataset, Format.BEIR, tmp_path / "beir", ExportOptions(force=True))


def test_standard_output_may_be_closed(dataset: Path) -> None:
    with pytest.raises(UsageError, match=r"^standard output is closed; choose a file with --out$"):
        export(dataset, Format.CSV, Path("-"), ExportOptions())
