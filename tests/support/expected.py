"""Outputs compared whole with files in tests/dataset/expected.

``make expected TESTS=tests/dataset/report`` writes the files of the tests that it runs: read what changed before you
commit it.
"""

import difflib
import json
import os

from qapipe.version import __version__
from support.places import ROOT

FOLDER = ROOT / "tests" / "dataset" / "expected"
_WRITES = os.environ.get("EXPECTED") == "write"


def same_as_expected(name: str, found: object, key: str | None = None) -> None:
    """Fail with a diff unless a text, or a value as JSON, is that of a file, or that of a key in it."""
    text = _text(found)
    path = FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(path.read_text("utf-8")) if key is not None and path.exists() else {}
    if _WRITES:
        value = text if key is None else _text(dict(sorted({**known, key: json.loads(text)}.items())))
        path.write_text(value, "utf-8")
        return
    expected = path.read_text("utf-8") if key is None else _text(known[key])
    if text != expected:
        lines = difflib.unified_diff(expected.splitlines(), text.splitlines(), name, "found", lineterm="", n=1)
        raise AssertionError("\n".join(line[:300] for line in list(lines)[:60]) or f"{name}: ends of lines")


def _text(found: object) -> str:
    text = found if isinstance(found, str) else json.dumps(found, indent=1, ensure_ascii=False, default=str) + "\n"
    return text.replace(__version__, "VERSION")
