"""The examples of docs/fetching.md, run in their order against a site on loopback; `...` stands for what varies."""

import re
import shlex

from conftest import Command
from generators import realself
from generators.site_server import Page, serving, sitemap
from support.places import ROOT

MANUAL = (ROOT / "docs" / "fetching.md").read_text("utf-8")
SITE = "https://forum.example"


def test_the_examples_print_what_is_shown(cli: Command) -> None:
    pages = {f"/question/{n}": Page(realself.html_page(n).body) for n in range(1, 4)}
    with serving({**pages, "/about": Page(b"<html>us")}) as site:
        site.pages["/sitemap.xml"] = sitemap(*pages, "/about")
        blocks = re.findall(r"```console\n(.*?)```", MANUAL, re.DOTALL)
        examples = [found for block in blocks for found in re.finditer(r"\$ (.+)\n((?:(?!\$ ).*\n)*)", block)]
        assert len(examples) == 5
        for command, shown in (found.groups() for found in examples):
            name, *arguments = shlex.split(command.replace(SITE, site.home))
            assert name == "qapipe"
            here = ["--allow-private", "--delay", "0"] if arguments[0] == "fetch" else []
            done = cli(*arguments, *here)
            assert done.returncode == 0, done.stderr
            parts = " ".join(shown.split()).split("...")
            printed = " ".join(done.stdout.split())
            assert re.fullmatch(".*".join(re.escape(part) for part in parts), printed), f"{command}\n{done.stdout}"
