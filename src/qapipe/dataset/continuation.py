"""Which pages are of one question, and its answers: what each page adds, at positions that run on from page to page."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

_IN_TITLE = re.compile(r"[\s\-–—|:,(\[]*\bpage\s\d{1,4}[)\]]?\s*$", re.IGNORECASE)

Said = bytes
"""Digest of who said what: where two pages of a question have the same, both show one answer."""


class PageAnswers(NamedTuple):
    """How the answers of one page stand among those of all pages of its question."""

    before: int
    """Answers on earlier pages: the position of the first one that is added here, less 1."""
    known: Mapping[str, str]
    """Ids of the answers that an earlier page has, each with its id there; that of the question is ``""``."""
    found: int
    """Answers on all pages."""

    def added(self, answers: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """The answers that no earlier page has, at their positions; replies to those that one has refer to them there.

        ``answers`` are those of the page, as its record has them; they are changed.
        """
        added = [answer for answer in answers if answer["answer_id"] not in self.known]
        for position, answer in enumerate(added, self.before + 1):
            answer["position"] = position
            parent = answer["parent_answer_id"]
            answer["parent_answer_id"] = self.known.get(parent, parent) or None
        return added


def same_title(one: str | None, other: str | None) -> bool:
    """Whether two titles are the same but for the number of the page; False if one is unknown."""
    if not one or not other:
        return False
    return _IN_TITLE.sub("", one).casefold() == _IN_TITLE.sub("", other).casefold()


def said(author: str | None, body: str) -> Said:
    """The digest of an answer; in memory for all answers of questions with several pages."""
    return hashlib.blake2b(f"{author or ''}\0{body}".encode(), digest_size=16).digest()


def continued(pages: Sequence[Sequence[tuple[str, Said]]], question: Said | None = None) -> list[PageAnswers]:
    """How the answers of each page stand; ``pages`` has their ids and what they say, the question's pages in order.

    A further page that shows the first post again, which says ``question``, has it among its answers.
    """
    seen: dict[Said, str] = {question: ""} if question else {}
    found: list[tuple[int, dict[str, str]]] = []
    total = 0
    for answers in pages:
        known = {answer_id: seen[digest] for answer_id, digest in answers if digest in seen}
        found.append((total, known))
        total += len(answers) - len(known)
        for answer_id, digest in answers:
            seen.setdefault(digest, answer_id)
    return [PageAnswers(before, known, total) for before, known in found]
