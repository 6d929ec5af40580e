"""Models and plain records: the same fields, validated at the public face."""

from dataclasses import MISSING, asdict, fields, replace

import pytest
from pydantic import BaseModel, ValidationError

import qapipe
from qapipe.records import models, plain
from qapipe.records.models import RawPage
from qapipe.records.plain import Answer, Question, Record, Removal
from qapipe.records.reasons import Status
from support.records import full_record


@pytest.mark.parametrize("model", [RawPage, models.Question, models.Answer, models.Removal, models.Record])
def test_every_field_of_a_model_is_described(model: type[BaseModel]) -> None:
    assert [name for name, field in model.model_fields.items() if not (field.description or "").strip()] == []


def test_the_full_record_is_full() -> None:
    """Every field of every model is set in it, so that the tests below see every one."""
    record = full_record()
    assert record.question is not None
    for one, other in ((record, Record("", Status.NOT_QA)), (record.question, Question())):
        assert [name for name, value in asdict(one).items() if value == asdict(other)[name]] == []
    unset = asdict(Answer(0, ""))
    for name in unset:
        assert any(getattr(answer, name) != unset[name] for answer in record.answers), name


@pytest.mark.parametrize("kind", [plain.RawPage, Question, Answer, Removal, Record])
def test_plain_records_have_the_fields_of_the_models(kind: type) -> None:
    """The same names, and the same value where nothing is known."""
    model: type[BaseModel] = getattr(models, kind.__name__)
    assert {one.name for one in fields(kind)} == set(model.model_fields)
    unset = {one.name: one.default for one in fields(kind) if one.default is not MISSING}
    required = {name for name, one in model.model_fields.items() if one.is_required()}
    assert unset == {name: one.default for name, one in model.model_fields.items() if name not in required}


def test_a_record_is_validated_when_it_leaves() -> None:
    record = full_record()
    assert models.Record.of(record).model_dump() == asdict(record)
    for broken in (Question(title=""), Question(topics=("",))):
        with pytest.raises(ValidationError):
            models.Record.of(replace(record, question=broken))


def test_a_raw_page_is_validated_when_it_enters() -> None:
    for wrong in ({"body": "x\ud800"}, {"body": b"x", "url": 7}, {"body": b"x", "offset": "line 3"}, {"url": "u"}):
        with pytest.raises(ValidationError):
            RawPage.model_validate(wrong)
    record = qapipe.parse_page(RawPage(body=b"words", source="s", member="m", offset=3))
    assert (record.source, record.member, record.offset, record.bytes) == ("s", "m", 3, 5)


def test_models_refuse_what_they_do_not_know() -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        RawPage.model_validate({"body": b"", "colour": "red"})
    with pytest.raises(ValueError, match="at least 1 character"):
        models.Question(title="")
    with pytest.raises(ValueError, match="frozen"):
        models.Record.of(full_record()).status = Status.ERROR


@pytest.mark.parametrize(("field", "least"), [("position", 1), ("parent_position", 1), ("review_count", 0)])
def test_counts_have_a_least_value(field: str, least: int) -> None:
    values = {"position": 1, "body": "b", "answer_id": "a"}
    models.Answer.model_validate({**values, field: least})
    with pytest.raises(ValidationError, match=field):
        models.Answer.model_validate({**values, field: least - 1})
