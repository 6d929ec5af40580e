"""Chats for supervised fine-tuning (SFT): a question as the user, an answer as the assistant.

``{"messages": [{"role": "user", "content": ...}, {"role": "assistant", "content": ...}], "question_id": ..., ...}``
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qapipe.dataset.choices import ChatAnswers
from qapipe.dataset.export.rows import Row, answer_text, direct, question_text


@dataclass(frozen=True, slots=True)
class ChatOptions:
    """Which answers become chats."""

    answers: ChatAnswers = ChatAnswers.BEST
    min_rating: float | None = None
    """Lowest rating of the author; authors without one are left out."""
    min_votes: int | None = None
    """Fewest votes; answers without a count are left out."""
    min_length: int = 0
    """Fewest characters of the answer."""

    def wants(self, answer: Row) -> bool:
        """Whether an answer is good enough."""
        if self.min_rating is not None and (answer["rating"] is None or answer["rating"] < self.min_rating):
            return False
        if self.min_votes is not None and (answer["votes"] is None or answer["votes"] < self.min_votes):
            return False
        return len(answer["body"]) >= self.min_length


def chats(threads: Iterable[tuple[Row, list[Row]]], options: ChatOptions) -> Iterator[Row]:
    """The chats of all questions; replies to answers are left out, and questions without title and text."""
    for question, answers in threads:
        asked = question_text(question)
        wanted = [answer for answer in direct(answers) if options.wants(answer)] if asked else []
        if wanted and options.answers is ChatAnswers.BEST:
            wanted = [max(wanted, key=_worth)]  # the first of several
        for answer in wanted:
            yield {
                "messages": [
                    {"role": "user", "content": asked},
                    {"role": "assistant", "content": answer_text(answer)},
                ],
                "question_id": question["question_id"],
                "answer_id": answer["answer_id"],
                "url": question["url"],
                "site": question["site"],
            }


def _worth(answer: Row) -> tuple[bool, float, float, int]:
    """What makes one answer better than another: accepted, votes, the author's rating, and by how many."""
    votes = float("-inf") if answer["votes"] is None else answer["votes"]
    rating = (answer["rating"] or 0.0) / (answer["rating_best"] or 5.0)
    return answer["is_accepted"] is True, votes, rating, answer["review_count"] or 0
