"""Alternative texts of images that are part of a text: emoji, and descriptions of several words."""

import re
from collections.abc import Iterable

from qapipe.readers.threads.places import A_LINK, Places

_WORDY = re.compile(r"[^\W\d_]{2,}.* .*[^\W\d_]{2,}")
_FILE = re.compile(r"\.\w{2,5}$|^https?:|^[:\w-]+$")
_LONGEST_EMOJI = 4


def alt_of(places: Places, element: int) -> str:
    """The alternative text of an image; empty if it names a file or the target of a link."""
    alt = (places.attributes[element].get("alt") or "").strip()
    if places.tags[places.parents[element]] == A_LINK:
        return ""
    return alt if is_emoji(alt) or (_WORDY.search(alt) and not _FILE.search(alt)) else ""


def is_emoji(alt: str) -> bool:
    """Whether an alternative text is a sign in the text, and no word beside it."""
    return len(alt) <= _LONGEST_EMOJI and not alt.isascii()


def spaced(alt: str) -> str:
    """An alternative text as it stands in a line."""
    return alt if is_emoji(alt) else f" {alt} "


def before(text: str, alts: Iterable[str]) -> list[str]:
    """The alternative texts that a line begins with before a text.

    Words are a part of it only where the text goes on with a small letter, and not in those of logos.
    """
    return [spaced(alt) for alt in alts if is_emoji(alt) or (text[0].islower() and text not in alt)]
