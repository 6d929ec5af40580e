"""What each person says in a plain text: the lines from one label or name to the next.

How do I stop my loom?          above
Q: It rattles since we moved.   turn that asks
A: Tap each peg.                turn that answers
Related posts                   below
"""

from dataclasses import dataclass, field

from qapipe.page.outline import Line
from qapipe.readers.lines.labels import Label
from qapipe.readers.lines.signatures import Person


@dataclass(slots=True)
class Turn:
    """What one person says."""

    label: Label
    lines: list[Line] = field(default_factory=list)
    person: Person | None = None
    """Who says it, where the lines around it were read for that."""

    @property
    def asks(self) -> bool:
        """Whether it asks, as opposed to answers."""
        return self.label.asks


@dataclass(slots=True)
class Spoken:
    """A text, taken apart by who speaks."""

    above: list[Line] = field(default_factory=list)
    """The lines above the first turn: the title, and the question where no turn asks."""
    turns: list[Turn] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)
    """The lines below the last turn."""
    declared: int | None = None
    """Declared answer count."""
    asker: Person | None = None
    guessed: bool = False
    """Whether nothing but the lines themselves shows where each answer starts."""
