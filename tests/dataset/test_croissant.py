"""The description for machines has every table and column; whether mlcroissant accepts it, tests/clients shows."""

import json
from pathlib import Path
from typing import Any

from qapipe.dataset.about import About
from qapipe.dataset.croissant import write_croissant
from qapipe.dataset.facts import Facts
from qapipe.records.schema import TABLES
from support.expected import same_as_expected


def described(folder: Path, about: About) -> dict[str, Any]:
    path = write_croissant(folder, {name: Facts(1_234) for name in TABLES}, about)
    assert path == folder / "croissant.json"
    return dict(json.loads(path.read_text("utf-8")))


def test_tables_and_columns(tmp_path: Path) -> None:
    found = described(tmp_path, About())
    records = {one["@id"]: one for one in found["recordSet"]}
    assert {name: [field["name"] for field in one["field"]] for name, one in records.items()} == {
        name: schema.names for name, schema in TABLES.items()
    }
    assert [one["includes"] for one in found["distribution"]] == [f"{name}/*.parquet" for name in TABLES]
    fields = {field["@id"]: field for one in records.values() for field in one["field"]}
    kinds = {name: field["dataType"] for name, field in fields.items()}
    assert kinds["answers/position"] == "sc:Integer"
    assert kinds["answers/rating"] == "sc:Float"
    assert kinds["answers/is_accepted"] == "sc:Boolean"
    assert kinds["pages/captured_at"] == "sc:DateTime"
    assert (kinds["pages/warnings"], fields["pages/warnings"]["repeated"]) == ("sc:Text", True)
    assert "1,234 rows" in records["answers"]["description"]
    assert not {"license", "url", "creator"} & set(found)


def test_what_the_publisher_says(tmp_path: Path) -> None:
    about = About(title="T", license="mit", url="https://x.example", creators=("A",), version="1.0.0", citation="C")
    found = described(tmp_path, about)
    assert (found["name"], found["license"], found["url"]) == ("T", "mit", "https://x.example")
    assert found["creator"] == [{"@type": "sc:Person", "name": "A"}]
    assert (found["version"], found["citeAs"]) == ("1.0.0", "C")


def test_the_whole_description(tmp_path: Path) -> None:
    about = About(
        title="T", description="D", license="other", license_link="https://x.example/l", url="https://x.example",
        creators=("A", "B"), language=("en",), tags=("t",), version="1.0.0", date_published="2024-02-29", citation="C",
    )  # fmt: skip
    same_as_expected("croissant.json", described(tmp_path, about))
    plain = described(tmp_path, About())
    assert plain["description"] == "Questions and answers from web pages, in four tables."
    assert not {"license", "url", "version", "datePublished", "citeAs", "creator", "keywords", "inLanguage"} & set(
        plain
    )
    assert described(tmp_path, About(license="mit"))["license"] == "mit"
