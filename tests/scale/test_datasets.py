"""Commands that read datasets, at addresses of an object store."""

from pathlib import Path

import pytest

from conftest import Thread
from qapipe import objects
from qapipe.dataset.check import check_dataset
from qapipe.dataset.choices import Format
from qapipe.dataset.diff import compare
from qapipe.dataset.export.exporting import ExportOptions, export
from qapipe.dataset.object_store import CURRENT, local_copy, read_current
from qapipe.dataset.report.counting import make_report
from qapipe.errors import DatasetError, UsageError
from qapipe.run.pipeline import parse_to_dataset
from scale.faults import Faults
from support.commands import json_of, run_here
from support.datasets import hashes


@pytest.fixture
def local(tmp_path: Path, thread: Thread) -> Path:
    """A dataset on the disk."""
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / f"in/{number}.txt").write_text(thread(f"Bump {number}?"))
    parse_to_dataset([str(tmp_path / "in")], tmp_path / "local")
    return tmp_path / "local"


@pytest.fixture
def remote(local: Path, bucket: str) -> Path:
    """The same dataset in the bucket."""
    parse_to_dataset([str(local.parent / "in")], Path(f"{bucket}/answers"))
    return Path(f"{bucket}/answers")


def test_a_copy_is_the_current_build(local: Path, remote: Path) -> None:
    with local_copy(remote) as folder:
        assert hashes(folder) == hashes(local)
    assert not folder.exists()


def test_commands_read_datasets_at_addresses(tmp_path: Path, local: Path, remote: Path) -> None:
    assert check_dataset(remote).rows == check_dataset(local).rows
    there, here = make_report(remote).as_json(), make_report(local).as_json()
    assert (there.pop("path"), here.pop("path")) == ("s3://pages/answers", str(local))
    assert there == here
    assert compare(remote, local).identical
    for place, name in ((remote, "there"), (local, "here")):
        export(place, Format.JSONL, tmp_path / name, ExportOptions())
    assert (tmp_path / "there").read_bytes() == (tmp_path / "here").read_bytes()
    assert json_of(run_here(["check", "s3://pages/answers", "--json"], tmp_path))["path"] == "s3://pages/answers"


def test_a_build_before_the_current_one_can_be_compared(tmp_path: Path, remote: Path, thread: Thread) -> None:
    before = read_current("s3://pages/answers")
    assert before is not None
    (tmp_path / "in/3.txt").write_text(thread("One more?"))
    parse_to_dataset([str(tmp_path / "in")], remote)
    found = compare(Path(f"s3://pages/answers/{before.build}"), remote)
    assert not found.identical
    assert found.tables["questions"].added == 1


def test_damage_in_a_store_is_found(remote: Path) -> None:
    current = read_current("s3://pages/answers")
    assert current is not None
    objects.put(f"s3://pages/answers/{current.build}/answers/part-00000.parquet", b"PAR1")
    findings = check_dataset(remote).findings
    assert {one.rule.value for one in findings.violations()} >= {"file_size", "file_checksum", "file_unreadable"}
    with pytest.raises(DatasetError, match=r"^s3://pages/answers/answers/part-00000\.parquet cannot be read"):
        make_report(remote)


def test_what_is_no_dataset_is_named(bucket: str, faults: Faults) -> None:
    with pytest.raises(UsageError, match=r"^no dataset at s3://pages/none: it has neither current\.json nor manifest"):
        make_report(Path(f"{bucket}/none"))
    objects.put(f"{bucket}/other/{CURRENT}", b"{}")
    with pytest.raises(DatasetError, match="is not from qapipe; check the address"):
        make_report(Path(f"{bucket}/other"))
    with pytest.raises(UsageError, match=r"^hdfs://name/x: hdfs:// addresses cannot be read .* with `hadoop distcp`"):
        check_dataset(Path("hdfs://name/x"))
