"""The turns of a text without labels, below a title that asks: persons above or below each answer say where it ends.

Is it safe to fly?                          title
Ann Lee, MD                                 name above an answer (by authors), or above or below it (by cards)
Wait until the pressure is equal.
Answered by: Bo Ray                         (by speakers)
Two weeks will do. (Cy Wu, MD, Leeds Surgeon)          (by endings)
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from qapipe.page.outline import Line, Lines
from qapipe.readers.lines.boilerplate import is_below
from qapipe.readers.lines.bylines import read_byline
from qapipe.readers.lines.cards import cards_of
from qapipe.readers.lines.labels import Label, read_speaker
from qapipe.readers.lines.signatures import Person, cut_heading
from qapipe.readers.lines.specialties import NO_END, recognise_place_and_specialty
from qapipe.readers.sites.qa_text.spoken import Spoken, Turn
from qapipe.readers.sites.qa_text.titles import ENDS, asks, title_above

COUNT = re.compile(
    r"(?:[A-Za-z]+s?['’]?s? )?(?:answers?|replies|responses?):?\s*\(?(\d{1,3})\)?$"
    r"|(\d{1,3}) (?:[a-z]+s?['’]? )?(?:answers?|replies|responses)$",
    re.IGNORECASE,
)
"""A line that counts the answers: ``Answers (3)``, ``3 Answers``."""
_ANSWERED = re.compile(r"(?:answer|replied)", re.IGNORECASE)  # unlike "written by", which stands above articles
_ENDING = re.compile(r"(?P<text>.{20,}?) ?\((?P<name>[^()]{5,80}?), (?P<place>[^(),]{5,60})\)\.?$")
_ASKER = re.compile(r"[FM], \d{1,2}(?:, (?P<place>[A-Z][\w.'’ -]{1,40}))?$")
_TAGS = re.compile(r"tags ?:", re.IGNORECASE)
_LABEL = Label(asks=False)
_LEAST = 60  # letters of an answer, on average; lists of persons have fewer
_SPECIALTY = 60  # letters


def may_answer(lines: Lines) -> bool:
    """Whether a text asks and shows who answers: a quick look that rules out nearly all."""
    texts = lines.texts
    if ENDS.isdisjoint(lines.ends) or not any(map(asks, texts)):
        return False
    if len([text for text in texts if "," in text and read_byline(text)]) > 1 or any(map(_says_who_answers, texts)):
        return True
    return any(map(COUNT.match, texts)) or any(map(_ASKER.match, texts)) or len(list(_endings(texts))) > 1


def spoken_without_labels(lines: list[Line]) -> Spoken:
    """The turns by the first way that finds some."""
    for way in (_by_authors, _by_cards, _by_speakers, _by_endings, _by_asker):
        found = way(lines)
        if found is not None and all(turn.lines for turn in found.turns):
            return found
    return Spoken(lines)


def _says_who_answers(text: str) -> bool:
    said = read_speaker(text) if _ANSWERED.match(text) else None
    return said is not None and not said[0]


def _by_authors(lines: list[Line]) -> Spoken | None:
    """Each turn begins with the name of its author, right below the title."""
    starts = [place for place, line in enumerate(lines) if place and read_byline(line.text)]
    if (
        len(starts) < 2
        or not asks(lines[starts[0] - 1].text)
        or any(end - start < 2 for start, end in pairwise(starts))
    ):
        return None
    ends = [*starts[1:], len(lines)]
    turns = [Turn(_LABEL, lines[one:end]) for one, end in zip(starts, ends, strict=True)]
    _add_specialties(turns)
    return None if _is_list(turns) else Spoken(lines[: starts[0]], turns)


def _add_specialties(turns: list[Turn]) -> None:
    """Take short lines below the names for specialties, in any words, where one of them certainly is one."""
    headed = [(turn, *cut_heading(turn.lines)) for turn in turns]
    if not any(person and person.specialty for _, person, _ in headed):
        return
    for turn, person, rest in headed:
        second = rest[0].text
        if person and not person.specialty and len(rest) > 1 and len(second) <= _SPECIALTY and second[-1] not in NO_END:
            turn.person, turn.lines = replace(person, specialty=second), rest[1:]


def _is_list(turns: Sequence[Turn]) -> bool:
    """Whether what stands below the names says the same of several persons, or next to nothing."""
    texts = [line.text for turn in turns for line in turn.lines[1:]]
    return max(Counter(texts).values(), default=0) > 2 or sum(map(len, texts)) < _LEAST * len(turns) // 2


def _by_cards(lines: list[Line]) -> Spoken | None:
    """The text counts its answers, and names as many persons below or above them."""
    texts = [line.text for line in lines]
    counts = ((at, int(m[1] or m[2])) for at, text in enumerate(texts) if (m := COUNT.match(text)))
    place, count = next(counts, (0, 0))
    cards = cards_of(texts[place + 1 :]) if count else []
    if not cards or len(cards) != count or title_above(lines[: place + 1 + cards[0].start]) is None:
        return None
    rest = lines[place + 1 :]
    if cards[-1].end < len(rest):  # the names stand above the texts
        ends = [*(card.start for card in cards[1:]), len(rest)]
        turns = [Turn(_LABEL, rest[card.end : end], card.person) for card, end in zip(cards, ends, strict=True)]
        return Spoken([*lines[:place], *rest[: cards[0].start]], turns, declared=count)
    starts = [0, *(card.end for card in cards[:-1])]
    turns = [Turn(_LABEL, rest[start : card.start], card.person) for start, card in zip(starts, cards, strict=True)]
    return Spoken(lines[:place], turns, declared=count)


def _by_speakers(lines: list[Line]) -> Spoken | None:
    """``Answered by: Ann Lee`` stands above each answer."""
    said = [
        (place, one)
        for place, line in enumerate(lines)
        if (one := read_speaker(line.text)) and (one[0] or _ANSWERED.match(line.text))
    ]
    if not said or said[-1][1][0] or title_above(lines[: said[0][0]]) is None:
        return None
    ends = [*(place for place, _ in said[1:]), len(lines)]
    turns = [
        Turn(Label(asks=asking, who=who), lines[place + 1 : end])
        for (place, (asking, who)), end in zip(said, ends, strict=True)
    ]
    return Spoken(lines[: said[0][0]], turns)


def _by_endings(lines: list[Line]) -> Spoken | None:
    """Each answer ends with its author in parentheses: ``(Ann Lee, MD, Denver Plastic Surgeon)``."""
    found = {text: (said, person) for text, said, person in _endings([line.text for line in lines])}
    ends = [place for place, line in enumerate(lines) if line.text in found]
    if len(ends) < 2 or title_above(lines[: ends[0]]) is None:
        return None
    turns = []
    for start, end in pairwise([ends[0] - 1, *ends]):
        said, person = found[lines[end].text]
        turns.append(Turn(_LABEL, [*lines[start + 1 : end], lines[end]._replace(text=said)], person))
    return Spoken(lines[: ends[0]], turns, lines[ends[-1] + 1 :])


def _endings(texts: Sequence[str]) -> Iterator[tuple[str, str, Person]]:
    """The lines that end with an author, what is said in them, and the author."""
    for text in texts:
        match = _ENDING.match(text) if ")" in text[-2:] else None
        if match and (name := read_byline(match["name"])) and (at := recognise_place_and_specialty(match["place"])):
            yield text, match["text"], Person(name.name, name.credentials, at.specialty, at.location)


def _by_asker(lines: list[Line]) -> Spoken | None:
    """``F, 29, Nevada`` says who asked; the question stands between it and the title, and each line below answers."""
    place = next((n for n, line in enumerate(lines) if _ASKER.match(line.text)), 0)
    title = next((n for n, line in enumerate(lines[:place]) if asks(line.text)), None)
    if title is None:
        return None
    end = next((n for n in range(place + 1, len(lines)) if is_below(lines[n].text)), len(lines))
    name = lines[title].text
    asked = [one for one in lines[title + 1 : place] if not (_TAGS.match(one.text) or one.text.startswith(name))]
    match = _ASKER.match(lines[place].text)
    asker = Person(None, location=match["place"]) if match and match["place"] else None
    turns = [Turn(_LABEL, [line]) for line in lines[place + 1 : end]]
    return Spoken([lines[title], *asked], turns, lines[end:], asker=asker, guessed=True) if turns else None
