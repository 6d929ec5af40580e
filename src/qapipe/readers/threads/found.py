"""A thread with what it was made of, for those who settle and judge it."""

from dataclasses import dataclass, field

from qapipe.readers.posts import Thread
from qapipe.readers.threads.authors import Author
from qapipe.readers.threads.marks import Mark
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Family
from qapipe.readers.threads.texts import TextLine


@dataclass(slots=True)
class Found:
    """The thread of a page, and its elements, records, dates, authors and lines."""

    thread: Thread
    places: Places
    family: Family
    marks: list[Mark]
    title_run: int | None
    named: list[Author] = field(default_factory=list)
    lines: list[list[TextLine]] = field(default_factory=list)
    copies: dict[int, int] = field(default_factory=dict)
    """The records that show a post a second time, each with the one that stands for it."""
    asker: int | None = None
    """The run that names who wrote a question that stands before the records; None if none does."""
    dated: list[int] = field(default_factory=list)
    """The run where each record shows its date."""
