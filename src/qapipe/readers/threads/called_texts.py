"""The text of a post that stands alone on its page: the box in it that is called a text, a body or a content."""

import re

from qapipe.readers.threads.places import Places
from qapipe.readers.threads.records import Prose

_TEXT = re.compile(
    r"(?:^|[\s_-])(?:text|body|content|message|copy|txt)(?:$|[\s_-])"
    r"|(?<![a-z])(?:answer|reply|post|comment|message)(?:text|body|content)(?![a-z])"
)
_TEXT_WORDS = ("text", "body", "content", "message", "copy", "txt")
_LEAST = 0.4  # of the prose of the post


def called_text(places: Places, prose: Prose, box: int) -> int:
    """The outermost element in a box that is called a text and holds much of its prose, if there is but one."""
    named = places.matching(_TEXT, _TEXT_WORDS)
    total = prose.of(box)
    found = [one for one in named if box < one < places.ends[box] and prose.of(one) >= _LEAST * total]
    outermost = [one for one in found if not any(places.inside(one, other) for other in found if other != one)]
    return outermost[0] if len(outermost) == 1 else box
