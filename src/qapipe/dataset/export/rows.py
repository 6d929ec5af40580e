"""The rows of a block as dictionaries, for formats that are written question by question."""

from collections.abc import Iterable, Iterator
from typing import Any

from qapipe.dataset.export.threads import Block

Row = dict[str, Any]


def questions_with_answers(blocks: Iterable[Block]) -> Iterator[tuple[Row, list[Row]]]:
    """Each question with its answers in order."""
    for block in blocks:
        answers: list[list[Row]] = [[] for _ in range(block.questions.num_rows)]
        for parent, answer in zip(block.parents.to_pylist(), block.answers.to_pylist(), strict=True):
            answers[parent].append(answer)
        yield from zip(block.questions.to_pylist(), answers, strict=True)


def direct(answers: Iterable[Row]) -> list[Row]:
    """The answers that answer the question, not another answer."""
    return [answer for answer in answers if answer["parent_answer_id"] is None]


def question_text(question: Row) -> str | None:
    """Title and text of a question; None if it has neither."""
    return "\n\n".join(filter(None, (question["title"], question["body"]))) or None


def answer_text(answer: Row) -> str:
    """Headline and text of an answer; a headline that only repeats how the text begins is left out."""
    headline, body = answer["headline"], answer["body"]
    if not headline or body.startswith(headline.rstrip(".… ")):
        return str(body)
    return f"{headline}\n\n{body}"
