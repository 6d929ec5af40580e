"""Labels at the beginning of lines that say who speaks: ``Q:``, ``Answer 2:``, ``Patient:``, ``Dr. Reed's Answer``."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_QUESTIONS = (
    "question|ques|query|frage|leserfrage|pregunta|pergunta|domanda|vraag|pytanie|soru|вопрос|питання|"
    "问题|問題|提问|提問|质问|質問|问|問|질문"
)
_ANSWERS = (
    "answer|ans|reply|response|antwort|réponse|respuesta|resposta|risposta|antwoord|odpowiedź|cevap|yanıt|ответ|відповідь|"
    "回答|答案|答|답변"
)
_ASKERS = (
    "patient|customer|client|reader|caller|listener|viewer|visitor|user|member|parent|student|asker|guest|"
    "(?:pet|home|car|dog|cat|horse) ?owner|patientin|kunde|kundin|leser|leserin|paciente|cliente|leitor|lector|"
    "lettore|lecteur|lectrice|klant|lezer|pacjent|klient|пациент|клиент|читатель|患者|顾客|读者"
)
_EXPERTS = (
    "doctor|physician|surgeon|expert|specialist|vet|veterinarian|dentist|nurse|pharmacist|therapist|psychologist|"
    "attorney|lawyer|advisor|adviser|mechanic|technician|engineer|teacher|coach|consultant|agent|support|arzt|ärztin|"
    "experte|expertin|anwalt|médico|médica|experto|experta|especialista|abogado|advogado|médecin|avocat|esperto|"
    "medico|avvocato|arts|deskundige|lekarz|ekspert|prawnik|врач|доктор|эксперт|специалист|юрист|医生|醫生|专家|專家|律师"
)
_SAID = "answer(?:s|ed)|repli(?:es|ed)|respond(?:s|ed)|says|said|writes|wrote|antwortet|répond|responde|отвечает"
_NUMBER = r"(?:\s?#?\d{1,3})?"
_COLON = r"\s?[:：]"
_POINT = r"(?:\s?[:：.)]|\s?[—–-](?=\s))"
_BY = r"(?i: from| by| von| der| des| de| от)"
_ABOUT = r"(?: \([^()]{1,30}\))?"  # age and sex behind a role
_WHICH = r"(?i:(?P<best>best|accepted|chosen) |(?:top|other|our|my|short|full) )?"
_WHOSE = r"(?i:(?:your|my|the) )?"
_DOCTOR = (
    r"(?:Drs?|Dra|Prof|Doctor)\.? ?[A-Z][\w.’'-]{0,30}?"
    r"(?: (?:[A-Z][\w.’'-]{0,30}?|de|del|della|der|den|van|von|la|le|bin|al)){0,8}?"
)
_LETTERS = r"(?:, [A-Z][A-Za-z.]{1,7}){0,4}"  # behind a name: ``, MD, FACS``
_OF = "(?:['’]s (?:Answer|[Rr]eply|[Rr]esponse))?"
_ASKS = re.compile(
    rf"(?P<more>(?i:follow-?up ))?"
    rf"(?:Q{_NUMBER}{_POINT}|{_WHOSE}(?i:{_QUESTIONS}){_NUMBER}(?:{_BY} (?P<who>[^:：]{{2,60}}))?{_COLON}"
    rf"|(?P<person>(?i:{_ASKERS})){_NUMBER}{_ABOUT}{_COLON})\s*(?P<rest>.*)$"
)
_REPLIES = re.compile(
    rf"(?:A{_NUMBER}{_POINT}|{_WHICH}(?i:{_ANSWERS}){_NUMBER}(?:{_BY} (?P<by>[^:：]{{2,60}}))?{_COLON}"
    rf"|(?P<expert>(?i:{_EXPERTS})){_NUMBER}{_OF}{_COLON}|(?P<doctor>{_DOCTOR}{_LETTERS}){_OF}{_COLON})\s*(?P<rest>.*)$"
)
_OWNED = re.compile(
    rf"(?:(?P<owner>{_DOCTOR}|(?i:{_EXPERTS})s?)(?:['’]s|(?<=s)['’])? Answers?(?: is (?:\w+ )?reviewed by .{{2,60}}|:)?"
    rf"|(?:(?i:{_ANSWERS})|Answered|Replied) (?i:by|from):? (?P<by>{_DOCTOR}{_LETTERS}):?"
    rf"|(?P<said>{_DOCTOR}{_LETTERS}) (?:{_SAID}):?|(?P<role>(?:Our|The) (?:{_EXPERTS})) (?:{_SAID}):)$"
)
_HEADINGS = frozenset(f"{_QUESTIONS}|{_ANSWERS}".split("|"))
_HEADING = re.compile(
    rf"(?:{_WHOSE}(?P<asks>(?i:{_QUESTIONS}))|{_WHICH}(?i:{_ANSWERS})(?i:s?)(?: ?\((?P<count>\d{{1,3}})\))?)$"
)
_BUTTONS = frozenset({"reply", "response"})  # alone on a line they are links below posts
_LETTER = re.compile(r"(?P<letter>[A-ZЁА-Я])\s?[:：]\s*(?P<rest>.*)$")
_ALPHABETS = {  # letters of a question, and of an answer to it
    "Q": "R", "F": "AS", "P": "RO", "D": "R", "V": "A", "S": "C", "K": "V", "В": "О", "З": "В",
}  # fmt: skip
_MARKS = re.compile(r"^(?:#{1,6}\s+|[*_]{1,3}(?=\S))")
_SPEAKER = re.compile(
    r"(?i:(?:(?P<asks>asked|submitted|question(?: asked| submitted)?)|answered|replied|written|reviewed"
    r"|answer(?: given| submitted)?) by):? (?P<who>\S.{1,80}?)(?:,? on [^,]{3,12},? (?:19|20)\d\d\b.*)?$"
)
_HEADING_END = max(map(len, _HEADINGS))  # characters of a line that is nothing but a heading: ``Question``
_POINTED = frozenset({"Q.", "A.", "Q ", "A ", *(f"{letter}{mark}" for letter in "QA" for mark in ")0123456789")})
_LONGEST_HEAD = 120  # characters of a line that is a label alone


class Label(NamedTuple):
    """Who begins to speak on a line."""

    asks: bool
    personal: bool = False
    """Whether it names a person or a role, and not the question or the answer."""
    who: str | None = None
    """The person that it names, as printed."""
    rest: str = ""
    """What stands behind it on the line."""
    follows: bool = False
    """Whether it is a further question after an answer."""
    accepted: bool | None = None
    """Whether it says that the asker chose the answer: ``Best Answer``; None if it says nothing of that."""
    counted: int | None = None
    """How many answers follow, if it says so: ``Other Answers (2)``."""


def may_be_labels(lines: Sequence[str]) -> list[str]:
    """The lines in which :func:`read_label` can find a label: a quick look that rules out nearly every line."""
    return [
        line
        for line in lines
        if ":" in line
        or line[:2] in _POINTED
        or line[0] in "*_#["
        or "：" in line
        or (not line[_LONGEST_HEAD:] and "nswer" in line)
        or (not line[_HEADING_END:] and line.casefold() in _HEADINGS)
    ]


def read_label(line: str) -> Label | None:
    """The label that a line begins with; None for any other line."""
    bare = _MARKS.sub("", line)
    if line[0] == "[" and line[-1] == "]":
        bare = line[1:-1]
    if match := _ASKS.match(bare):
        rest, more = _rest(match, bare, line), bool(match["more"])
        return Label(asks=True, personal=bool(match["person"]), who=match["who"], rest=rest, follows=more)
    head = bare.rstrip("*_ ")
    if match := _OWNED.match(head):
        who = match["owner"] or match["by"] or match["said"] or match["role"]
        return Label(asks=False, who=who)
    if match := _REPLIES.match(bare):
        who, best = match["doctor"] or match["by"], bool(match["best"]) or None
        personal = bool(match["expert"] or who)
        return Label(asks=False, personal=personal, who=who, rest=_rest(match, bare, line), accepted=best)
    if (match := _HEADING.match(head)) and not head[0].islower() and head.casefold() not in _BUTTONS:
        counted = int(match["count"]) if match["count"] else None
        return Label(asks=bool(match["asks"]), accepted=bool(match["best"]) or None, counted=counted)
    return None


def letters_of(lines: Sequence[str]) -> str:
    """The letters with which a text of another language marks a question and its answers: ``FA``; "" if it has none.

    A question has its letter above all answers, and there is at least one line of both.
    """
    near = [line for line in lines if ":" in line[1:3] or "：" in line[1:3]]
    found = [match["letter"] for line in near if (match := _LETTER.match(line))]
    replies = _ALPHABETS.get(found[0], "") if found else ""
    used = [letter for letter in replies if letter in found]
    return found[0] + used[0] if len(used) == 1 and set(found) == {found[0], used[0]} else ""


def read_letter(line: str, letters: str) -> Label | None:
    """The label of a line that begins with one of the two letters of :func:`letters_of`; None for any other line."""
    match = _LETTER.match(line)
    return Label(asks=match["letter"] == letters[0], rest=match["rest"].strip()) if match else None


def read_speaker(line: str) -> tuple[bool, str] | None:
    """Whether a line such as ``Asked by: Ann Lee, Leeds`` names the asker, and the name with what follows it."""
    match = _SPEAKER.match(line)
    return (bool(match["asks"]), match["who"].strip()) if match else None


def _rest(match: re.Match[str], bare: str, line: str) -> str:
    rest = match["rest"].strip()
    return rest.strip("*_ ") if bare != line else rest
