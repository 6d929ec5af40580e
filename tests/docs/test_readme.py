"""The examples of the README and of two pages of docs/, run as they stand: commands with their output, and Python code.

`...` stands for output that varies.
"""

import re
import shutil
from pathlib import Path

import pytest

from support.commands import run_here
from support.examples import check_command, check_python, commands_in, python_in
from support.places import ROOT

README = (ROOT / "README.md").read_text("utf-8")
MANUAL = "".join((ROOT / "docs" / name).read_text("utf-8") for name in ("dumps.md", "json.md"))
PYTHON = python_in(README)
COMMANDS = commands_in(README + MANUAL)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the raw pages, where the examples may write."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
    assert run_here(["parse", "data/raw", "--out", "data/parsed", "--quiet"], folder).returncode == 0
    return folder


def test_the_commands_print_what_is_shown(project: Path) -> None:
    assert len(COMMANDS) > 5
    for command, shown in COMMANDS:  # in their order: later ones read what earlier ones wrote
        check_command(command, shown, project)


@pytest.mark.parametrize("example", PYTHON)
def test_python(example: str, project: Path) -> None:
    check_python(example, project)


DOCUMENTS = [ROOT / "README.md", ROOT / "benchmarks" / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def anchors(document: Path) -> set[str]:
    """The anchors that a repository gives the headings of a page."""
    text = re.sub(r"^```.*?^```", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", document.read_text("utf-8"))
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    assert targets or document != ROOT / "README.md"
    for target in targets:
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        page = document.parent / path if path else document
        assert page.exists(), target
        assert not anchor or anchor in anchors(page), target


def test_every_page_is_linked_from_the_readme() -> None:
    linked = set(re.findall(r"\]\(docs/([\w-]+\.md)", README))
    assert linked == {path.name for path in (ROOT / "docs").glob("*.md")}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_and_modules_that_are_named_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    modules = set(re.findall(r"\bqapipe(?:\.[a-z_]+)+", text))
    paths = set(re.findall(r"(?:src/qapipe|benchmarks|tests)/[\w./*]+", text))
    for module in modules:
        parts = module.split(".")
        places = [ROOT / "src" / Path(*parts[:length]) for length in (len(parts), len(parts) - 1)]
        assert any(place.is_dir() or place.with_suffix(".py").exists() for place in places), module
    for path in paths:
        assert list(ROOT.glob(path.rstrip("./"))), path
