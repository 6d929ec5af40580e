"""A window on a file: the bytes from a position onwards that are held in memory."""

from bisect import bisect_left
from typing import BinaryIO

from qapipe.page.searching import find

WINDOW_BYTES = 1 << 16

_MAX_POSITIONS = 1_000


class Window:
    """Bytes of a file from a position onwards; ``len`` is the number of them in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._data = b""
        self._from = 0  # index in _data of the position
        self.at = 0
        """The position: a byte offset in the file."""
        self._positions: list[int] = []
        self._searched = 0  # file offset up to which _positions is complete

    def __len__(self) -> int:
        return len(self._data) - self._from

    def seek(self, offset: int) -> None:
        """Move the position; seeking within memory costs nothing."""
        ahead = offset - self.at
        if -self._from <= ahead <= len(self._data) - self._from:
            self._from += ahead
        else:
            self._file.seek(offset)
            self._data, self._from = b"", 0
        self.at = offset

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes, fewer at the end of the file; the position does not move."""
        self.fill(size)
        return self._data[self._from : self._from + size]

    def take(self, most: int = WINDOW_BYTES) -> bytes:
        """Up to ``most`` bytes, none only at the end of the file; the position moves past them."""
        if not len(self):
            self._data, self._from = self._file.read(WINDOW_BYTES), 0
        data = self._data[self._from : self._from + most]
        self._from += len(data)
        self.at += len(data)
        return data

    def fill(self, size: int) -> bool:
        """Read until ``size`` bytes from the position are in memory; False if the file ends before."""
        while len(self._data) - self._from < size and self.read_more():
            pass
        return len(self._data) - self._from >= size

    def read_more(self) -> bool:
        """Extend the window; False at the end of the file."""
        more = self._file.read(WINDOW_BYTES)
        if more:
            self._data, self._from = self._data[self._from :] + more, 0
        return bool(more)

    def up_to_next(self, what: bytes, most: int) -> bytes | None:
        """The bytes from the position up to the next occurrence behind it, or to the end of the file.

        None if they are more than about ``most``. The position does not move.
        """
        searched = 1
        while True:
            end = find(self._data, what, self._from + searched)
            if end >= 0:
                return self._data[self._from : end]
            size = len(self._data) - self._from
            if size > most:
                return None
            searched = max(size - len(what) + 1, 1)
            if not self.read_more():
                return self._data[self._from :]

    def starts_with(self, what: bytes) -> bool:
        """Whether this is at the position and in memory."""
        return self._data.startswith(what, self._from)

    def skip(self, size: int) -> None:
        """Move the position past bytes that are in memory."""
        self._from += size
        self.at += size

    def before(self, offset: int, size: int) -> bytes:
        """The ``size`` bytes before a file offset that is in memory."""
        end = offset - self.at + self._from
        return self._data[end - size : end]

    def padding(self) -> int:
        """Length of the run of zeros at the position, as far as it is in memory."""
        ahead = self._data[self._from : self._from + 1]
        if ahead != b"\0":
            return 0
        data = self._data[self._from :]
        return len(data) - len(data.lstrip(b"\0"))

    def find(self, what: bytes) -> int | None:
        """Distance from the position to the next occurrence; None if there is none in memory."""
        found = find(self._data, what, self._from)
        return None if found < 0 else found - self._from

    def positions_of(self, what: bytes, size: int) -> list[int]:
        """File offsets of all occurrences in the next ``size`` bytes, which must be in memory.

        ``what`` must be the same on every call: no byte is searched twice, however often the ranges overlap.
        """
        before = self.at - self._from
        end = self.at + size
        searched = max(self._searched, self.at)
        while searched < end:
            found = find(self._data, what, searched - before, end - before + len(what) - 1)
            if found < 0:
                searched = end
            else:
                self._positions.append(before + found)
                searched = before + found + 1
        self._searched = max(self._searched, searched)
        first = bisect_left(self._positions, self.at)
        if first > _MAX_POSITIONS:
            del self._positions[:first]
            first = 0
        return self._positions[first : bisect_left(self._positions, end)]
