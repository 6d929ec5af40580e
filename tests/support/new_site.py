"""The beginning of a site: a module that reads its pages, and a golden page beside what the module reads from it.

As a command (``make site NAME=x PAGE=file``) it writes both, and nothing that exists already.
"""

import argparse
import json
import shutil
from pathlib import Path

from qapipe.page.document import open_document
from qapipe.page.urls import host_of
from qapipe.records.plain import RawPage
from support.places import ROOT

MODULE = '''"""{title}: one line about its question pages."""

import re
from dataclasses import replace

from qapipe.page.document import HtmlDocument
from qapipe.page.searching import has
from qapipe.readers import verdict
from qapipe.readers.posts import reading_of
from qapipe.readers.reconcile import posts_of
from qapipe.readers.site import Reading, Site, html_layout

HOSTS = ("{host}",)
MARK = b"{host}"  # in the source of every page of the site, and of no other: copies may have no URL
KEY = re.compile(r"/(\\d+)(?:/|$)")  # the site's own id of a question, in its URLs


def _recognises(document: HtmlDocument) -> bool:
    found = posts_of(document) if has(document.source, MARK) else None
    return found is not None and found.thread.question is not None


def _read(document: HtmlDocument) -> Reading:
    found = posts_of(document)
    if found is None:
        raise ValueError("no posts on this page")
    thread = found.thread
    # The general readers have found title, question and answers: set here what they leave open on the thread's posts.
    return replace(reading_of(thread), reason=verdict.reason_of(document, thread))


SITE = Site(
    name="{name}",
    description="{title}, what is asked there",
    hosts=HOSTS,
    question_key=lambda url: found[1] if (found := KEY.search(url)) else None,
    layouts=(html_layout("posts", "question and answers", _recognises, _read),),
)
'''


def write_stubs(root: Path, name: str, page: Path) -> list[Path]:
    """Write the module and the golden page of a site into a working copy; the paths of what was written.

    Raises ``SystemExit`` with a message for a name that is none, and for a site or a page that exists.
    """
    if not name.isidentifier() or name != name.lower():
        raise SystemExit(f"NAME={name}: use small letters, digits and _, and start with a letter")
    if not page.is_file():
        raise SystemExit(f"PAGE={page}: no such file")
    document = open_document(RawPage(body=page.read_bytes()))[0]
    url = document.url
    module = root / "src/qapipe/readers/sites" / f"{name}.py"
    golden = root / "tests/readers/sites" / name / page.name
    for path in (module, golden):
        if path.exists():
            raise SystemExit(f"{path.relative_to(root)} exists already; choose another NAME or PAGE")
    golden.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(page, golden)
    expected: dict[str, object] = {"url": url, "question_key": None, "expected": {}}
    golden.with_suffix(".json").write_text(json.dumps(expected, indent=1) + "\n", "utf-8")
    title = name.replace("_", " ").title()
    module.write_text(
        MODULE.format(name=name, title=title, host=host_of(url).removeprefix("www.") or f"{name}.example")
    )
    return [module, golden, golden.with_suffix(".json")]


def main() -> None:
    """Write the stubs and say what to do next."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("page", type=Path)
    asked = parser.parse_args()
    for path in write_stubs(ROOT, asked.name, asked.page):
        print(path.relative_to(ROOT))  # noqa: T201
    golden = f"make golden PAGE=tests/readers/sites/{asked.name}/{asked.page.name} WRITE=1"
    print(f"next: check HOSTS, MARK and KEY, then: {golden}")  # noqa: T201


if __name__ == "__main__":
    main()
