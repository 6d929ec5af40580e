"""A question with its answers, redacted: the rows of the tables, changed in place, and what was replaced."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from qapipe.dataset.choices import Redact
from qapipe.dataset.redaction import patterns
from qapipe.dataset.redaction.key import Redaction
from qapipe.dataset.redaction.names import Names, same_name
from qapipe.page.urls import host_of
from qapipe.records.noise import NoiseRule

Row = dict[str, Any]

_TEXTS = {
    "question": ("title", "body", "asker", "asker_location"),
    "answer": ("headline", "body", "author_name", "author_note", "location", "address"),
}
_PROSE = ("title", "body", "headline")
_URLS = ("url", "author_url")
_PSEUDONYM = ("email-", "phone-", "person-")


@dataclass(slots=True)
class Redactor:
    """Redacts pages one after the other; two pages never affect each other."""

    redaction: Redaction
    counts: Counter[NoiseRule] = field(default_factory=Counter)
    """Number of values replaced, in all pages so far."""

    def redact(self, question: Row | None, answers: Sequence[Row], url: str | None, site: str | None) -> None:
        """Redact a question and its answers. The names are those of one host: elsewhere they are other people.

        Ids that are made of what was replaced are replaced, too. They could be used to check a guess.
        """
        before = [dict(answer) for answer in answers]
        for row, kind in ((question or {}, "question"), *((answer, "answer") for answer in answers)):
            for name in _TEXTS[kind]:
                if row.get(name):
                    row[name] = self.redact_text(row[name])
            for name in _URLS:
                if row.get(name):
                    row[name] = self.redact_url(row[name])
        self._redact_names(question, answers, host_of(url).removeprefix("www.") or site or "")
        self._redact_ids(before, answers)

    def redact_text(self, text: str) -> str:
        """The text without e-mail addresses and phone numbers."""
        kinds = self.redaction.kinds
        if Redact.EMAILS in kinds:
            text = self._replaced(text, patterns.emails(text), "email", NoiseRule.REDACTED_EMAIL)
        if Redact.PHONES in kinds:
            text = self._replaced(text, patterns.phones(text), "phone", NoiseRule.REDACTED_PHONE)
        return text

    def redact_url(self, url: str) -> str:
        """The URL without e-mail addresses; digits in a URL are ids."""
        if Redact.EMAILS not in self.redaction.kinds:
            return url
        return self._replaced(url, patterns.emails(url), "email", NoiseRule.REDACTED_EMAIL)

    def _replaced(self, text: str, found: Iterator[patterns.Found], kind: str, rule: NoiseRule) -> str:
        text, count = patterns.replaced(text, found, lambda value: self.redaction.pseudonym(kind, value))
        if count:
            self.counts[rule] += count
        return text

    def _redact_names(self, question: Row | None, answers: Sequence[Row], host: str) -> None:
        printed = self._people(question, answers)
        if not printed:
            return
        names = Names()
        for name in printed:
            names.add(name)
        people = set(map(same_name, printed))
        rows = [row for row in (question, *answers) if row is not None]
        prose = [row[name] for row in rows for name in _PROSE if row.get(name)]
        names.look_at(prose, (question or {}).get("title"), (question or {}).get("topics") or ())
        for row in rows:
            for name in _PROSE:
                if row.get(name):
                    found = (one._replace(value=_scoped(host, one.value)) for one in names.found(row[name]))
                    row[name] = self._replaced(row[name], found, "person", NoiseRule.REDACTED_NAME)
        if question is not None and same_name(question.get("asker")) in people:
            question["asker"] = self._person(host, question["asker"])
        for answer in answers:
            if same_name(answer["author_name"]) in people and not self._is_kept(answer):
                self._hide_author(answer, host)

    def _people(self, question: Row | None, answers: Sequence[Row]) -> list[str]:
        """The names to replace, as printed."""
        kinds = self.redaction.kinds
        found: list[str] = []
        authors = [one["author_name"] for one in answers if one["author_name"]]
        if Redact.NAMES in kinds:
            experts = {same_name(one["author_name"]) for one in answers if _is_expert(one)}
            found += [question["asker"]] if question and question.get("asker") else []
            found += [name for name in authors if same_name(name) not in experts]
        if Redact.EXPERTS in kinds:
            found += authors
        return [name for name in found if not name.startswith(_PSEUDONYM)]

    def _is_kept(self, answer: Row) -> bool:
        """Whether an author is an expert of the same name as the asker."""
        return Redact.EXPERTS not in self.redaction.kinds and bool(answer["author_credentials"] or answer["specialty"])

    def _hide_author(self, answer: Row, host: str) -> None:
        answer["author_name"] = self._person(host, answer["author_name"])
        if answer["expert_id"] is not None:
            answer["expert_id"] = self.redaction.id(answer["expert_id"])
        answer["author_url"] = answer["address"] = None  # they name the person as well

    def _person(self, host: str, name: str) -> str:
        self.counts[NoiseRule.REDACTED_NAME] += 1
        return self.redaction.pseudonym("person", _scoped(host, name))

    def _redact_ids(self, before: Sequence[Row], answers: Sequence[Row]) -> None:
        new = {
            old["answer_id"]: self.redaction.id(old["answer_id"])
            for old, answer in zip(before, answers, strict=True)
            if (old["author_name"], old["body"]) != (answer["author_name"], answer["body"])
        }
        for answer in answers:
            answer["answer_id"] = new.get(answer["answer_id"], answer["answer_id"])
            answer["parent_answer_id"] = new.get(answer["parent_answer_id"], answer["parent_answer_id"])


def _is_expert(answer: Row) -> bool:
    """Whether the author answers the question, or is shown as a professional; others reply to an answer."""
    return answer["parent_answer_id"] is None or bool(answer["author_credentials"] or answer["specialty"])


def _scoped(host: str, name: str) -> str:
    return f"{host}\0{same_name(name)}"
