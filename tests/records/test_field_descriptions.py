"""What the fields mean is generated from the docstrings of the models."""

from support import field_descriptions


def test_descriptions_are_those_of_the_models() -> None:
    assert field_descriptions.PLACE.read_text("utf-8") == field_descriptions.source(), "run: make reference"
