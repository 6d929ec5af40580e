"""Where an author's place ends and the specialty begins, by the slug of the profile link."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

from qapipe.readers.lines.specialties import PlaceAndSpecialty
from qapipe.readers.sites.realself.authors import PROFILE_PATH, Author

_NO_SLUG = re.compile(r"[^a-z0-9]+")


def refine_place(author: Author | None) -> None:
    """Correct the split between an author's place and specialty using the slug of the profile link."""
    if author is None or author.place is None or author.place.location is None:
        return
    slug = next((match[1] for href in author.hrefs if (match := PROFILE_PATH.search(href))), None)
    if slug is not None:
        author.place = _split_by_slug(author.place, unquote(slug).lower()) or author.place


@lru_cache(maxsize=8_192)  # the same authors recur
def _split_by_slug(place: PlaceAndSpecialty, slug: str) -> PlaceAndSpecialty | None:
    """The words split after the longest place that the slug of the profile ends with; None if there is none."""
    words = f"{place.location} {place.specialty}".split()
    spellings = _slug_spellings(words)
    ends = (slug, slug.rpartition("-")[0])  # with and without the state code
    size = max([_words_at_end(end, spelt) for end in ends for spelt in spellings])
    return PlaceAndSpecialty(" ".join(words[:size]), " ".join(words[size:])) if size else None


def _words_at_end(slug: str, words: list[str]) -> int:
    """How many of the words, the last one excepted, a slug ends with; words without letters are left out of slugs."""
    start = slug.find(f"-{words[0]}")
    while start >= 0:
        tail = slug[start:]
        for size in range(len(words) - 1, 0, -1):
            if tail == "-" + "-".join(filter(None, words[:size])):
                return size
        start = slug.find(f"-{words[0]}", start + 1)
    return 0


def _slug_spellings(words: list[str]) -> list[list[str]]:
    """The words as slugs may spell them: ASCII, lower case, punctuation inside a word as a hyphen or dropped."""
    line = " ".join(words).lower()
    if line.isascii() and line.replace(" ", "").isalnum():
        return [line.split(" ")]
    plain = [unicodedata.normalize("NFKD", word.replace("’", "'")) for word in line.split(" ")]
    bare = [word.encode("ascii", "ignore").decode() for word in plain]
    return [
        [_NO_SLUG.sub("-", word).strip("-") for word in bare],
        [_NO_SLUG.sub("-", word.replace("'", "")).strip("-") for word in bare],
    ]
