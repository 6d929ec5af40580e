"""The same bytes whatever seed Python hashes strings with: nothing depends on the order of a set."""

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import environment
from support.datasets import hashes
from support.places import ROOT, SHARED

PAGES = ROOT / "tests" / "readers"


def parsed(sources: list[Path], out: Path, seed: int) -> dict[str, str]:
    """Hashes of the dataset that a process with this seed writes."""
    command = [
        sys.executable,
        "-m",
        "qapipe",
        "parse",
        *map(str, sources),
        "--out",
        str(out),
        "--include",
        "discussion",
    ]
    done = subprocess.run([*command, "--quiet", "--workers", "1"], env=environment(PYTHONHASHSEED=str(seed)))
    assert done.returncode in (0, 1)
    return hashes(out)


def test_pages_of_the_tests_give_the_same_bytes(tmp_path: Path) -> None:
    pages = sorted({path.parent for path in PAGES.rglob("*.html")})
    assert parsed(pages, tmp_path / "1", 1) == parsed(pages, tmp_path / "2", 2)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared pages are not here")
def test_pages_of_others_give_the_same_bytes(tmp_path: Path) -> None:
    """One of these has two dates in every post, which are as regular: the set of their signs once decided."""
    pages = [SHARED / "fixtures" / "wcxb" / "html" / "0579.html.gz", SHARED / "fixtures" / "threads"]
    first = parsed(pages, tmp_path / "1", 1)
    assert first == parsed(pages, tmp_path / "5", 5) == parsed(pages, tmp_path / "7", 7)
