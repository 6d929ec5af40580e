"""The reading of a page of which markup and structure each give posts: the better set, completed from the other.

What a reader sees decides about texts; markup about identity, dates and votes.
"""

from collections.abc import Sequence

from qapipe.page.text import letters
from qapipe.readers.posts import Post, Thread
from qapipe.readers.site import Reading
from qapipe.records.plain import Answer, Question

_LEAST_SHARED = 0.6  # of the answers of the smaller set must be in the other, or they are not of one thread
_KEY = 40


def reading_of(thread: Thread) -> Reading:
    """A thread as a reading."""
    question = thread.question or Post()
    positions = {id(post): number for number, post in enumerate(thread.answers, 1)}
    body = question.body or None
    if body and letters(body) == letters(thread.title or ""):
        body = None
    return Reading(
        Question(
            title=thread.title,
            body=body,
            asker=question.author,
            asked_at=question.date,
            topics=tuple(thread.topics),
            votes=question.votes,
            views=thread.views,
        ),
        [
            Answer(
                position=number,
                body=post.body,
                headline=post.headline,
                votes=post.votes,
                is_accepted=post.accepted,
                answered_at=post.date,
                url=post.url,
                author_name=post.author,
                author_url=post.author_url,
                parent_position=positions.get(id(post.parent)),
            )
            for number, post in enumerate(thread.answers, 1)
        ],
        thread.declared,
        set(thread.warnings),
        list(thread.noise),
    )


def completed(reading: Reading, thread: Thread | None) -> Reading:
    """The reading of a page's markup with what its structure adds: fields that are empty, answers that are missing."""
    if thread is None:
        return reading
    pairs = _pairs(reading.answers, thread.answers)
    shared = sum(one is not None for one in pairs)
    if reading.answers and shared < _LEAST_SHARED * min(len(reading.answers), len(thread.answers)):
        return reading
    for answer, post in zip(reading.answers, pairs, strict=True):
        if post is not None:
            _fill(answer, post)
    used = {id(post) for post in pairs}
    declared = reading.answers_declared
    missing = [post for post in thread.answers if id(post) not in used]
    if missing and shared == len(reading.answers) and (declared is None or declared > len(reading.answers)):
        _add(reading, thread, pairs)
    _fill_question(reading.question, thread)
    return reading


def _pairs(answers: Sequence[Answer], posts: Sequence[Post]) -> list[Post | None]:
    """For each answer the post with the same text."""
    left: dict[str, list[Post]] = {}
    for post in reversed(posts):
        left.setdefault(_start(post.body), []).append(post)
    found: list[Post | None] = []
    for answer in answers:
        same = left.get(_start(answer.body))
        found.append(same.pop() if same else None)
    return found


def _start(body: str) -> str:
    return letters(body[: 4 * _KEY])[:_KEY]


def _fill(answer: Answer, post: Post) -> None:
    answer.votes = answer.votes if answer.votes is not None else post.votes
    answer.is_accepted = answer.is_accepted if answer.is_accepted is not None else post.accepted
    answer.answered_at = answer.answered_at or post.date
    answer.url = answer.url or post.url
    if answer.author_name is None:
        answer.author_name, answer.author_url = post.author, answer.author_url or post.author_url
    answer.author_url = answer.author_url or post.author_url


def _add(reading: Reading, thread: Thread, pairs: Sequence[Post | None]) -> None:
    """Put in the answers that only the structure has, in the order of the page."""
    known = {id(post): answer for answer, post in zip(reading.answers, pairs, strict=True) if post is not None}
    fresh = reading_of(thread).answers
    merged = [known.get(id(post), answer) for post, answer in zip(thread.answers, fresh, strict=True)]
    for number, answer in enumerate(merged, 1):
        answer.position = number
    reading.answers = merged


def _fill_question(question: Question, thread: Thread) -> None:
    asked = thread.question
    question.title = question.title or thread.title
    if asked is None:
        return
    question.asker = question.asker or asked.author
    question.asked_at = question.asked_at or asked.date
    question.votes = question.votes if question.votes is not None else asked.votes
    if question.body is None and asked.body and letters(asked.body) != letters(question.title or ""):
        question.body = asked.body
