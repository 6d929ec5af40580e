"""Names, professions and places above or below a text: who wrote it.

``Dr. Ann Reed`` / ``Norwich, Vermont``; ``— T.M., New Haven, CT``; ``Answered by: Mona Feld, weaver``.
"""

import re
from dataclasses import dataclass, replace

from qapipe.page.outline import Line
from qapipe.readers.lines.bylines import read_bare_name, read_byline
from qapipe.readers.lines.labels import read_speaker
from qapipe.readers.lines.specialties import is_profession, recognise_place_and_specialty, recognise_profession

_SIGNED = re.compile(r"[—–-]+\s*(?P<name>[^,]{1,40}?)(?:,\s*(?P<rest>.{2,60}))?$")
_PLACE = re.compile(r"[A-Z][\w.'’ -]{1,40}, [A-Z][\w.'’ -]{1,40}$")
_PRACTICE = re.compile(rf"(?P<profession>[A-Z][\w.'’& -]{{2,50}}?) in (?P<place>{_PLACE.pattern})")
_YEARS = re.compile(r",? \d{1,2}\+? years?(?: of|['’])? experience$", re.IGNORECASE)
_NAMED_AT = re.compile(rf"(?P<name>.{{5,60}}?), (?P<place>{_PLACE.pattern})")
_HONORIFIC = re.compile(r"(?:Dr|Drs|Dra|Prof|Doctor)\.? +")
_SURNAME = re.compile(r"[^\W\d_a-z][\w'’-]{1,30}$")
_PERSON = re.compile(r"(?P<name>[^,]{2,60}?)(?:(?:,| in| from| aus| de| of) +(?P<rest>.{2,60}))?$")
_OCCUPATION = re.compile(r"(?:er|or|ist|ian|ant|ent|man|woman|smith|expert|coach|nurse|wright|ress)s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote a text, as printed."""

    name: str | None
    credentials: tuple[str, ...] = ()
    specialty: str | None = None
    location: str | None = None


def person_of(text: str, *, asker: bool = False) -> Person | None:
    """The person that a label names: ``Dr. Tom Ruiz, MD``, ``Hilda in Leeds``; None for a role (``Doctor``)."""
    bare = _HONORIFIC.sub("", text).strip()
    if found := read_byline(bare):
        return Person(found.name, found.credentials)
    if not asker:
        return Person(bare) if bare != text else _with_rest(bare, asker=False)
    return _with_rest(bare, asker=True)


def cut_signature(lines: list[Line], *, asker: bool = False, dashes: bool = True) -> tuple[Person | None, list[Line]]:
    """The person whom the last lines of a text name, if they do, and the lines without these."""
    if len(lines) < 2 and dashes:
        return None, lines
    last = lines[-1].text if lines else ""
    said = read_speaker(last)
    if said is not None and said[0] == asker:
        return _with_rest(_HONORIFIC.sub("", said[1]), asker=asker), lines[:-1]
    if asker:
        match = _SIGNED.match(last)
        return (Person(match["name"], location=match["rest"]), lines[:-1]) if match else (None, lines)
    if len(lines) > 1 and is_place(last) and (found := _signed(lines[-2].text, dashes=dashes)):
        if dashes and len(lines) == 2:
            return Person(None, location=last), lines[:1]
        return Person(found.name, found.credentials, found.specialty, last), lines[:-2]
    person = _signed(last, dashes=dashes)
    return (person, lines[:-1]) if person else (None, lines)


def cut_heading(lines: list[Line]) -> tuple[Person | None, list[Line]]:
    """The person whom the first lines of a text name, if they do, and the lines without these."""
    person = _signed(lines[0].text, dashes=False) if len(lines) > 1 else None
    if person is None or (len(lines) == 2 and is_place(lines[1].text)):
        return None, lines
    placed = with_line(person, lines[1].text) if len(lines) > 2 else None
    return (placed, lines[2:]) if placed else (person, lines[1:])


def with_line(person: Person, line: str) -> Person | None:
    """The person with what the line below the name says: a place, a profession or both; None if it says neither."""
    if practice := practice_of(line):
        return replace(person, specialty=practice[0], location=practice[1])
    if match := _YEARS.search(line):
        return replace(person, specialty=line[: match.start()])
    if is_place(line):
        return replace(person, location=line)
    found = recognise_place_and_specialty(line) or recognise_profession(line)
    return replace(person, specialty=found.specialty, location=found.location) if found else None


def _signed(text: str, *, dashes: bool) -> Person | None:
    """The person whom a line names that is nothing but a name: with credentials, an honorific or behind a dash."""
    bare = text.lstrip("—–- ") if dashes else text
    honoured = _HONORIFIC.sub("", bare)
    if not honoured:
        return None
    if found := read_byline(honoured):
        return Person(found.name, found.credentials)
    if (match := _NAMED_AT.match(honoured)) and (found := read_byline(match["name"])):
        return Person(found.name, found.credentials, location=match["place"])
    if honoured != bare:
        if _SURNAME.match(honoured):  # "Dr. Kane"
            return Person(honoured)
        found = None if "," in honoured else read_bare_name(honoured)
        return Person(found.name) if found else _with_occupation(honoured)
    return _with_rest(bare, asker=False) if bare != text else None


def is_place(text: str) -> bool:
    """Whether a line is a town and its state or country."""
    return _PLACE.match(text) is not None


def practice_of(text: str) -> tuple[str, str] | None:
    """The profession and the place of a line such as ``Tax attorney in Boise, ID``."""
    match = _PRACTICE.match(text)
    if match is None or not is_profession(match["profession"].rpartition(" ")[2]):
        return None
    return match["profession"], match["place"]


def _with_occupation(text: str) -> Person | None:
    """A name with a place or a profession behind a comma; None where anything else follows."""
    person = _with_rest(text, asker=False)
    known = person is not None and (person.specialty or (person.location and is_place(person.location)))
    return person if known else None


def _with_rest(text: str, *, asker: bool) -> Person | None:
    """A name, and what follows it behind a comma: a place or a profession."""
    match = _PERSON.match(text)
    if match is None or not (asker or read_bare_name(match["name"])):
        return None
    name, rest = match["name"], match["rest"]
    if rest and not asker and not is_place(rest) and (_OCCUPATION.search(rest) or recognise_profession(rest)):
        return Person(name, specialty=rest)
    return Person(name, location=rest)
