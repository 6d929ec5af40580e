"""Question threads without a layout, the Writer that fills them, and what a perfect parser says of them."""

import random
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import realself_words as words

SITE = "https://www.realself.com"
BULLET = "• "  # marks, inside a Block, a line that is a list item
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """One page as bytes, and `expected`: its exact parse after the text rules."""

    name: str
    body: bytes
    media_type: str
    url: str | None
    expected: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (lines) or a list (lines that start with BULLET); `gap` empty lines precede it in text."""

    lines: tuple[str, ...]
    gap: int = 1

    @property
    def is_list(self) -> bool:
        """Whether every line is a list item."""
        return all(line.startswith(BULLET) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Person:
    """A name without credentials, the credentials, and the line a page prints for both."""

    name: str
    credentials: tuple[str, ...]
    note: str | None
    printed: str

    @property
    def surname(self) -> str:
        """The last word of the name, without a generational suffix."""
        return re.sub(r",? (?:II|III|IV|Jr\.|Sr\.)$", "", self.name).split(" ")[-1]


@dataclass(frozen=True, slots=True)
class Doctor:
    """A person with what an author block says: specialty, place, rating, sometimes a postal address."""

    person: Person
    specialty: str
    location: str
    profile: str
    rating: float | None
    reviews: int | None
    address: tuple[str, str] | None = None

    @property
    def locspec(self) -> str:
        """The line `<location> <specialty>`."""
        return f"{self.location} {self.specialty}"

    @property
    def rating_line(self) -> str | None:
        """The line `4.9 out of 5 stars 86 reviews`, or None."""
        if self.rating is None or self.reviews is None:
            return None
        noun = "review" if self.reviews == 1 else "reviews"
        return f"{self.rating:.1f} out of 5 stars {self.reviews:,} {noun}"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: `doctor` is None when the page lost the author block; `votes` None when it shows none."""

    headline: str | None
    body: tuple[Block, ...]
    doctor: Doctor | None
    votes: int | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A question with its answers; `declared` is the count that the page states, None when it states none."""

    topic: words.Topic
    title: str | None
    body: tuple[Block, ...]
    answers: tuple[Answer, ...]
    declared: int | None
    followup: bool = False
    asker_location: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """How freely a body is written.

    `plain`: nothing in it could be taken for a headline. `names`: name-like sign-offs on lines of their own
    may occur. `fake_block`: the sign-off may be a whole author block (the real one must follow). `one_line`:
    a single paragraph on one line. `html`: lists are blocks of their own and text has no hard wraps.
    `long_first`: the first paragraph is long. `gaps`: dropped links may leave double empty lines.
    """

    plain: bool = False
    names: bool = True
    fake_block: bool = False
    one_line: bool = False
    html: bool = False
    long_first: bool = False
    gaps: bool = True


@dataclass(slots=True)
class Writer:
    """Draws people, sentences and bodies of one topic from one random source; repeats no doctor."""

    rng: random.Random
    topic: words.Topic
    used: set[str] = field(default_factory=set)

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return self.rng.random() < probability

    def fill(self, template: str) -> str:
        """The template with its slots replaced."""
        rng, topic = self.rng, self.topic
        slots = {
            "proc": rng.choice(topic.procs),
            "area": rng.choice(topic.areas),
            "problem": rng.choice(topic.problems),
            "option": rng.choice(topic.options),
            "time": rng.choice(words.TIMES),
            "n": str(rng.randint(2, 6)),
            "user": rng.choice(words.USERS),
            "other": rng.choice(words.SURNAMES),
            "place": rng.choice(words.PLACES)[0],
        }
        slots |= {key.capitalize(): value[0].upper() + value[1:] for key, value in slots.items() if key[0].isalpha()}
        return template.format(**slots)

    def pick(self, templates: Sequence[str]) -> str:
        """One of the templates, filled."""
        return self.fill(self.rng.choice(templates))

    def sentences(self, templates: Iterable[str], count: int) -> list[str]:
        """`count` different sentences, filled."""
        return [self.fill(template) for template in self.rng.sample(list(templates), count)]


# ---------------------------------------------------------------- text rules


def clean(text: str) -> str:
    """One line after the text rules: NFC, no zero-width characters, every run of blanks one space."""
    visible = "".join(char for char in unicodedata.normalize("NFC", text) if char not in ZERO_WIDTH)
    return " ".join(visible.split())


def clean_line(line: str) -> str:
    """One body line after the text rules; a list item starts with `- `."""
    return "- " + clean(line.removeprefix(BULLET)) if line.startswith(BULLET) else clean(line)


def clean_body(blocks: Iterable[Block]) -> str | None:
    """The body text: lines joined by a line break, blocks by an empty line; None when there is none."""
    return "\n\n".join("\n".join(map(clean_line, block.lines)) for block in blocks) or None


def expected_answer(
    answer: Answer, *, named: bool, author_url: str | None = None, is_accepted: bool | None = None
) -> dict[str, Any]:
    """What a perfect parser says of one answer; `named` is False where the page does not print the name."""
    doctor = answer.doctor
    person = doctor.person if doctor and named else None
    return {
        "headline": answer.headline and clean(answer.headline),
        "body": clean_body(answer.body),
        "votes": answer.votes,
        "is_accepted": is_accepted,
        "answered_at": None,
        "url": None,
        "author_name": person.name if person else None,
        "author_credentials": list(person.credentials) if person else [],
        "author_note": person.note if person else None,
        "author_url": author_url,
        "specialty": doctor.specialty or None if doctor else None,
        "location": doctor.location or None if doctor else None,
        "address": "\n".join(doctor.address) if doctor and doctor.address else None,
        "rating": doctor.rating if doctor else None,
        "rating_best": 5.0 if doctor and doctor.rating is not None else None,
        "review_count": doctor.reviews if doctor else None,
        "parent_position": None,
    }


def expected_page(thread: Thread, answers: list[dict[str, Any]], asked_at: str | None = None) -> dict[str, Any]:
    """What a perfect parser says of the page: status, declared count, question, answers: all fields but ids."""
    whole = thread.title is not None and thread.declared in (None, len(answers))
    return {
        "status": "ok" if whole else "partial",
        "reason": None,
        "answers_declared": thread.declared,
        "question": {
            "title": thread.title and clean(thread.title),
            "body": clean_body(thread.body),
            "asker": None,
            "asker_location": thread.asker_location,
            "asked_at": asked_at,
            "topics": [],
            "votes": None,
            "views": None,
        },
        "answers": [{"position": position, **answer} for position, answer in enumerate(answers, 1)],
    }


def slug_of(text: str) -> str:
    """Lower-case ASCII words joined by hyphens."""
    ascii_text = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("ø", "o").replace("ı", "i"))
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’.]|[^\x00-\x7f]", "", ascii_text).lower()).strip("-")


def question_url(writer: Writer, title: str, *, http: bool = False) -> str:
    """A question address: the slug comes from the title, at times with a place before or a digit behind."""
    rng = writer.rng
    place = rng.choice(("houston-tx-", "united-kingdom-gb-", "uae-", "western-australia-au-", "texas-", "manila-ph-"))
    slug = (place if writer.chance(0.25) else "") + slug_of(title)[:70].strip("-")
    slug += rng.choice("123") if writer.chance(0.1) else ""
    host = "realself.com" if writer.chance(0.1) else "www.realself.com"
    return f"http{'' if http else 's'}://{host}/question/{slug}"
