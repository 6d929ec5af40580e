"""Golden pages: beside every page in tests/readers/sites/SITE stands, as JSON, what a careful reader finds on it.

A golden file has the ``url`` given to the parser, the ``question_key`` that names the question (what its id is the hash
of), and what is ``expected``: every field of the record, null or empty where the page says nothing, and the noise
counted by rule. Left out are where the page came from, its size and hash, the wording of ``detail``, and ``thread_id``,
which follows from the URL. What a reader finds and the parser is known not to stands in ``missed``, by its path; it is
null or empty in ``expected``.

As a command (``make golden``) it shows where the parser differs from that, and with ``--write`` keeps one page's
parse as its golden file. It never writes more than the one page that was named: read it before you commit it.
"""

import argparse
import difflib
import hashlib
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import qapipe
from qapipe.readers.registry import known_sites
from qapipe.records.ids import canonical_url
from support.places import ROOT

SITES = ROOT / "tests" / "readers" / "sites"
LEFT_OUT = frozenset({"source", "member", "offset", "captured_at", "bytes", "payload_sha256", "detail", "thread_id"})


def golden_pages() -> list[Path]:
    """Every page that has, or should have, a golden file."""
    return sorted(path for path in SITES.glob("*/*") if path.suffix in (".html", ".txt"))


@cache
def golden(page: Path) -> dict[str, Any]:
    """The golden file of a page; empty where there is none yet."""
    file = page.with_suffix(".json")
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}


@cache
def found(page: Path) -> dict[str, Any]:
    """The record of a page as the golden files have it."""
    record = qapipe.parse_page(qapipe.RawPage(body=page.read_bytes(), url=golden(page).get("url")))
    values = {name: value for name, value in record.model_dump(mode="json").items() if name not in LEFT_OUT}
    return {**values, "noise": dict(sorted(Counter(removal.rule for removal in record.noise).items()))}


def differences(page: Path) -> str:
    """All that the parser finds otherwise, as one diff from the golden file to the parse; empty when nothing."""
    expected, parsed = (_text(one).splitlines() for one in (golden(page).get("expected"), found(page)))
    return "\n".join(difflib.unified_diff(expected, parsed, "golden", "parser", lineterm="", n=2))


def digest(*parts: str | None) -> str:
    """The id of some parts, by the rule that datasets rely on: SHA-256 of ``LENGTH:PART;`` or, for null, ``-;``."""
    spelt = [b"-;" if part is None else b"%d:%s;" % (len(part.encode()), part.encode()) for part in parts]
    return hashlib.sha256(b"".join(spelt)).hexdigest()[:32]


def question_key(record: dict[str, Any]) -> list[str] | None:
    """What the id of a record's question is made of: the key of its site, else its URL, else the bytes of the page."""
    if record["question"] is None:
        return None
    url = record["url"]
    site = next(site for site in known_sites() if site.name == record["site"])
    key = site.question_key(url) if url else None
    if key is not None:
        return ["key", key]
    return ["url", canonical_url(url)] if url else ["payload"]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def main() -> int:
    """Show the differences of all pages or of one; exit 1 when there are any."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("page", nargs="?", type=Path, help="one page below tests/readers/sites")
    options.add_argument("--write", action="store_true", help="keep the parse of this page as its golden file")
    chosen = options.parse_args()
    if chosen.write and not chosen.page:
        options.error("--write keeps one page: name it")
    pages = [chosen.page.resolve()] if chosen.page else golden_pages()
    differing = [(page, diff) for page in pages if (diff := differences(page))]
    for page, diff in differing:
        print(page.relative_to(ROOT), diff, sep="\n", end="\n\n")  # noqa: T201  this is a command
    if chosen.write:
        [page] = pages
        kept = {"url": None, "question_key": None, **golden(page), "expected": found(page)}
        kept["question_key"] = kept["question_key"] or question_key(kept["expected"])
        page.with_suffix(".json").write_text(f"{_text(kept)}\n", "utf-8")
        return 0
    print(f"{len(pages)} pages, {len(differing)} differ")  # noqa: T201
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
