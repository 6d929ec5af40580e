"""Bylines: lines that consist of a person's name and credentials.

``Jane Q. Doe, MD, FACS (retired)`` -> name ``Jane Q. Doe``, credentials ``MD``, ``FACS``, note ``retired``.

Recognised by form, without a list of names: a credential has two or more capitals, or is in a list of exceptions.
"""

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

# Credentials that cannot be recognised by form, because they are state codes or in mixed case.
_KNOWN_CREDENTIALS = frozenset(
    "MD DO DDS DMD PhD PharmD PsyD EdD DrPH MS MA PA NP RN LE DC ND OD AuD DPM DPT DSc ScD MSc BSc MPhil BS BA "
    "BN BM ME RPh RPA RPAC LPN CNM CRNA Esq JD MEd MSEd Dipl Dip CPA CFP PE RA LCSW LMFT MFT MBChB BChir MCh "
    "MChir FRCSEd FRCSI FACS FAAD".split()
)
# Two capitals after a comma are usually a place: US states, Canadian provinces, country codes. Those that are also
# credentials (MD, PA, MA, DC, MS ...) are in the list above.
_REGIONS = frozenset(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MI MN MO MT NE NV NH NJ NM NY NC ND OH OK OR RI "
    "SC SD TN TX UT VT VA WA WV WI WY PR AB BC MB NB NL NS NT NU ON PE QC SK YT UK US USA UAE NSW VIC QLD".split()
)
_ALSO_REGIONS = frozenset("MD MA PA DC MS ME ND".split())
_SUFFIXES = frozenset(f"{suffix}{end}" for suffix in ("Jr", "Sr", "II", "III", "IV", "V") for end in ("", "."))
_NOTE = re.compile(r"\s*\(([A-Za-z][A-Za-z .'-]{2,30})\)$")
_KNOWN_NOTES = frozenset({"retired", "in memoriam", "deceased", "emeritus", "emerita", "not in practice"})
_CREDENTIAL = re.compile(r"[A-Z][A-Za-z.-]{0,11}(?: ?\([A-Za-z][A-Za-z. -]{0,14}\))?(?:-[A-Z]{1,4})*")
_CREDENTIAL_TOKENS = re.compile(r"[^\s(/]+(?: ?\([^)]*\))?")
_PARTICLES = frozenset(
    "de del della der den des di da das do dos du la le las los lo van von vom zu zur ten ter te af av al el "
    "bin ibn bint ben bar abu y e i und mac ap san st binti binte bte bt dela vander ould uit op aan het ka wa "
    "ha bat".split()
)
_ARTICLES = frozenset("the THE The tHe thE THe ThE tHE a A i I".split())
_NAME_TOKEN = re.compile(r"""(?:[dDlLO]['’])?[^\W\d_](?:[^\W\d_]|[.'’ʼ`·-])*""")
_NICKNAME = re.compile(r"""(?<!\w)[("“'‘][^\W\d_](?:[^\W\d_]|[.' -])*[)"”'’](?!\w)""")
# "J. Q. O'Doe, MD, PhD": the name in Latin letters, its last word, and credentials.
_CAPITAL, _SMALL = "[A-Z\u00c0-\u00d6\u00d8-\u00de]", "[a-z\u00df-\u00f6\u00f8-\u024f]"
_PLAIN_WORD = f"(?:[OD]['’])?{_CAPITAL}{_SMALL}+(?:{_CAPITAL}{_SMALL}{{3,}})?"
_PLAIN_BYLINE = re.compile(
    rf"((?!The )(?:(?:[A-Z]\.|{_PLAIN_WORD}) ){{1,4}}({_PLAIN_WORD}))((?:, (?:[A-Z]{{2,12}}|PhD|MSc))+)"
)
_NO_PLAIN_CREDENTIALS = _SUFFIXES | (_REGIONS - _KNOWN_CREDENTIALS)
_CLOSINGS = re.compile(
    r"(?:(?:best|good|kind(?:est)?|warm(?:est)?|sincere(?:ly)?|thank(?:s)?|yours|hope|all|many|with|regards?|cheers|"
    r"respectfully|cordially|wishing|take|god|hello|hi|dr|dear|see|please|from|your|the|a|an|in|on|at|if|it|i|we|you|my)\b(?!\.)|dr\.)",
    re.IGNORECASE,
)
_MAX_LENGTH = 120


class Byline(NamedTuple):
    """A person, as printed in a byline."""

    name: str
    credentials: tuple[str, ...] = ()
    note: str | None = None


_byline: Callable[[tuple[str, tuple[str, ...], str | None]], Byline] = partial(tuple.__new__, Byline)


def read_byline(line: str) -> Byline | None:
    """The person, if the line consists of a name and at least one credential; else None."""
    if line[_MAX_LENGTH:]:
        return None
    last = line[line.rfind(" ") + 1 :]
    if last[-1] not in "),/" and "/" not in last and not is_credential(last):
        return None  # almost every line
    return _read_byline(line)


@lru_cache(maxsize=8_192)  # the same authors recur, and each line is checked several times
def _read_byline(line: str) -> Byline | None:
    if plain := _PLAIN_BYLINE.fullmatch(line):  # most names; the same result, several times as fast
        credentials = plain[3].split(", ")[1:]
        if _NO_PLAIN_CREDENTIALS.isdisjoint(credentials) and plain[2] not in _KNOWN_CREDENTIALS:
            return _byline((plain[1], tuple(credentials), None))
    return parse_byline(line)


def parse_byline(line: str) -> Byline | None:
    """What :func:`read_byline` says of any line, taken apart word by word."""
    bare, note = _cut_note(line)
    if bare[-1:] != ")" and not is_credential(bare.rstrip(",").replace("/", " ").rpartition(" ")[2]):
        return None
    first, *parts = bare.split(",")
    words = first.split()
    credentials: list[str] = []
    while words[2:] and is_credential(words[-1]) and _follows_bare(words[-1], words):  # "Jane Doe MD FACS"
        credentials.insert(0, words.pop())
    name = " ".join(words)
    if not name:
        return None
    for part in map(str.split, parts):
        if part and part[0] in _SUFFIXES:
            if credentials:
                return None
            name = f"{name}, {part.pop(0)}"
        found = _CREDENTIAL_TOKENS.findall(" ".join(part).replace("/", " "))
        if False in map(is_credential, found):
            return None
        credentials += found
    if not credentials or not is_name(name) or (" " not in name and not _identify_name(credentials)):
        return None
    return _byline((name, tuple(credentials), note))


def _identify_name(credentials: list[str]) -> bool:
    """Whether the credentials prove that a single word is a name: not if they may be states (``Boston, MA``)."""
    return any(one.replace(".", "") in _KNOWN_CREDENTIALS - _REGIONS - _ALSO_REGIONS for one in credentials)


@lru_cache(maxsize=8_192)
def read_bare_name(line: str) -> Byline | None:
    """The person, if the line may be a name without credentials: two to six capitalised words.

    That is no proof: the caller must have other evidence that the line is a name.
    """
    bare, note = _cut_note(line)
    words = bare.split()
    if not 2 <= len(words) <= 6 or len(bare) > 60 or _CLOSINGS.match(bare):
        return None
    return Byline(bare, (), note) if is_name(bare) else None


def is_name(text: str) -> bool:
    """Whether a text has the form of a person's name: capitalised words, initials, particles, a nickname."""
    words = text.replace(",", " ").split()
    kinds = list(map(_kind_of_word, words))
    if _NO_NAME in kinds:  # there may be a nickname
        words = _NICKNAME.sub("", text).replace(",", " ").split()
        kinds = list(map(_kind_of_word, words))
    if _NO_NAME in kinds or _NAME not in kinds or words[8:] or words[0] in _ARTICLES:
        return False
    last = words[-1]
    if kinds[-1] == _PARTICLE or text in _KNOWN_CREDENTIALS:
        return False
    return last[-1] != "." or not last[4:]


_NO_NAME, _NAME, _PARTICLE = range(3)


@lru_cache(maxsize=8_192)  # names consist of the same words
def _kind_of_word(word: str) -> int:
    """Whether a word can be a part of a person's name: a capitalised word or an initial, or a particle (``von``)."""
    if word in _PARTICLES:
        return _PARTICLE
    return _NAME if _NAME_TOKEN.fullmatch(word) and _starts_as_name(word) else _NO_NAME


def _starts_as_name(word: str) -> bool:
    """Whether a word starts with a capital, perhaps after a particle (``d'Arcy``, ``al-Sayed``), or has no case."""
    first = word[0]
    if not first.islower():
        return True
    rest = re.split(r"['’-]", word)
    return len(rest) > 1 and rest[1][:1].isupper() and len(rest[0]) <= 3


def _cut_note(line: str) -> tuple[str, str | None]:
    """The line without the note in parentheses at its end, and the note. In ``FRCS (Plast)`` there is none."""
    match = _NOTE.search(line)
    if match and ((note := match[1]).lower() in _KNOWN_NOTES or (note.islower() and "," in line)):
        return line[: match.start()], note
    return line, None


@lru_cache(maxsize=8_192)
def is_credential(token: str) -> bool:
    """Whether a word is a credential: known, or at least two capitals and no fewer capitals than small letters."""
    if not _CREDENTIAL.fullmatch(token):
        return False
    head = token.partition("(")[0].strip()
    letters = head.replace(".", "").replace("-", "")
    if letters in _KNOWN_CREDENTIALS:
        return True
    capitals = sum(map(str.isupper, letters))
    return 2 <= capitals >= len(letters) - capitals and letters not in _REGIONS


def _follows_bare(credential: str, words: list[str]) -> bool:
    """Whether a credential may follow a name without a comma; in a line of capitals only a known one may."""
    if credential in _SUFFIXES:
        return False
    return credential in _KNOWN_CREDENTIALS or not all(other.isupper() for other in words)
