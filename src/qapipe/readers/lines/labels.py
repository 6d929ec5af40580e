"""Labels at the beginning of lines that say who speaks: ``Q:``, ``Answer 2:``, ``Patient:``, ``Dr. Reed's Answer``."""

import re
from typing import NamedTuple

_QUESTIONS = (
    "question|frage|pregunta|pergunta|domanda|vraag|pytanie|soru|вопрос|питання|"
    "问题|問題|提问|提問|质问|質問|问|問|질문"
)
_ANSWERS = (
    "answer|reply|response|antwort|réponse|respuesta|resposta|risposta|antwoord|odpowiedź|cevap|yanıt|ответ|відповідь|"
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
_BY = r"(?i: from| by| von| de| от)"
_DOCTOR = r"(?:Drs?|Dra|Prof|Doctor)\.? ?[A-Z][\w.’' -]{0,50}?"
_LETTERS = r"(?:, [A-Z][A-Za-z.]{1,7}){0,4}"  # behind a name: ``, MD, FACS``
_OF = "(?:['’]s Answer)?"
_ASKS = re.compile(
    rf"(?P<more>(?i:follow-?up ))?"
    rf"(?:Q{_NUMBER}\s?[:：.]|(?i:{_QUESTIONS}){_NUMBER}(?:{_BY} (?P<who>[^:：]{{2,60}}))?{_COLON}"
    rf"|(?P<person>(?i:{_ASKERS})){_NUMBER}{_COLON})\s*(?P<rest>.*)$"
)
_REPLIES = re.compile(
    rf"(?:A{_NUMBER}\s?[:：.]|(?i:{_ANSWERS}){_NUMBER}(?:{_BY} (?P<by>[^:：]{{2,60}}))?{_COLON}"
    rf"|(?P<expert>(?i:{_EXPERTS})){_NUMBER}{_OF}{_COLON}|(?P<doctor>{_DOCTOR}{_LETTERS}){_OF}{_COLON})\s*(?P<rest>.*)$"
)
_OWNED = re.compile(
    rf"(?:(?P<owner>{_DOCTOR}|(?i:{_EXPERTS})s?)(?:['’]s|(?<=s)['’])? Answers?:?"
    rf"|(?:(?i:{_ANSWERS})|Answered|Replied) (?i:by|from):? (?P<by>{_DOCTOR}{_LETTERS}):?"
    rf"|(?P<said>{_DOCTOR}{_LETTERS}) (?:{_SAID}):?)$"
)
_HEADINGS = frozenset(f"{_QUESTIONS}|{_ANSWERS}".split("|"))
_HEADING = re.compile(rf"(?i:(?P<asks>{_QUESTIONS})|{_ANSWERS})$")
_MARKS = re.compile(r"^(?:#{1,6}\s+|[*_]{1,3}(?=\S))")
_SPEAKER = re.compile(
    r"(?i:(?:(?P<asks>asked|submitted|question)|answered|replied|written|reviewed|answer) by):? (?P<who>\S.{1,80})$"
)
_HEADING_END = max(map(len, _HEADINGS))  # characters of a line that is nothing but a heading: ``Question``
_POINTED = frozenset({"Q.", "A.", "Q ", "A ", *(f"{letter}{digit}" for letter in "QA" for digit in "0123456789")})
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


def may_be_label(line: str) -> bool:
    """Whether :func:`read_label` can find a label: a quick look that rules out nearly every line."""
    if ":" in line or line[:2] in _POINTED or "：" in line or line[0] in "*_#":
        return True
    if line[_HEADING_END:]:
        return "nswer" in line and not line[_LONGEST_HEAD:]
    return line.casefold() in _HEADINGS or "nswer" in line


def read_label(line: str) -> Label | None:
    """The label that a line begins with; None for any other line."""
    bare = _MARKS.sub("", line)
    if match := _ASKS.match(bare):
        rest, more = _rest(match, bare, line), bool(match["more"])
        return Label(asks=True, personal=bool(match["person"]), who=match["who"], rest=rest, follows=more)
    head = bare.rstrip("*_ ")
    if match := _OWNED.match(head):
        who = match["owner"] or match["by"] or match["said"]
        return Label(asks=False, who=who)
    if match := _REPLIES.match(bare):
        who = match["doctor"] or match["by"]
        return Label(asks=False, personal=bool(match["expert"] or who), who=who, rest=_rest(match, bare, line))
    if match := _HEADING.match(head):
        return Label(asks=bool(match["asks"]))
    return None


def read_speaker(line: str) -> tuple[bool, str] | None:
    """Whether a line such as ``Asked by: Ann Lee, Leeds`` names the asker, and the name with what follows it."""
    match = _SPEAKER.match(line)
    return (bool(match["asks"]), match["who"].strip()) if match else None


def _rest(match: re.Match[str], bare: str, line: str) -> str:
    rest = match["rest"].strip()
    return rest.strip("*_ ") if bare != line else rest
