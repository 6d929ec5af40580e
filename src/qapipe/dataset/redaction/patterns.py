"""E-mail addresses and phone numbers in a text, found by rules that no dose, date, range or reference matches."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from qapipe.errors import UsageError


class Found(NamedTuple):
    """A value and where it is in a text."""

    start: int
    end: int
    value: str
    """In a form that is the same for every way of writing it."""


_AT = r"(?:@|\s?[\[({]\s?at\s?[\])}]\s?)"
_DOT = r"(?:\.|\s?[\[({]\s?dot\s?[\])}]\s?)"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# possessive, and begun only where no such character precedes: linear in the length of the text
_EMAIL = re.compile(
    rf"(?<![\w.%+-])([\w.%+-]{{1,64}}+)({_AT})({_LABEL}(?:{_DOT}{_LABEL}){{0,8}}{_DOT}[a-z]{{2,24}})(?![\w@-])",
    re.IGNORECASE,
)
_AT_SIGN = re.compile(r"@|[\[({]\s?at\s?[\])}]", re.IGNORECASE)
_BRACKETED = re.compile(r"\s?[\[({]\s?(at|dot)\s?[\])}]\s?", re.IGNORECASE)


def emails(text: str) -> Iterator[Found]:
    """The e-mail addresses in a text, ``name (at) host (dot) com`` too; the value is in lower case."""
    if not _AT_SIGN.search(text):
        return
    for match in _EMAIL.finditer(text):
        value = _BRACKETED.sub(lambda sign: "@" if sign[1].lower() == "at" else ".", match[0])
        start = match.start() + len(match[0]) - len(match[0].lstrip("."))
        yield Found(start, match.end(), value.lstrip(".").lower())


_DIGITS = re.compile(r"\d")
_CANDIDATE = re.compile(r"(?:\d[ \t./()\-–]{0,3}){6}\d")
_SEPARATED = re.compile(r"[+(.\-–]")
_CUES = (
    "tel|telephone|phone|mobile|cell phone|cellphone|fax|whatsapp|call|call me|call us|text me|text us|telefon|handy|"
    "téléphone|tél|teléfono|móvil|telefono|cellulare|telefone|celular|telefoon|телефон|тел|电话|電話|전화"
)
_CUE = re.compile(
    rf"(?<!\w)(?:{_CUES})(?:\s(?:number|no|nr|num))?(?:\s(?:is|at|on))?[.:]{{0,2}}[ \t]{{0,2}}$", re.IGNORECASE
)
_CUE_LENGTH = 32
_AFTER_CUE = re.compile(
    rf"(?<!\w)(?:{_CUES})(?:\s(?:number|no|nr|num))?(?:\s(?:is|at|on))?[.:]{{0,2}}[ \t]{{0,2}}"
    r"(\+?\(?\d(?:[ \t./()\-–]{0,2}\d){6,14})(?![\w-]|[.,]\d)",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d")
_REGION = "US"  # of numbers without a country code


def phones(text: str) -> Iterator[Found]:
    """The phone numbers in a text: valid international and North American ones, and any that follow "phone" or "call".

    A number without a sign that it is one (``+``, brackets, hyphens or dots between its groups, or such a word) stays:
    three numbers in a row are more often doses or sizes. The value is E.164 where the country is known, else digits.
    """
    if not _CANDIDATE.search(text):
        return
    end = 0
    for found in sorted([*_valid(text), *_named(text)], key=lambda one: (one.start, -one.end)):
        if found.start >= end:
            yield found
            end = found.end


def _valid(text: str) -> Iterator[Found]:
    library = phone_library()
    leniency = library.Leniency.VALID
    for match in library.PhoneNumberMatcher(text, _REGION, leniency=leniency, max_tries=len(text)):
        before = text[max(match.start - _CUE_LENGTH, 0) : match.start]
        if _SEPARATED.search(match.raw_string) or _CUE.search(before):
            e164 = library.format_number(match.number, library.PhoneNumberFormat.E164)
            yield Found(match.start, match.end, e164)


def _named(text: str) -> Iterator[Found]:
    for match in _AFTER_CUE.finditer(text):
        if not _DATE.search(match[1]):
            yield Found(match.start(1), match.end(1), "".join(_DIGITS.findall(match[1])))


@cache
def phone_library() -> ModuleType:
    """The library of phone numbers. Raises UsageError if it is not installed."""
    try:
        return import_module("phonenumbers")
    except ImportError as error:
        raise UsageError("--redact phones needs an extra: pip install 'qapipe[redact]'") from error


def replaced(text: str, found: Iterator[Found], pseudonym: Callable[[str], str]) -> tuple[str, int]:
    """The text with a pseudonym in place of each value, and how many there are."""
    parts, end, count = [], 0, 0
    for one in found:
        parts += [text[end : one.start], pseudonym(one.value)]
        end = one.end
        count += 1
    return ("".join([*parts, text[end:]]), count) if count else (text, 0)
