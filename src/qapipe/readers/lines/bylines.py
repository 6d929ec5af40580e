"""Bylines: lines that consist of a person's name and credentials.

``Jane Q. Doe, MD, FACS (retired)`` -> name ``Jane Q. Doe``, credentials ``MD``, ``FACS``, note ``retired``.

Recognised by form, without a list of names: a credential has two or more capitals, or is in a list of exceptions.
"""

import re
from functools import lru_cache
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
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|V)\.?")
_NOTE = re.compile(r"\s*\(([A-Za-z][A-Za-z .'-]{2,30})\)$")
_KNOWN_NOTES = frozenset({"retired", "in memoriam", "deceased", "emeritus", "emerita", "not in practice"})
_CREDENTIAL = re.compile(r"[A-Z][A-Za-z.-]{0,11}(?: ?\([A-Za-z][A-Za-z. -]{0,14}\))?(?:-[A-Z]{1,4})*")
_CREDENTIAL_TOKENS = re.compile(r"[^\s(/]+(?: ?\([^)]*\))?")
_PARTICLES = frozenset(
    "de del della der den des di da das do dos du la le las los lo van von vom zu zur ten ter te af av al el "
    "bin ibn bint ben bar abu y e i und mac ap san st binti binte bte bt dela vander ould uit op aan het ka wa "
    "ha bat".split()
)
# The plain form of most bylines: capitalised words and initials, a comma, then what may be known credentials.
_PLAIN_BYLINE = re.compile(
    r"((?!(?:The|A|I) )(?:(?!(?:Esq|Dipl?)\b)[A-Z][a-z]+|[A-Z]\.)(?: (?:(?!(?:Esq|Dipl?)\b)[A-Z][a-z]+|[A-Z]\.)){1,3})"
    r", ?([A-Za-z]+(?:(?:, |,| )[A-Za-z]+)*)"
)
_NAME_TOKEN = re.compile(r"""(?:[dDlLO]['’])?[^\W\d_](?:[^\W\d_]|[.'’ʼ`·-])*""")
_NICKNAME = re.compile(r"""(?<!\w)[("“'‘][^\W\d_](?:[^\W\d_]|[.' -])*[)"”'’](?!\w)""")
_NICKNAME_MARKS = frozenset("(\"“'‘")
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


def read_byline(line: str) -> Byline | None:
    """The person, if the line consists of a name and at least one credential; else None."""
    if line[-1] in "!?:;" or line[_MAX_LENGTH:]:
        return None
    return _read_byline(line)


@lru_cache(maxsize=8_192)  # the same authors recur, and each line is checked several times
def _read_byline(line: str) -> Byline | None:
    last = line.rpartition(" ")[2]
    if last[-1] not in "),/" and "/" not in last and not is_credential(last):
        return None  # almost every line
    if plain := _PLAIN_BYLINE.fullmatch(line):
        name, rest = plain.groups()
        credentials = rest.replace(",", " ").split()
        if _KNOWN_CREDENTIALS.issuperset(credentials):
            return Byline(name, tuple(credentials))
    bare, note = _cut_note(line) if line[-1] == ")" else (line, None)
    if bare[-1:] != ")" and not is_credential(bare.rstrip(",").replace("/", " ").rpartition(" ")[2]):
        return None  # almost every line
    parts = [part.strip() for part in bare.split(",")]
    if not parts[0]:
        return None
    name, credentials = _peel(parts[0], keep=2 if len(parts) == 1 else 1)
    for part in parts[1:]:
        if not part:  # two commas in a row, or one at the end
            continue
        suffix, rest = _split_suffix(part)
        if suffix and not credentials:
            name = f"{name}, {suffix}"
        elif suffix:
            return None
        found = _credentials(rest)
        if found is None:
            return None
        credentials += found
    if not credentials or not is_name(name) or (" " not in name and not _identify_name(credentials)):
        return None
    return Byline(name, tuple(credentials), note)


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
    bare = text if _NICKNAME_MARKS.isdisjoint(text) else _NICKNAME.sub(" ", text)
    words = bare.replace(",", " ").split()
    if not 1 <= len(words) <= 8 or words[0].lower() in ("the", "a", "i"):
        return False
    capitals = 0
    for word in words:
        if word in _PARTICLES:
            continue
        if not (word.isalpha() or _NAME_TOKEN.fullmatch(word)) or not _starts_as_name(word):
            return False
        capitals += 1
    last = words[-1]
    if last in _PARTICLES or text in _KNOWN_CREDENTIALS:
        return False
    return capitals >= 1 and not (last.endswith(".") and len(last) > 4 and not _SUFFIX.fullmatch(last))


def _starts_as_name(word: str) -> bool:
    """Whether a word starts with a capital, perhaps after a particle (``d'Arcy``, ``al-Sayed``), or has no case."""
    first = word[0]
    if first.isupper() or not (first.isupper() or first.islower()):
        return True
    rest = re.split(r"['’-]", word, maxsplit=1)
    return len(rest) > 1 and rest[1][:1].isupper() and len(rest[0]) <= 3


def _cut_note(line: str) -> tuple[str, str | None]:
    """The line without the note in parentheses at its end, and the note. In ``FRCS (Plast)`` there is none."""
    match = _NOTE.search(line)
    if match and (match[1].lower() in _KNOWN_NOTES or (match[1].islower() and "," in line)):
        return line[: match.start()], match[1]
    return line, None


def _split_suffix(part: str) -> tuple[str | None, str]:
    """The generational suffix (``Jr.``) at the start of a part of a byline, and the rest."""
    first, _, rest = part.partition(" ")
    return (first, rest) if _SUFFIX.fullmatch(first) else (None, part)


def _credentials(part: str) -> list[str] | None:
    """The credentials in a part of a byline; None if any of its words is not a credential."""
    tokens = _CREDENTIAL_TOKENS.findall(part.replace("/", " "))
    return tokens if all(map(is_credential, tokens)) else None


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
    return 2 <= capitals >= len(letters) - capitals and letters not in _REGIONS and not letters.isdigit()


def _peel(text: str, keep: int) -> tuple[str, list[str]]:
    """Name and credentials of a text without commas (``Jane Doe MD FACS``); the name keeps at least ``keep`` words."""
    words = text.split()
    peeled: list[str] = []
    while len(words) > max(keep, 2) and _follows_bare(words[-1], words):
        peeled.insert(0, words.pop())
    return " ".join(words), peeled


def _follows_bare(word: str, words: list[str]) -> bool:
    """Whether the last word is a credential; in a line of capitals only a known one is."""
    if not is_credential(word) or _SUFFIX.fullmatch(word):
        return False
    all_capitals = all(other.isupper() for other in words)
    return not all_capitals or word in _KNOWN_CREDENTIALS
