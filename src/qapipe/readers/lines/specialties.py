"""Splits a line into place and specialty, without a list of places.

``Beverly Hills Facial Plastic Surgeon`` -> location ``Beverly Hills``, specialty ``Facial Plastic Surgeon``.

The specialty is at the end: a head noun (``Surgeon``, anything in ``-ologist``) and the qualifying words to its left.
The rest is the place. The vocabulary below covers professions in general, not those of one site.
"""

import re
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import product
from typing import NamedTuple

_HEAD_NOUNS = frozenset(
    "surgeon surgeons physician doctor dentist nurse practitioner assistant specialist technician aesthetician "
    "esthetician therapist provider director injector consultant hygienist professional expert trainer coach "
    "counselor counsellor midwife clinician artist technologist practice clinic center centre spa medspa "
    "surgery medicine dentistry gyn ob/gyn obgyn ob-gyn generalist attorney lawyer advisor adviser accountant "
    "architect engineer electrician contractor plumber designer planner agent broker realtor vet teacher tutor "
    "pharmacist chiropractor intensivist hospitalist educator electrologist stylist masseuse masseur "
    "acupuncturist healer scientist phlebotomist sonographer radiographer paramedic anesthetist anaesthetist "
    "orthotist cosmetologist fellow resident".split()
)
_HEAD_SHAPE = re.compile(
    r".*(?:ologists?|iatrists?|iatricians?|metrists?|ontists?|opaths?|opathist|practors?|icians?|ologie|ology|iatry|"
    r"[a-z]{4,}(?<!pers)(?<!cons)(?<!res)(?<!checkl)ists?|ontics|therapists?|eticians?|ticians?|geons?|grapher|scopist|plasty|urgist|ysicist|etrician)",
    re.IGNORECASE,
)
# Head nouns that are a field, place or procedure, not a profession; headlines may end in them, too.
_NOBODY = frozenset("practice clinic center centre spa medspa surgery medicine dentistry".split())
# Endings that only professions have; some surnames end in -ist (Holmquist).
_PERSON_SHAPE = re.compile(
    r".*(?:ologists?|iatrists?|iatricians?|metrists?|odontists?|(?<!p)ontists?|naturopath|osteopath|homeopath|practors?|"
    r"therapists?|eticians?|ticians?|urgeons?|ternists?|itionists?|optists?)",
    re.IGNORECASE,
)
ENDS = frozenset(
    "".join(spelling)
    for end in {noun[-3:] for noun in _HEAD_NOUNS - _NOBODY}.union("ist sts ian ans ath tor ors eon ons".split())
    for spelling in product(*((letter, letter.upper()) for letter in end))
)
"""The last three letters of all words that are certainly a profession (:func:`is_profession`)."""
# Words that are never part of a place name: a line with one of them is a sentence or a headline.
_NO_PLACE = frozenset(
    "your my our their his her a an to with before after during about from by for if or when without than vs dr dr. "
    "professor prof prof. mr mrs ms".split()
)
# Words that qualify a head noun. Words that often end a place name (Bay, Beach, Park, Head ...) must not be included.
_QUALIFIERS = frozenset(
    "facial plastic oculoplastic oculofacial dermatologic dermatological dermatology cosmetic aesthetic "
    "esthetic reconstructive maxillofacial oral craniofacial cranio-maxillofacial vascular endovascular venous "
    "vein phlebology bariatric general hair restoration transplant transplantation nurse physician registered "
    "licensed board certified eligible double triple dual fellowship trained certificate master medical "
    "clinical surgical laser skin skincare care breast body contouring burn hand wrist foot ankle spine spinal "
    "orthopedic orthopaedic trauma cardiac cardiothoracic thoracic colorectal colon rectal pediatric "
    "paediatric neurological neuro ophthalmic ophthalmology eye eyelid lasik cataract retina corneal ear nose "
    "throat ent sinus sleep family internal emergency preventive preventative functional integrative holistic "
    "naturopathic homeopathic osteopathic regenerative anti-aging antiaging wellness weight loss obesity pain "
    "management interventional sports occupational physical speech massage mental behavioral reproductive "
    "fertility gynecologic gynecological gynaecological obstetric obstetrics gynecology urologic urological "
    "urogynecologic oncologic oncology mohs micrographic dermatopathology pathology dental implant restorative "
    "prosthetic endodontic orthodontic periodontal cosmetology permanent makeup micropigmentation tattoo "
    "removal lymphedema lymphatic wound scar scars revision certified-registered advanced primary urgent "
    "critical intensive palliative geriatric adolescent adult acute neonatal diagnostic nuclear radiation "
    "rheumatology allergy immunology infectious disease endocrine diabetes metabolic liver kidney renal "
    "transgender gender rhinoplasty liposuction injectable injection injector botox filler aesthetics "
    "cosmetics beauty medspa spa acupuncture chinese veterinary animal immigration divorce criminal injury tax "
    "corporate employment estate landscape interior civil structural mechanical electrical software "
    "certified-nurse oculo-plastic microvascular minimally invasive robotic peripheral nerve limb joint knee "
    "hip shoulder elbow sport exercise nutrition dietetic trichology scalp ob gyn obgyn ob/gyn women's women’s "
    "men's men’s womens mens health healthcare senior chief lead head-and-neck consultant".split()
)
_QUALIFIER_SHAPE = re.compile(
    r".*(?:ologic|ological|opedic|opaedic|iatric|plastic|facial|vascular|dontic|surgical|structive|otherapy|ological|"
    r"maxillary|opathic|esthetic|aesthetic|oscopic)",
    re.IGNORECASE,
)
_CONNECTORS = frozenset({"and", "&", "of", "in", "for", "–", "-", "/", "the", "with"})
_PHRASES = (("head", "and", "neck"), ("head", "&", "neck"))
_PHRASE_ENDS = frozenset(phrase[-1] for phrase in _PHRASES)
_ADDITION = re.compile(
    r"[,;–-]\s*(?=(?:Board|Double|Dual|Fellowship|Certified|Member|Specialist|Specializ|Specialis)\b)"
)
_ADDITION_MARKS = frozenset(",;–-")
_LINKING_WORDS = frozenset(
    "de del la las los le les of the and do da dos di am an der den sur en upon on al el d'alene y &".split()
)
_SENTENCE_START = frozenset(
    "i you your we our my he she it they this that these those a an the see ask consult find visit choose seek "
    "please as if in by from with and but or for to at on is are was be any every most many some no not only "
    "when who which what how why look go make consider call contact get talk speak dear hi hello thanks good "
    "best local certified experienced qualified another each both all well about".split()
)
MAX_LENGTH = 90
"""Maximum length, in characters, of a line that is recognised by its form alone."""
NO_END = ".!?:;,"
"""Characters with which such a line does not end."""


class PlaceAndSpecialty(NamedTuple):
    """Place and profession of an author, as printed."""

    location: str | None
    specialty: str


_split: Callable[[tuple[str | None, str]], PlaceAndSpecialty] = partial(tuple.__new__, PlaceAndSpecialty)


@lru_cache(maxsize=8_192)  # the same authors recur
def split_place_and_specialty(line: str) -> PlaceAndSpecialty | None:
    """Place and specialty of a line that must have them, because it is next to a rating or name.

    If no word is in the vocabulary, the last word is the specialty. None only if the line is empty or too long.
    """
    if line[MAX_LENGTH + 60 :] or not line:
        return None
    main, addition = _cut_addition(line) if _ADDITION.search(line) else (line, "")
    words = main.split()
    roles = list(map(_role, words))
    start = _specialty_start(words, roles)
    if start is None:
        start = len(words) - 1
    location = " ".join(words[:start])
    if location[-1:] == ",":
        location = location.rstrip(",")
    return _split((location or None, " ".join(words[start:]) + addition))


def recognise_place_and_specialty(line: str) -> PlaceAndSpecialty | None:
    """Place and specialty of a line recognised by its form alone; None for any other line.

    It must be short, not end like a sentence, start with a capitalised place and end with a profession. ``See your
    Plastic Surgeon`` and ``I am a Beverly Hills Plastic Surgeon`` are sentences.
    """
    if line[MAX_LENGTH:] or line[-1:] in NO_END:
        return None
    if not is_profession(line[line.rfind(" ") + 1 :]) and not ("," in line and _ADDITION.search(line)):
        return None  # almost every line
    return _recognise(line)


@lru_cache(maxsize=8_192)
def _recognise(line: str) -> PlaceAndSpecialty | None:
    main, addition = _cut_addition(line) if _ADDITION.search(line) else (line, "")
    words = main.split()
    if not is_profession(words[-1]):
        return None
    roles = list(map(_role, words))
    start = _specialty_start(words, roles)
    if not start or start > 6 or roles[start - 1] & _LINKS:
        return None
    if roles[0] & _STARTS_SENTENCE and not (words[0] == "The" and start > 1):
        return None
    for role in roles[:start]:
        if role & _IN_NO_PLACE or not role & _IN_PLACE:
            return None
    for role in roles[start:]:
        if not role & (_CAPITAL | _CONNECTS):
            return None
    location = " ".join(words[:start])
    return _split((location.rstrip(",") if location[-1] == "," else location, " ".join(words[start:]) + addition))


def recognise_profession(line: str) -> PlaceAndSpecialty | None:
    """The specialty, if the whole line is one (``Board Certified Dermatologist``); else None."""
    if line[MAX_LENGTH:] or line[-1:] in NO_END or not line[0].isupper():
        return None
    if _ADDITION_MARKS.isdisjoint(line) and not _is_head(line[line.rfind(" ") + 1 :]):
        return None  # rules out almost every line
    words = _cut_addition(line)[0].split()
    if _specialty_start(words, list(map(_role, words))) != 0:
        return None
    return PlaceAndSpecialty(None, line)


def split_at_place(line: str, place: str) -> PlaceAndSpecialty | None:
    """The line, split after a known place; None if it does not start with that place."""
    if line.lower().startswith(place.lower() + " ") and len(line) > len(place) + 1:
        return PlaceAndSpecialty(line[: len(place)], line[len(place) + 1 :])
    return None


def _cut_addition(line: str) -> tuple[str, str]:
    """The line, and the addition after a comma or dash (``, Board Certified in Dermatology``), or ``""``."""
    match = _ADDITION.search(line)
    if match is None:
        return line, ""
    main = line[: match.start()].rstrip()
    return (main, line[len(main) :]) if main else (line, "")


def _specialty_start(words: list[str], roles: list[int]) -> int | None:
    """Index of the first word of the specialty; None if the last word is not a head noun."""
    if not roles[-1] & _HEAD:
        return None
    start = len(words)
    while start > 0:
        role = roles[start - 1]
        if role & _ENDS_PHRASE and (phrase := next((p for p in _PHRASES if _ends_with(words[:start], p)), None)):
            start -= len(phrase)
        elif role & _QUALIFIES or (start > 1 and role & _CONNECTS and roles[start - 2] & _QUALIFIES):
            start -= 1
        else:
            break
    return start


def _ends_with(words: list[str], phrase: tuple[str, ...]) -> bool:
    return tuple(word.lower().rstrip(",") for word in words[-len(phrase) :]) == phrase


# What a word can be in a line of place and specialty, as bits: the head noun of a specialty, a word in front of it, a
# connector (``and``, ``of``), the last word of one of _PHRASES, a word of a place name, a word that is in none, a
# linking word, which never ends a place name (``d'Alene`` is not one), a capitalised word, one that starts sentences.
_HEAD, _QUALIFIES, _CONNECTS, _ENDS_PHRASE, _IN_PLACE, _IN_NO_PLACE, _LINKS, _CAPITAL, _STARTS_SENTENCE = (
    1 << bit for bit in range(9)
)


@lru_cache(maxsize=8_192)  # lines consist of the same words
def _role(word: str) -> int:
    """What a word can be, as a sum of the above."""
    low = word.lower()
    roles = (
        (_HEAD, _is_head(word)),
        (_QUALIFIES, _qualifies(word)),
        (_CONNECTS, low in _CONNECTORS),
        (_ENDS_PHRASE, low in _PHRASE_ENDS),
        (_IN_PLACE, _is_place_word(word)),
        (_IN_NO_PLACE, low in _NO_PLACE),
        (_LINKS, word[0].islower() and word[1:2] not in ("'", "’")),
        (_CAPITAL, word[0].isupper()),
        (_STARTS_SENTENCE, low in _SENTENCE_START),
    )
    return sum(role for role, has in roles if has)


@lru_cache(maxsize=8_192)
def is_profession(word: str) -> bool:
    """Whether a word is certainly a profession, as opposed to a field, procedure or surname."""
    low = word.lower().strip("(),")
    if low in _HEAD_NOUNS:
        return low not in _NOBODY
    return len(low) > 6 and _PERSON_SHAPE.fullmatch(low) is not None


@lru_cache(maxsize=8_192)
def _is_head(word: str) -> bool:
    """Whether a word can be the head noun of a specialty."""
    low = word.lower().strip("(),")
    return low in _HEAD_NOUNS or (len(low) > 6 and _HEAD_SHAPE.fullmatch(low) is not None)


def _qualifies(word: str) -> bool:
    """Whether a word can qualify a head noun."""
    low = word.lower().strip("(),")
    return low in _QUALIFIERS or (len(low) > 7 and _QUALIFIER_SHAPE.fullmatch(low) is not None) or _is_head(word)


def _is_place_word(word: str) -> bool:
    """Whether a word can be part of a place name: capitalised, or a linking word."""
    first = word[0]
    if not (first.islower() or first.isdigit()):
        return True
    return word.lower() in _LINKING_WORDS or word[1:2] in ("'", "’")
