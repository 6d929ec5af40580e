"""The manifest: inputs, counts, and every file with its hash."""

import hashlib
import json
from pathlib import Path

from qapipe.dataset.counts import Counts
from qapipe.dataset.manifest import write_manifest
from qapipe.dataset.writer import Part
from qapipe.records.schema import SCHEMA_VERSION


def test_the_manifest_lists_every_file_with_its_hash(tmp_path: Path) -> None:
    contents = {"pages/part-00000.parquet": b"p", "answers/part-00000.parquet": b"aa", "README.md": "né".encode()}
    for name, content in contents.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    counts = Counts()
    counts.pages, counts.questions = 7, 5
    write_manifest(
        tmp_path,
        request={"options": {"match": ["é"]}},
        counts=counts,
        parts={
            "pages": [Part(tmp_path / "pages/part-00000.parquet", 7)],
            "answers": [Part(tmp_path / "answers/part-00000.parquet", 9)],
        },
        others=[tmp_path / "README.md"],
    )
    text = (tmp_path / "manifest.json").read_text("utf-8")
    manifest = json.loads(text)
    assert [(file["path"], file["bytes"], file.get("rows")) for file in manifest["files"]] == [
        ("README.md", 3, None),
        ("answers/part-00000.parquet", 2, 9),
        ("pages/part-00000.parquet", 1, 7),
    ]
    assert {file["path"]: file["sha256"] for file in manifest["files"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in contents.items()
    }
    assert manifest["options"] == {"match": ["é"]}
    assert (manifest["counts"]["pages"], manifest["counts"]["questions"]) == (7, 5)
    assert (manifest["generator"], manifest["schema_version"]) == ("qapipe", SCHEMA_VERSION)
    assert all(manifest["versions"][name][0].isdigit() for name in ("qapipe", "python", "pyarrow", "selectolax"))
    assert "é" in text
    assert text.endswith("}\n")
    assert list(manifest) == sorted(manifest)
