"""Line numbers of a file that is read in several ranges: each range gets the number of its first line.

The lines before a range are only known once all earlier ranges were read or counted. Counting takes milliseconds a
range and happens right before the range is given to a worker, which then reads it from memory, not from the disk.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from qapipe.run.tasks import Task, lines_in


class _Counted(Protocol):
    @property
    def lines(self) -> int:
        """Number of lines, if the task is a range of lines."""


class FirstLines:
    """Gives tasks that are ranges of lines the number of their first line in the file."""

    def __init__(self, tasks: Sequence[Task], kept: Mapping[int, _Counted]) -> None:
        """``kept``: the results that are there, by number; their tasks need not be counted again."""
        self._tasks = tasks
        self._kept = kept
        self._first = [0]
        """The first line of each of the first tasks; of those that are no range, 0."""

    def number(self, task: Task) -> Task:
        """The task, with the number of its first line. Tasks may come in any order, best in their own."""
        while len(self._first) <= task.index:
            self._first.append(self._line_after(len(self._first) - 1))
        split = task.splits[0]
        return replace(task, splits=(replace(split, first_line=self._first[task.index]), *task.splits[1:]))

    def _line_after(self, index: int) -> int:
        """The first line of the task that follows."""
        if not self._tasks[index + 1].splits[0].start:
            return 0
        lines = self._kept[index].lines if index in self._kept else lines_in(self._tasks[index])
        return self._first[index] + lines
