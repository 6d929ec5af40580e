"""The option ``--include`` of the commands that parse pages."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from qapipe.records.reasons import Reason


class Include(StrEnum):
    """Values of ``--include``."""

    FAQ = Reason.FAQ.value
    DISCUSSION = Reason.DISCUSSION.value


Included = Annotated[
    list[Include] | None,
    typer.Option(
        "--include",
        help="Also keep pages that are not expert or community Q&A: forum discussions, FAQ pages (repeatable).",
    ),
]


def reasons_of(included: Sequence[Include] | None) -> tuple[Reason, ...]:
    """The reasons that the option overrules."""
    return tuple(Reason(one.value) for one in included or ())
