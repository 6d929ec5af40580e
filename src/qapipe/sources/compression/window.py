"""A window on a file: what lies at a position and some way ahead, in memory."""

from bisect import bisect_left
from typing import BinaryIO

WINDOW_BYTES = 1 << 16

_MOST_PLACES = 1_000


class Window:
    """Bytes of a file from a position on; ``len`` tells how many of them are in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._data = b""
        self._from = 0  # where in the data the position is
        self.at = 0
        """The position, in bytes of the file."""
        self._places: list[int] = []
        self._searched = 0  # up to here the places are known

    def __len__(self) -> int:
        return len(self._data) - self._from

    def seek(self, offset: int) -> None:
        """Go to a byte of the file; near ones are in memory already."""
        ahead = offset - self.at
        if -self._from <= ahead <= len(self):
            self._from += ahead
        else:
            self._file.seek(offset)
            self._data, self._from = b"", 0
        self.at = offset

    def peek(self, size: int) -> bytes:
        """The next bytes, fewer at the end of the file; the position stays."""
        self.have(size)
        return self._data[self._from : self._from + size]

    def take(self, most: int = WINDOW_BYTES) -> bytes:
        """The next bytes, at least one unless the file ends; the position moves behind them."""
        if not len(self):
            self._data, self._from = self._file.read(WINDOW_BYTES), 0
        data = self._data[self._from : self._from + most]
        self._from += len(data)
        self.at += len(data)
        return data

    def have(self, size: int) -> bool:
        """Whether so many bytes follow the position; those that do are in memory then."""
        while len(self) < size and self.more():
            pass
        return len(self) >= size

    def more(self) -> bool:
        """Have more in memory; False at the end of the file."""
        more = self._file.read(WINDOW_BYTES)
        if more:
            self._data, self._from = self._data[self._from :] + more, 0
        return bool(more)

    def before(self, place: int, size: int) -> bytes:
        """The bytes right before a place that is in memory."""
        end = place - self.at + self._from
        return self._data[end - size : end]

    def padding(self) -> int:
        """How many of the bytes in memory are zeros, from the position on."""
        ahead = self._data[self._from : self._from + 1]
        if ahead != b"\0":
            return 0
        data = self._data[self._from :]
        return len(data) - len(data.lstrip(b"\0"))

    def find(self, what: bytes) -> int | None:
        """How far ahead something lies; None when it is not in memory."""
        found = self._data.find(what, self._from)
        return None if found < 0 else found - self._from

    def places_of(self, what: bytes, size: int) -> list[int]:
        """All places of something in the next so many bytes, which are in memory; always asked for the same thing.

        No byte is searched twice, however often the ranges overlap.
        """
        before = self.at - self._from
        end = self.at + size
        searched = max(self._searched, self.at)
        while searched < end:
            found = self._data.find(what, searched - before, end - before + len(what) - 1)
            if found < 0:
                searched = end
            else:
                self._places.append(before + found)
                searched = before + found + 1
        self._searched = max(self._searched, searched)
        first = bisect_left(self._places, self.at)
        if first > _MOST_PLACES:
            del self._places[:first]
            first = 0
        return self._places[first : bisect_left(self._places, end)]
