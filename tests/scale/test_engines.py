"""Ray and Spark give the bytes of the local pool, whatever pages and processes do."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generators import realself
from support.datasets import hashes, rows_of, run_of
from support.kill_sweep import processes_below
from support.places import ROOT

pytestmark = pytest.mark.timeout(900)

CLUSTER = "local-cluster[2,1,1024]"
DEADLY = '<html><link rel=canonical href="https://{}.example/"><body><p>words'
"""A page that does what its host is called while it is parsed."""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve files of pages; one page kills its process, one hangs."""
    folder = tmp_path_factory.mktemp("engines") / "in"
    folder.mkdir()
    number = 0
    for file in range(12):
        rows = []
        for _ in range(20):
            page = realself.text_page(number)
            number += 1
            rows.append({"text": page.body.decode(), "url": page.url})
        rows += [{"html": DEADLY.format("kill")}] if file == 3 else []
        rows += [{"html": DEADLY.format("hang")}] if file == 5 else []
        (folder / f"{file:02d}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def command(engine: str, address: str, source: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "support.engine_run", engine, address, str(source), str(out), *more]


def environment(**values: str) -> dict[str, str]:
    path = os.pathsep.join(str(ROOT / name) for name in ("src", "tests"))
    return {
        **os.environ,
        "PYTHONPATH": path,
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_worker_niceness": "0",
        "SPARK_LOCAL_IP": "127.0.0.1",
        **values,
    }


def run(
    engine: str, address: str, source: Path, out: Path, *more: str, **values: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(engine, address, source, out, *more),
        env=environment(**values),
        capture_output=True,
        text=True,
        timeout=1_500,
    )


@pytest.fixture(scope="module")
def expected(source: Path) -> dict[str, str]:
    """The dataset of the local pool."""
    out = source.parent / "local"
    done = run("local", "", source, out)
    assert done.returncode == 0, done.stderr
    errors = [(row["source"], row["reason"]) for row in rows_of(out, "pages") if row["status"] == "error"]
    assert sorted(errors) == [("03.jsonl", "worker_died"), ("05.jsonl", "timed_out")]
    assert len(list((out / "pages").iterdir())) > 1
    return hashes(out)


@pytest.mark.parametrize(("engine", "address"), [("ray", ""), ("spark", CLUSTER)])
def test_every_engine_gives_the_same_bytes(
    tmp_path: Path, source: Path, expected: dict[str, str], engine: str, address: str
) -> None:
    """A page that crashes and one that hangs cost their rows, no more."""
    done = run(engine, address, source, tmp_path / "out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert hashes(tmp_path / "out") == expected
    made = run_of(tmp_path / "out")
    assert (made["engine"], made["tasks"], made["tasks_resumed"]) == (engine, 12, 0)
    assert made["retries"] >= 1


def killed(process: "subprocess.Popen[str]", is_victim: Callable[[str], bool], results: Callable[[], int]) -> bool:
    """Kill one victim below a process when it has some results."""
    while process.poll() is None:
        if results() >= 2:
            for number in processes_below(process.pid):
                try:
                    line = Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                except OSError:
                    continue
                if is_victim(line):
                    os.kill(number, signal.SIGKILL)
                    return True
        time.sleep(0.05)
    return False


VICTIMS = {
    "ray worker": ("ray", "", lambda line: line.startswith("ray::run_guarded")),
    "spark executor": ("spark", CLUSTER, lambda line: "CoarseGrainedExecutorBackend" in line),
}


@pytest.mark.parametrize("victim", VICTIMS)
def test_a_process_of_the_engine_that_is_killed_costs_a_retry(
    tmp_path: Path, source: Path, expected: dict[str, str], victim: str
) -> None:
    engine, address, is_victim = VICTIMS[victim]
    out = tmp_path / "out"
    process = subprocess.Popen(
        command(engine, address, source, out),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert killed(process, is_victim, lambda: len(list(tmp_path.glob(".out.qapipe/work/*.result"))))
    printed, errors = process.communicate(timeout=500)
    assert process.returncode == 0, printed + errors
    assert hashes(out) == expected


@pytest.mark.parametrize(("engine", "address"), [("ray", ""), ("spark", CLUSTER)])
def test_a_driver_that_is_killed_resumes(
    tmp_path: Path, source: Path, expected: dict[str, str], engine: str, address: str
) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(command(engine, address, source, out), env=environment(), start_new_session=True)
    while process.poll() is None and len(list(tmp_path.glob(".out.qapipe/work/*.json"))) < 2:
        time.sleep(0.05)
    process.kill()
    process.wait()
    time.sleep(1.0)
    done = run("local", "", source, out)
    assert done.returncode == 0, done.stdout + done.stderr
    assert hashes(out) == expected
    assert run_of(out)["tasks_resumed"] >= 2


# Messages


def message_of(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode in (1, 2), done.stderr
    assert "Traceback" not in done.stdout
    return done.stdout.strip()


@pytest.mark.parametrize(("engine", "address"), [("ray", ""), ("spark", "local[2]")])
def test_other_versions_are_named(tmp_path: Path, source: Path, engine: str, address: str) -> None:
    done = run(engine, address, source, tmp_path / "out", "other version")
    assert "is not that of this machine; install the same versions everywhere" in message_of(done)


@pytest.mark.parametrize(("engine", "address"), [("ray", "ray://127.0.0.1:1"), ("spark", "spark://127.0.0.1:1")])
def test_an_address_without_a_cluster_is_named(tmp_path: Path, source: Path, engine: str, address: str) -> None:
    done = run(engine, address, source, tmp_path / "out")
    assert message_of(done).startswith(f"cannot reach {address}: Connection refused; is the cluster running?")


def test_missing_java_is_named(tmp_path: Path, source: Path) -> None:
    (tmp_path / "bin").mkdir()
    done = run("spark", "", source, tmp_path / "out", PATH=str(tmp_path / "bin"), JAVA_HOME="")
    assert message_of(done) == "--engine spark needs Java 17 or later; install it, or set JAVA_HOME"


@pytest.mark.parametrize("engine", ["ray", "spark"])
def test_a_missing_extra_is_named(tmp_path: Path, source: Path, engine: str) -> None:
    module = {"ray": "ray", "spark": "pyspark"}[engine]
    (tmp_path / "hidden").mkdir()
    (tmp_path / f"hidden/{module}.py").write_text("raise ImportError")
    path = os.pathsep.join([str(tmp_path / "hidden"), str(ROOT / "src"), str(ROOT / "tests")])
    done = run(engine, "", source, tmp_path / "out", PYTHONPATH=path)
    expected = f"--engine {engine} needs the extra `{engine}`; install it: pip install 'qapipe[{engine}]'"
    assert message_of(done) == expected


# The core in programs of others


BATCHES = """
import pyarrow as pa, qapipe
from qapipe.records.schema import RECORD
"""


def program(tmp_path: Path, text: str) -> str:
    path = tmp_path / "program.py"
    path.write_text(BATCHES + text)
    env = environment(PYSPARK_PYTHON=sys.executable)
    done = subprocess.run([sys.executable, str(path)], env=env, capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def test_parse_batches_is_what_map_in_arrow_takes(tmp_path: Path) -> None:
    assert shutil.which("java")
    found = program(
        tmp_path,
        """
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema
spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
values = [(bytearray(b"words"), f"https://x.example/{n}") for n in range(5)]
pages = spark.createDataFrame(values, "body binary, url string")
rows = pages.mapInArrow(qapipe.parse_batches, from_arrow_schema(RECORD)).collect()
print(sorted((row.url, row.status) for row in rows) == [(f"https://x.example/{n}", "not_qa") for n in range(5)])
""",
    )
    assert found == "True"


def test_parse_batches_in_ray_data(tmp_path: Path) -> None:
    found = program(
        tmp_path,
        """
import ray
ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False)
bodies, urls = pa.array([b"words"] * 5, pa.large_binary()), [f"https://x.example/{n}" for n in range(5)]
pages = pa.table({"body": bodies, "url": urls})
def parse(table):
    return pa.Table.from_batches(qapipe.parse_batches(table.to_batches()), RECORD)
rows = ray.data.from_arrow(pages).map_batches(parse, batch_format="pyarrow").take_all()
print(sorted((row["url"], row["status"]) for row in rows) == [(f"https://x.example/{n}", "not_qa") for n in range(5)])
""",
    )
    assert found == "True"
