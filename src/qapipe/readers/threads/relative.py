"""Places inside records, as if all records had one and the same class."""

from qapipe.readers.threads.places import Places


class Relative:
    """Places inside records, whose own classes may tell states apart (own post, first post) and count for nothing."""

    def __init__(self, places: Places, roots: set[int]) -> None:
        self._places = places
        self._cache: dict[int, int] = dict.fromkeys(roots, 0)
        self._numbers: dict[tuple[int, int], int] = {}

    def of(self, element: int) -> int:
        """The place of an element in its record; 0 is the record itself."""
        cache, places = self._cache, self._places
        base = cache.get(element)
        if base is not None:
            return base
        path = []
        while (base := cache.get(element)) is None:
            if places.kinds[element] > 0:
                base = cache[element] = places.kinds[element]
                break
            path.append(element)
            element = places.parents[element]
            if element < 0:
                base = 0
                break
        for inner in reversed(path):
            key = (base, places.tags[inner])
            base = cache[inner] = self._numbers.setdefault(key, -1 - len(self._numbers))
        return base
