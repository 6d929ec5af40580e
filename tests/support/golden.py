"""Golden pages: beside every page in tests/readers/sites/SITE stands, as JSON, what a careful reader finds on it.

As a command (``make golden``) it shows where the parser differs from that, and with ``--write`` keeps one page's
parse as its golden file. It never writes more than the one page that was named: read it before you commit it.
"""

import argparse
import json
from functools import cache
from pathlib import Path
from typing import Any

import qapipe
from support.places import ROOT

SITES = ROOT / "tests" / "readers" / "sites"
PAGE_FIELDS = ("status", "reason", "answers_declared")
QUESTION_FIELDS = tuple(qapipe.Question.model_fields)
ANSWER_FIELDS = tuple(
    name for name in qapipe.Answer.model_fields if name not in ("position", "parent_position", "answer_id", "expert_id")
)
PATH = tuple[str | int, ...]


def golden_pages() -> list[Path]:
    """Every page that has, or should have, a golden file."""
    return sorted(path for path in SITES.glob("*/*") if path.suffix in (".html", ".txt"))


@cache
def golden(page: Path) -> dict[str, Any]:
    """The golden file of a page: ``url`` given to the parser, and what is ``expected``."""
    return dict(json.loads(page.with_suffix(".json").read_text("utf-8")))


@cache
def parsed(page: Path) -> dict[str, Any]:
    """What the parser finds on a page, as plain JSON values."""
    url = golden(page)["url"] if page.with_suffix(".json").exists() else None
    return qapipe.parse_page(qapipe.RawPage(body=page.read_bytes(), url=url)).model_dump(mode="json")


def expected_paths(page: Path) -> list[PATH]:
    """Where the values of a golden file stand: of the page, of its question, of each answer."""
    expected = golden(page)["expected"]
    paths: list[PATH] = [(key,) for key in expected if key not in ("question", "answers")]
    paths += [("question", key) for key in expected["question"] or ()]
    for number, answer in enumerate(expected["answers"]):
        paths += [("answers", number, key) for key in answer]
    return paths


def value_at(record: dict[str, Any], path: PATH) -> object:
    """The value at a path; None where the record does not reach so far. Times are spelt one way."""
    found: Any = record
    for step in path:
        if found is None or (isinstance(step, int) and step >= len(found)):
            return None
        found = found[step]
    return found.replace("+00:00", "Z") if isinstance(found, str) else found


def golden_of(page: Path) -> dict[str, Any]:
    """The golden file that the parser would write for a page."""
    record = parsed(page)
    question = record["question"]
    return {
        "url": golden(page)["url"] if page.with_suffix(".json").exists() else record["url"],
        "expected": {
            **{key: record[key] for key in PAGE_FIELDS},
            "question": {key: question[key] for key in QUESTION_FIELDS} if question else None,
            "answers": [{key: answer[key] for key in ANSWER_FIELDS} for answer in record["answers"]],
        },
    }


def _differences(page: Path) -> list[str]:
    if not page.with_suffix(".json").exists():
        return ["no golden file yet"]
    expected, found = golden(page)["expected"], parsed(page)
    lines = [
        f"{'.'.join(map(str, path))}: golden {value_at(expected, path)!r}, parser {value_at(found, path)!r}"
        for path in expected_paths(page)
        if value_at(expected, path) != value_at(found, path)
    ]
    if len(expected["answers"]) != len(found["answers"]):
        lines.append(f"answers: golden {len(expected['answers'])}, parser {len(found['answers'])}")
    return lines


def main() -> int:
    """Show the differences of all pages or of one; exit 1 when there are any."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("page", nargs="?", type=Path, help="one page below tests/readers/sites")
    options.add_argument("--write", action="store_true", help="keep the parse of this page as its golden file")
    chosen = options.parse_args()
    if chosen.write and not chosen.page:
        options.error("--write keeps one page: name it")
    pages = [chosen.page.resolve()] if chosen.page else golden_pages()
    differing = [(page, lines) for page in pages if (lines := _differences(page))]
    for page, lines in differing:
        print(page.relative_to(ROOT), *lines, sep="\n  ")  # noqa: T201  this is a command
    if chosen.write:
        text = json.dumps(golden_of(pages[0]), ensure_ascii=False, indent=1)
        pages[0].with_suffix(".json").write_text(f"{text}\n", "utf-8")
        return 0
    print(f"{len(pages)} pages, {len(differing)} differ")  # noqa: T201
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
