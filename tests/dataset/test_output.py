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
    for name, escaped in (
        ("a b", r"a\040b"),
        ("a\tb", r"a\011b"),
        ("a\nb", r"a\012b"),
        ("a\\b", r"a\134b"),
        ("ab", "ab"),
    ):
        out = tmp_path / name
        out.mkdir()
        mounts = tmp_path / "mountinfo"
        mounts.write_text(f"36 35 98:0 / {tmp_path}/{escaped} rw - ext4 /dev/sda1 rw\n37 35 98:0 / /x rw - ext4 / rw\n")
        monkeypatch.setattr(output, "_MOUNTS", mounts)
        with pytest.raises(UsageError) as error:
            check_output(out)
        instead = f"choose a directory in it, such as --out {out / 'parsed'}"
        assert str(error.value) == f"{out} is a mount point, which cannot be replaced as a whole; {instead}"
        mounts.write_text(f"36 35 98:0 / / rw - ext4 {tmp_path}/{escaped} rw\n")
        check_output(out)
    monkeypatch.setattr(output, "_MOUNTS", tmp_path / "nowhere")
    check_output(out)
    monkeypatch.setattr(Path, "is_mount", lambda _: True)
    with pytest.raises(UsageError, match="is a mount point"):
        check_output(out)


def test_a_directory_must_be_writable_and_searchable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are asked of the directory above."""
    (tmp_path / "out").mkdir()
    for missing in (os.W_OK, os.X_OK):
        monkeypatch.setattr(os, "access", lambda path, mode, no=missing: path != tmp_path or not mode & no)
        with pytest.raises(UsageError) as error:
            check_output(tmp_path / "new" / "in")
        assert str(error.value) == (
            f"cannot create {tmp_path / 'new/in'}: {tmp_path} is not writable; choose another --out"
        )
        with pytest.raises(UsageError, match=f"^{tmp_path} is not writable, so that {tmp_path / 'out'} cannot be rep"):
            check_output(tmp_path / "out")


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
    if os.geteuid() == 0:
        os.chown(tmp_path / "sticky", 1_111, 0)
        os.chown(tmp_path / "sticky/out", 2_222, 0)
        for user in (0, 1_111, 2_222):
            monkeypatch.setattr(os, "geteuid", lambda user=user: user)
            check_output(tmp_path / "sticky/out")
    monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    with pytest.raises(UsageError, match="belongs to another user"):
        check_output(tmp_path / "sticky/out")
    (tmp_path / "sticky").chmod(0o777)
    check_output(tmp_path / "sticky/out")
