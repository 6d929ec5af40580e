"""One SHA-256 over all Parquet files of a mixed dump, whoever runs it, and whatever is killed meanwhile."""

import hashlib
import subprocess
import time
from pathlib import Path

import pytest

from scale.clusters import raylets
from scale.test_engines import CLUSTER, command, environment, run
from support.datasets import hashes, manifest_of, run_of
from support.mixed_dump import write_mixed

pytestmark = pytest.mark.timeout(1800)

PAGES = 20_000


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two WARC files, lines and a table, most of which are read in several splits."""
    return tmp_path_factory.mktemp("mixed") / "in"


@pytest.fixture(scope="module")
def expected(source: Path) -> str:
    """The sum of the dataset that one worker of the local pool makes."""
    again = write_mixed(source, PAGES)
    out = source.parent / "one"
    done = run("local", "", source, out, "mixed", "1")
    assert done.returncode == 0, done.stderr
    counts = manifest_of(out)["counts"]
    assert counts["pages"] == PAGES
    assert counts["status"]["duplicate"] == again > PAGES // 50
    assert counts["status"]["superseded"] > 0
    assert run_of(out)["tasks"] > 8
    assert len(list((out / "pages").iterdir())) == 8
    return total(out)


def total(out: Path) -> str:
    """One SHA-256 over all Parquet files, their names included."""
    files = {name: one for name, one in hashes(out).items() if name.endswith(".parquet")}
    found = hashlib.sha256("".join(f"{name} {one}\n" for name, one in sorted(files.items())).encode()).hexdigest()
    print(f"{out.name}: {found}  {len(files)} files")  # noqa: T201  pytest -s shows it
    return found


def test_two_workers(tmp_path: Path, source: Path, expected: str) -> None:
    done = run("local", "", source, tmp_path / "two", "mixed", "2")
    assert done.returncode == 0, done.stderr
    assert total(tmp_path / "two") == expected


def test_two_raylets(tmp_path: Path, source: Path, expected: str) -> None:
    with raylets() as cluster:
        done = run("ray", cluster.address, source, tmp_path / "ray", "mixed", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert total(tmp_path / "ray") == expected
    assert run_of(tmp_path / "ray")["engine"] == "ray"


def test_two_executors(tmp_path: Path, source: Path, expected: str) -> None:
    done = run("spark", CLUSTER, source, tmp_path / "spark", "mixed", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert total(tmp_path / "spark") == expected
    assert run_of(tmp_path / "spark")["engine"] == "spark"


@pytest.mark.parametrize("stage", ["work/*.json", "parts/part-*"])
def test_a_raylet_that_is_killed_costs_its_tasks(tmp_path: Path, source: Path, expected: str, stage: str) -> None:
    """While pages are parsed, and while parts are settled."""
    out = tmp_path / "out"
    with raylets() as cluster:
        process = subprocess.Popen(
            command("ray", cluster.address, source, out, "mixed", "2"),
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        while process.poll() is None and len(list(tmp_path.glob(f".out.qapipe/{stage}"))) < 2:
            time.sleep(0.05)
        cluster.kill_second()
        assert process.poll() is None
        printed, errors = process.communicate(timeout=1_500)
    assert process.returncode == 0, printed + errors
    assert total(out) == expected
