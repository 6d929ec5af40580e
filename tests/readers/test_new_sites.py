"""Sites of other packages, and the beginning of a site that ``make site`` writes."""

import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.declared import constants_of
from qapipe.readers.site import Site
from support.commands import json_of
from support.new_site import write_stubs
from support.places import ROOT

PAGE = """<html><head><title>Why does my loom drift? - Loom Talk</title><link rel="canonical"
href="https://www.loomtalk.example/q/42/why-does-my-loom-drift"></head><body><h1>Why does my loom drift?</h1>
<div class="post"><a class="author" href="/users/1">Hedda</a> <time datetime="2015-03-01T10:00:00Z">March 1, 2015</time>
<div class="body"><p>Mine has begun to drift about on the floor. What do you put under its feet?</p></div></div>
<div class="post"><a class="author" href="/users/2">Olaf</a> <time datetime="2015-03-02T10:00:00Z">March 2, 2015</time>
<div class="body"><p>Felt, cut twice as large as the foot, and glued to the foot alone.</p></div></div></body></html>"""
SITE = """from qapipe.readers.declared import constants_of
from qapipe.readers.site import Site
SITE = Site(name="{}", description="a site of its own package", layouts=(), hosts=("loomtalk.example",))
"""


def sites(folder: Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(folder)])}
    command = [sys.executable, "-m", "qapipe", "sites", "--json"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def install(folder: Path, module: str, value: str = "loomtalk") -> None:
    """A package with a site, as an installer leaves it."""
    (folder / "loomtalk.py").write_text(module)
    info = folder / "loomtalk-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loomtalk\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[qapipe.sites]\nloomtalk = {value}\n")


def test_a_package_brings_a_site(tmp_path: Path) -> None:
    install(tmp_path, SITE.format("loomtalk"))
    known = json_of(sites(tmp_path))["sites"]
    assert {"loomtalk", "realself", "thread"} <= {site["name"] for site in known}


@pytest.mark.parametrize(
    ("module", "says"),
    [
        (SITE.format("realself"), "is called 'realself' like another site"),
        ("SITE = 3\n", "has no SITE"),
        ("import nothing_of_that_name\n", "cannot be imported: No module named 'nothing_of_that_name'"),
    ],
)
def test_a_package_whose_site_cannot_be_used_is_named(tmp_path: Path, module: str, says: str) -> None:
    install(tmp_path, module)
    done = sites(tmp_path)
    assert done.returncode == 2
    error = json_of(done)["error"]
    assert "the site 'loomtalk' (loomtalk) of an installed package" in str(error)
    assert says in str(error)


def test_the_beginning_of_a_site_reads_its_page(tmp_path: Path) -> None:
    (tmp_path / "src/qapipe/readers/sites").mkdir(parents=True)
    page = tmp_path / "drift.html"
    page.write_text(PAGE)
    module, golden, expected = write_stubs(tmp_path, "loomtalk", page)
    assert (golden.read_text(), expected.name) == (PAGE, "drift.json")
    spec = spec_from_file_location("loomtalk_stub", module)
    assert spec is not None
    assert spec.loader is not None
    stub = module_from_spec(spec)
    spec.loader.exec_module(stub)
    site: Site = stub.SITE
    url = "https://www.loomtalk.example/q/42/why-does-my-loom-drift"
    assert (site.name, site.owns("www.loomtalk.example"), site.question_key(url)) == ("loomtalk", True, "42")
    document = HtmlDocument(PAGE.encode(), url)
    assert site.layouts[0].recognises(document)
    reading = site.layouts[0].read(document)
    assert not site.layouts[0].recognises(HtmlDocument(PAGE.replace("loomtalk", "reedtalk").encode()))
    declared = constants_of(module.read_text())
    assert declared is not None
    assert (declared["name"], declared["hosts"]) == ("loomtalk", ("loomtalk.example",))
    assert (reading.question.title, [answer.author_name for answer in reading.answers]) == (
        "Why does my loom drift?",
        ["Olaf"],
    )


def test_nothing_that_exists_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "src/qapipe/readers/sites").mkdir(parents=True)
    page = tmp_path / "drift.html"
    page.write_text(PAGE)
    write_stubs(tmp_path, "loomtalk", page)
    with pytest.raises(SystemExit, match=r"loomtalk\.py exists already"):
        write_stubs(tmp_path, "loomtalk", page)
    with pytest.raises(SystemExit, match="use small letters"):
        write_stubs(tmp_path, "Loom-Talk", page)
    with pytest.raises(SystemExit, match="no such file"):
        write_stubs(tmp_path, "other", tmp_path / "missing.html")
