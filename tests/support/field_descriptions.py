"""Writes :file:`src/qapipe/records/field_descriptions.py` from the docstrings of the models (``make reference``)."""

import json

from pydantic import BaseModel

from qapipe.records import models
from support.places import ROOT

MODELS: dict[str, type[BaseModel]] = {
    "RAW_PAGE": models.RawPage,
    "RECORD": models.Record,
    "QUESTION": models.Question,
    "ANSWER": models.Answer,
}
PLACE = ROOT / "src" / "qapipe" / "records" / "field_descriptions.py"
_HEAD = '''"""What each field of the models means: generated from their docstrings by ``make reference``, do not edit.

The models are made by pydantic, whose import takes longer than parsing many pages.
"""
# fmt: off
# ruff: noqa: E501

'''


def source() -> str:
    """The module as it must be."""
    parts = []
    for name, model in MODELS.items():
        meanings = {field: " ".join((one.description or "").split()) for field, one in model.model_fields.items()}
        parts.append(f"{name} = {json.dumps(meanings, indent=4, ensure_ascii=False)[:-2]},\n}}\n")
    return _HEAD + "\n".join(parts)


def write() -> None:
    """Write it."""
    PLACE.write_text(source(), "utf-8")
