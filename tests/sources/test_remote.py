"""Addresses of object stores and lists of paths, as far as no store is needed; `make test-scale` tests the rest."""

import gzip
import sys
from pathlib import Path

import pytest

from qapipe import objects
from qapipe.errors import UsageError
from qapipe.sources import plan
from qapipe.sources.detection import NotAFileError, opened


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("s3://bucket/a/b.warc.gz", "s3://bucket/a/b.warc.gz"),
        (Path("s3://bucket/a"), "s3://bucket/a"),
        ("s3://bucket/a/", "s3://bucket/a"),
        ("s3://bucket", "s3://bucket"),
        ("gs://bucket/a b", "gs://bucket/a b"),
        ("abfs://container@account.dfs.core.windows.net/a", "abfs://container@account.dfs.core.windows.net/a"),
        ("data/raw", None),
        ("/data/s3:/a", None),
        ("s3", None),
        ("-", None),
    ],
)
def test_addresses(text: str | Path, address: str | None) -> None:
    assert objects.address_of(text) == address


@pytest.mark.parametrize("text", ["hdfs://name:8020/a", "sftp://host/a", "file://host/a"])
def test_other_addresses_are_refused(text: str) -> None:
    with pytest.raises(
        UsageError, match=r"addresses cannot be read or written; mount the file system, or copy the files"
    ):
        objects.address_of(text)


def test_a_file_address_is_a_path(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    for before in ("file://", "file:", "file://localhost"):
        [split] = plan([f"{before}{tmp_path}/a.txt"]).splits
        assert split.path == str(tmp_path / "a.txt")
    assert objects.local_path(Path(f"file://{tmp_path}/out")) == tmp_path / "out"
    assert objects.local_path(Path("data/parsed")) == Path("data/parsed")


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    objects._store.cache_clear()  # noqa: SLF001
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(UsageError, match=r"need the extra `objects`; install it: pip install 'qapipe\[objects\]'"):
        plan(["s3://bucket/a"])


# Lists of paths


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    (tmp_path / "crawl/deep").mkdir(parents=True)
    for name in ("a.warc.gz", "deep/b.warc.gz"):
        (tmp_path / "crawl" / name).write_bytes(b"x" * len(name))
    (tmp_path / "warc.paths.gz").write_bytes(gzip.compress(b"deep/b.warc.gz\n\na.warc.gz\r\ngone.warc.gz\n"))
    return tmp_path


def test_the_files_of_a_list_come_in_its_order(crawl: Path) -> None:
    planned = plan([str(crawl / "warc.paths.gz")], prefix=str(crawl / "crawl"))
    assert [(split.source, split.size) for split in planned.splits] == [
        ("deep/b.warc.gz", 14), ("a.warc.gz", 9), ("gone.warc.gz", 0),
    ]  # fmt: skip
    assert [split.path for split in planned.splits][:2] == [
        str(crawl / "crawl/deep/b.warc.gz"), str(crawl / "crawl/a.warc.gz"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "prefix", "message"),
    [
        (["warc.paths.gz"], None, "is a list of paths; say what precedes them with --prefix"),
        (["crawl"], "crawl", r"--prefix is for lists of paths \(\*.paths, \*.paths.gz\), and none is named"),
        (["warc.paths.gz"], "nowhere", "--prefix nowhere: no such folder; check the path"),
        (["bad.paths"], "crawl", r"bad.paths: not a list of paths: it is not UTF-8"),
    ],
)
def test_lists_and_prefixes_belong_together(
    crawl: Path, monkeypatch: pytest.MonkeyPatch, names: list[str], prefix: str | None, message: str
) -> None:
    (crawl / "bad.paths").write_bytes(b"\xff\xfe\xfa")
    monkeypatch.chdir(crawl)
    with pytest.raises(UsageError, match=message):
        plan(names, prefix=prefix)


def test_a_folder_that_cannot_be_listed_is_said_to_be_one(tmp_path: Path) -> None:
    with (
        pytest.raises(NotAFileError, match=r"^a folder that cannot be listed; check its permissions$"),
        opened(str(tmp_path)),
    ):
        pass
