"""``croissant.json``: the description of a dataset for machines, as MLCommons Croissant 1.0 defines it.

Each table is a set of files and a record set of the same name. Tools such as ``mlcroissant`` read the tables by it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from qapipe.dataset.about import UNKNOWN_LICENSE, About
from qapipe.dataset.contents import CROISSANT
from qapipe.dataset.facts import Facts
from qapipe.dataset.manifest import write_json
from qapipe.records.descriptions import TABLE_MEANINGS, columns
from qapipe.records.schema import TABLES

_KEYS = {"pages": "page_id", "questions": "question_id", "answers": "answer_id", "experts": "expert_id"}
_PARQUET = "application/x-parquet"
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification prescribes."""


def write_croissant(folder: Path, facts: Mapping[str, Facts], about: About) -> Path:
    """Write the description of the dataset in ``folder``; returns its path."""
    path = folder / CROISSANT
    write_json(path, _metadata(facts, about))
    return path


def _metadata(facts: Mapping[str, Facts], about: About) -> dict[str, Any]:
    known = {
        "license": about.license_link or (None if about.license == UNKNOWN_LICENSE else about.license),
        "url": about.url,
        "version": about.version,
        "datePublished": about.date_published,
        "citeAs": about.citation,
        "creator": [{"@type": "sc:Person", "name": name} for name in about.creators],
        "keywords": list(about.tags),
        "inLanguage": list(about.language),
    }
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": about.title,
        "description": about.description or "Questions and answers from web pages, in four tables.",
        **{name: value for name, value in known.items() if value},
        "distribution": [_files(table) for table in TABLES],
        "recordSet": [_records(table, facts[table].rows) for table in TABLES],
    }


def _files(table: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"{table}-files",
        "name": f"{table}-files",
        "description": f"The files of the table {table}.",
        "encodingFormat": _PARQUET,
        "includes": f"{table}/*.parquet",
    }


def _records(table: str, rows: int) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": f"{TABLE_MEANINGS[table]} {rows:,} rows.",
        "key": {"@id": f"{table}/{_KEYS[table]}"},
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{table}/{column.name}",
                "name": column.name,
                "description": column.description,
                **_type(TABLES[table].field(column.name).type),
                "source": {"fileSet": {"@id": f"{table}-files"}, "extract": {"column": column.name}},
            }
            for column in columns(table)
        ],
    }


def _type(kind: pa.DataType) -> dict[str, Any]:
    """The type of a column: one of schema.org, and whether a row has several values."""
    if pa.types.is_list(kind):
        return {"repeated": True, **_type(kind.value_type)}
    if pa.types.is_integer(kind):
        return {"dataType": "sc:Integer"}
    if pa.types.is_floating(kind):
        return {"dataType": "sc:Float"}
    if pa.types.is_boolean(kind):
        return {"dataType": "sc:Boolean"}
    return {"dataType": "sc:DateTime" if pa.types.is_timestamp(kind) else "sc:Text"}
