"""Names, professions and places above or below a text: who wrote it.

``Dr. Ann Reed`` / ``Norwich, Vermont``; ``— T.M., New Haven, CT``; ``Answered by: Mona Feld, weaver``.
"""

import re
from dataclasses import dataclass

from qapipe.page.outline import Line
from qapipe.readers.lines.bylines import read_bare_name, read_byline
from qapipe.readers.lines.labels import read_speaker
from qapipe.readers.lines.specialties import recognise_place_and_specialty, recognise_profession

_SIGNED = re.compile(r"[—–-]+\s*(?P<name>[^,]{1,40}?)(?:,\s*(?P<rest>.{2,60}))?$")
_PLACE = re.compile(r"[A-Z][\w.'’ -]{1,40}, [A-Z][\w.'’ -]{1,40}$")
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
    second = lines[1].text if len(lines) > 2 else ""
    if is_place(second):
        return Person(person.name, person.credentials, None, second), lines[2:]
    if found := recognise_place_and_specialty(second) or recognise_profession(second):
        return Person(person.name, person.credentials, found.specialty, found.location), lines[2:]
    return person, lines[1:]


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
    if rest and not asker and not is_place(rest) and _OCCUPATION.search(rest):
        return Person(name, specialty=rest)
    return Person(name, location=rest)
