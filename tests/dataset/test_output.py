"""Where a dataset cannot be written or replaced, which is found before any work."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import environment, names_in
from qapipe.dataset import output
from qapipe.dataset.output import check_output
from qapipe.errors import UsageError


@pytest.mark.parametrize("out", ["s3://bucket/parsed", "gs://b/x", "hdfs://n:8020/x", "https://x.example/y"])
def test_addresses_are_refused(out: str) -> None:
    with pytest.raises(UsageError, match=f"cannot write to {out.partition(':')[0]}:// addresses"):
        check_output(Path(out))


@pytest.mark.parametrize("name", ["x.csv", "answers.jsonl", "X.PARQUET", "a.db"])
def test_names_of_files_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=rf"{name} looks like a file, .* `qapipe export`"):
        check_output(tmp_path / name)
    (tmp_path / name).mkdir()
    check_output(tmp_path / name)  # an existing directory may have such a name


@pytest.mark.parametrize("name", ["new", "a/b/c", "empty", "v1.2", "2024-05"])
def test_new_and_empty_directories_are_accepted(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    check_output(tmp_path / name)
    assert names_in(tmp_path) == ["empty"]


def test_files_and_what_would_be_in_them_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="file is not a directory"):
        check_output(tmp_path / "file")
    with pytest.raises(UsageError, match=r"cannot create .*: .*/file is not a directory"):
        check_output(tmp_path / "file/in/it")


def test_other_directories_are_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match="is not empty and is not a qapipe dataset"):
        check_output(tmp_path)


def test_a_mount_point_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="/proc is not empty"):
        check_output(Path("/proc"))
    out = tmp_path / "a b"
    out.mkdir()
    check_output(out)
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"36 35 98:0 / {str(out).replace(' ', chr(92) + '040')} rw - ext4 /dev/sda1 rw\n")
    monkeypatch.setattr(output, "_MOUNTS", mounts)
    with pytest.raises(UsageError, match=r"a b is a mount point, .* such as --out .*a b/parsed"):
        check_output(out)


CHECK = """
import sys
from pathlib import Path
from qapipe.dataset.output import check_output
for out in sys.argv[1:]:
    try:
        check_output(Path(out))
        print("fine")
    except Exception as error:
        print(error)
"""


@pytest.mark.skipif(not shutil.which("unshare"), reason="needs unprivileged mounts")
def test_a_parent_that_is_not_writable_is_refused(tmp_path: Path) -> None:
    """Seen as root, whom only a read-only mount stops; a tmpfs in it stays writable."""
    (tmp_path / "top/out").mkdir(parents=True)
    (tmp_path / "top/volume").mkdir()
    (tmp_path / "top/empty").mkdir()
    script = (
        "mount --bind top top && mount -t tmpfs none top/volume && mkdir top/volume/in "
        '&& mount -t tmpfs none top/empty && mount -o remount,bind,ro top || exit 99; "$@"'
    )  # fmt: skip
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", sys.executable, "-c", CHECK,
         "top/out", "top/new", "top/empty", "top/volume/in", "top/volume/new"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode == 99:
        pytest.skip("needs unprivileged mounts")
    lines = done.stdout.splitlines()
    assert "top is not writable, so that top/out cannot be replaced as a whole; choose a directory in it" in lines[0]
    assert lines[1].startswith("cannot create top/new: ")
    assert lines[2].startswith("top/empty is a mount point, which cannot be replaced as a whole")
    assert lines[3:] == ["fine", "fine"]


def test_a_directory_of_another_user_below_a_sticky_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sticky").mkdir(mode=0o777)
    (tmp_path / "sticky").chmod(0o1777)
    (tmp_path / "sticky/out").mkdir()
    check_output(tmp_path / "sticky/out")
    monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    with pytest.raises(UsageError, match="belongs to another user"):
        check_output(tmp_path / "sticky/out")
