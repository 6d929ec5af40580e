"""Whether a text with comments below it is the question of a member, or an article."""

from collections.abc import Mapping, Sequence

from qapipe.readers.asking import has_question_mark
from qapipe.readers.posts import Post, Thread

_LONGEST = 1_500  # letters of a question; articles have more
_LEAST_REPLIES = 2


def member_asks(thread: Thread, boxes: Mapping[str, float]) -> bool:
    """Whether a title asks above a text by somebody who is named or linked as those are who replied to it.

    The authors of articles, whose headlines ask as well, are not.
    """
    asked = thread.question
    if asked is None or not asked.author or len(asked.body) > _LONGEST or len(thread.answers) < _LEAST_REPLIES:
        return False
    if not has_question_mark(thread.title or ""):
        return False
    return bool(boxes.get("peers")) or _are_linked_alike(asked, thread.answers)


def _are_linked_alike(asked: Post, answers: Sequence[Post]) -> bool:
    """Whether the profiles of who asked and of most who replied have one address but for their names."""
    folder, _, name = (asked.author_url or "").rpartition("/")
    return bool(name) and 2 * sum((post.author_url or "").rpartition("/")[0] == folder for post in answers) > len(
        answers
    )
