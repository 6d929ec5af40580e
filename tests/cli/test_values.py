"""Values of options are what typer makes of them, and usual ones are converted without its converter."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer

from qapipe.cli.values import convert_without_pydantic


class Colour(StrEnum):
    """A closed list."""

    RED = "red"
    BLUE = "blue"


def _rate(text: str) -> float:
    return float(text) * 2


def command(
    names: Annotated[list[str] | None, typer.Argument()] = None,
    *,
    out: Path = Path("here"),
    number: Annotated[int | None, typer.Option(min=1)] = None,
    seconds: Annotated[float, typer.Option(min=0.0)] = 30.0,
    colour: Colour = Colour.RED,
    colours: list[Colour] | None = None,
    word: str | None = None,
    rate: Annotated[float, typer.Option(parser=_rate)] = 1.0,
    flag: bool = False,
) -> dict[str, Any]:
    """A command that returns what it was given."""
    return dict(locals())


USUAL = [
    [],
    ["a", "b", "--out", "there", "--number", "4", "--seconds", "2.5", "--colour", "blue", "--rate", "0.5", "--flag"],
    ["--colours", "blue", "--colours", "red", "--word", "x y", "--seconds", "7", "--out", "/"],
]
ODD = [
    ["--number", "0"], ["--number", "-3"], ["--number", "x"], ["--number", "1e3"], ["--number", " 4"],
    ["--seconds", "-1"], ["--seconds", "1e2"], ["--seconds", "inf"], ["--seconds", "nan"], ["--number", "12345678901"],
    ["--colour", "green"], ["--colours", "red", "--colours", "RED"], ["--rate", "x"],
]  # fmt: skip


def outcome(arguments: list[str], *, plain: bool) -> str:
    """What a command returns, or the error, with and without our conversion."""
    app = typer.Typer()
    app.command()(command)
    one = typer.main.get_command(app)
    if plain:
        convert_without_pydantic(one)
    try:
        return repr(one.main(arguments, "x", standalone_mode=False))
    except Exception as error:  # noqa: BLE001  what is compared
        return f"{type(error).__name__}: {getattr(error, 'message', error)}"


@pytest.mark.parametrize("arguments", [*USUAL, *ODD], ids=" ".join)
def test_values_and_errors_are_those_of_typer(arguments: list[str]) -> None:
    assert outcome(arguments, plain=True) == outcome(arguments, plain=False)


@pytest.mark.parametrize("arguments", USUAL, ids=" ".join)
def test_usual_values_need_no_converter_of_typer(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typer._coercion.build_runtime_param", lambda _: pytest.fail("asked"))
    outcome(arguments, plain=True)
