"""Labels of all languages and forms: who speaks, and what stands behind the label on its line."""

import pytest

from qapipe.readers.lines.labels import Label, letters_of, may_be_labels, read_label, read_letter, read_speaker

LONG = "x" * 30


def may_be_label(line: str) -> bool:
    return may_be_labels([LONG, line]) == [line]


@pytest.mark.parametrize(
    "line",
    ["Q: Why?", "Q. Why?", "Q：Why?", "Q1: Why?", "Q #12: Why?", "Q 3 : Why?",
     "Question: Why?", "QUESTION 2: Why?", "question : Why?", "Frage: Why?", "Pregunta: Why?", "Pergunta: Why?",
     "Domanda: Why?", "Vraag: Why?", "Pytanie: Why?", "Soru: Why?", "Вопрос: Why?", "Питання: Why?", "问题：Why?",
     "問題：Why?", "提问：Why?", "提問：Why?", "质问：Why?", "質問：Why?", "问：Why?", "問：Why?", "질문: Why?"],
)  # fmt: skip
def test_questions(line: str) -> None:
    assert may_be_label(line) is True
    assert read_label(line) == Label(asks=True, personal=False, who=None, rest="Why?")


@pytest.mark.parametrize(
    "line",
    ["A: Oil.", "A. Oil.", "A1: Oil.", "A #12: Oil.", "Answer: Oil.", "ANSWER 2: Oil.", "Reply: Oil.", "Response: Oil.",
     "Antwort: Oil.", "Réponse: Oil.", "Respuesta: Oil.", "Resposta: Oil.", "Risposta: Oil.", "Antwoord: Oil.",
     "Odpowiedź: Oil.", "Cevap: Oil.", "Yanıt: Oil.", "Ответ: Oil.", "Відповідь: Oil.", "回答：Oil.", "答案：Oil.",
     "答：Oil.", "답변: Oil."],
)  # fmt: skip
def test_answers(line: str) -> None:
    assert may_be_label(line) is True
    assert read_label(line) == Label(asks=False, personal=False, who=None, rest="Oil.")


@pytest.mark.parametrize(
    "role", ["Patient", "CLIENT", "Car owner", "Petowner", "Leserin", "Cliente", "患者", "читатель"]
)
def test_roles_that_ask(role: str) -> None:
    assert read_label(f"{role}: Why?") == Label(asks=True, personal=True, who=None, rest="Why?")
    assert read_label(f"{role} 2: Why?") == Label(asks=True, personal=True, who=None, rest="Why?")


@pytest.mark.parametrize("role", ["Doctor", "EXPERT", "Lawyer", "Ärztin", "Médico", "avocat", "врач", "律师"])
def test_roles_that_answer(role: str) -> None:
    assert read_label(f"{role}: Oil.") == Label(asks=False, personal=True, who=None, rest="Oil.")
    assert read_label(f"{role} 2: Oil.") == Label(asks=False, personal=True, who=None, rest="Oil.")


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Question from Ann Lee: Why?", Label(True, False, "Ann Lee", "Why?")),
        ("Frage von Ann Lee: Why?", Label(True, False, "Ann Lee", "Why?")),
        ("Follow-up question: And now?", Label(True, False, None, "And now?", follows=True)),
        ("Followup Q: And now?", Label(True, False, None, "And now?", follows=True)),
        ("Answer by Tom Ruiz: Oil.", Label(False, True, "Tom Ruiz", "Oil.")),
        ("Ответ от Tom Ruiz: Oil.", Label(False, True, "Tom Ruiz", "Oil.")),
        ("Dr. Reed: Oil.", Label(False, True, "Dr. Reed", "Oil.")),
        ("Prof. Ann Reed, MD, FACS: Oil.", Label(False, True, "Prof. Ann Reed, MD, FACS", "Oil.")),
        ("Dr. Reed's Answer: Oil.", Label(False, True, "Dr. Reed", "Oil.")),
        ("Dr. Reed’s Answer:", Label(False, False, "Dr. Reed", "")),
        ("Doctor's Answer: Oil.", Label(False, True, None, "Oil.")),
        ("Dr. Reed's Answer", Label(False, False, "Dr. Reed", "")),
        ("Doctors’ Answers:", Label(False, False, "Doctors", "")),
        ("Doctor's answer", None),
        ("Answered by Dr. Reed", Label(False, False, "Dr. Reed", "")),
        ("Replied from: Dr. Reed, MD:", Label(False, False, "Dr. Reed, MD", "")),
        ("Antwort by Dr. Reed", Label(False, False, "Dr. Reed", "")),
        ("Dr. Reed answers:", Label(False, False, "Dr. Reed", "")),
        ("Dr. Reed, MD replied", Label(False, False, "Dr. Reed, MD", "")),
        ("Question", Label(True, False, None, "")),
        ("ANSWER", Label(False, False, None, "")),
        ("Answer **", Label(False, False, None, "")),
        ("## Answer", Label(False, False, None, "")),
        ("**Q:** Why?", Label(True, False, None, "Why?")),
        ("**Answer: Oil.**", Label(False, False, None, "Oil.")),
        ("Q: *Why?*", Label(True, False, None, "*Why?*")),
        ("A: __Oil__", Label(False, False, None, "__Oil__")),
        ("Q:", Label(True, False, None, "")),
        ("Questions are welcome", None),
        ("Answers vary", None),
        ("Quality: good", None),
        ("Apple: red", None),
        ("Note: oil the pegs", None),
    ],
)
def test_forms(line: str, label: Label | None) -> None:
    assert read_label(line) == label


def test_a_heading_that_names_who_answers_is_a_short_line() -> None:
    doctor = ("Dr. " + "Reed " * 9).strip()
    letters = ", Abcdefgh" * 4
    line = f"Answered by: {doctor}{letters}"
    assert len(line) < 120
    assert read_label(line) == Label(False, False, f"{doctor}{letters}", "")
    edge = "Reply by: Dr. A, MD".ljust(120, "_")
    assert read_label(edge) == Label(False, False, "Dr. A, MD", "")


@pytest.mark.parametrize(
    ("line", "may"),
    [("Q. Why?", True), ("A Oil.", True), ("Q1 why", True), ("A9 why", True), ("B. Why?", False), ("C：d", True),
     ("*bold", True), ("_low", True), ("#head", True), ("Oil", False), ("Oil it: now", True), ("QUESTION", True),
     ("Pregunta", True), ("відповідь", True), ("відповідьx", False),
     ("Ответ", True), ("Odpowiedź", True), ("no answer", True), ("Dr. Reed's Answer is this", True),
     ("Answer".ljust(16, "x"), True), ("Answer".ljust(120, "x"), True), ("Answer".ljust(121, "x"), False),
     ("Question".ljust(17), False), ("Oil".ljust(40, "x"), False)],
)  # fmt: skip
def test_the_quick_look(line: str, *, may: bool) -> None:
    assert may_be_label(line) is may


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Asked by: Ann Lee, Leeds", (True, "Ann Lee, Leeds")),
        ("Asked by Ann Lee ", (True, "Ann Lee")),
        ("Submitted by: Ann", (True, "Ann")),
        ("QUESTION by: Ann", (True, "Ann")),
        ("Answered by: Tom Ruiz", (False, "Tom Ruiz")),
        ("Replied by Tom Ruiz", (False, "Tom Ruiz")),
        ("Written by: Tom Ruiz", (False, "Tom Ruiz")),
        ("Reviewed by: Tom Ruiz", (False, "Tom Ruiz")),
        ("Answer by: Tom Ruiz", (False, "Tom Ruiz")),
        ("ANSWERED BY Tom Ruiz", (False, "Tom Ruiz")),
        ("Asked By: Ann", (True, "Ann")),
        ("Answered by: T", None),
        ("Answered by: " + "T" * 81, (False, "T" * 81)),
        ("Answered by: " + "T" * 82, None),
        ("Asked at: Leeds", None),
        ("I was asked by: Ann", None),
    ],
)
def test_speakers(line: str, said: tuple[bool, str] | None) -> None:
    assert read_speaker(line) == said


@pytest.mark.parametrize(
    ("lines", "letters"),
    [
        (["F: Why?", "A: Oil."], "FA"), (["F: Why?", "S: Oil."], "FS"), (["P: Why?", "R: Oil."], "PR"),
        (["P : Why?", "O: Oil."], "PO"), (["В: Why?", "О: Oil.", "О: Wax."], "ВО"), (["Q: Why?", "R: Oil."], "QR"),
        (["Note: Why?", "V：Why?", "A：Oil."], "VA"),
        (["Q: Why?", "A: Oil."], ""), (["A: Oil.", "F: Why?"], ""), (["F: Why?"], ""),
        (["P: Why?", "R: a", "O: b"], ""),
        (["F: Why?", "A: Oil.", "X: Wax."], ""), (["F. Why?", "A. Oil."], ""), ([], ""),
    ],
)  # fmt: skip
def test_letters_of_other_languages(lines: list[str], letters: str) -> None:
    assert letters_of(lines) == letters


def test_a_line_with_such_a_letter() -> None:
    assert read_letter("F : Why?", "FA") == Label(True, rest="Why?")
    assert read_letter("A: Oil.", "FA") == Label(False, rest="Oil.")
    assert read_letter("Felt: Oil.", "FA") is None


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Best Answer: Oil.", Label(False, rest="Oil.", accepted=True)),
        ("Accepted Answer", Label(False, accepted=True)),
        ("Other Answers (12)", Label(False, counted=12)),
        ("Answers", Label(False)),
        ("Our Answer:", Label(False)),
        ("Your Question: Why?", Label(True, rest="Why?")),
        ("Your Answer", None),
        ("reply", None),
        ("Reply", None),
        ("question", None),
        ("Q) Why?", Label(True, rest="Why?")),
        ("A - Oil.", Label(False, rest="Oil.")),
        ("A-frame looms", None),
        ("[Answer]", Label(False)),
        ("Client (51, male): Why?", Label(True, personal=True, rest="Why?")),
        ("Doctor's reply: Oil.", Label(False, personal=True, rest="Oil.")),
        ("The vet answers:", Label(False, who="The vet")),
        ("Doctor Answer is medically reviewed by the team.", Label(False, who="Doctor")),
        ('Dr. Ann Reed says: "Oil."', None),
        ("Dr. Ann van Reed: Oil.", Label(False, True, "Dr. Ann van Reed", "Oil.")),
        ("Antwort der Redaktion: Oil.", Label(False, True, "Redaktion", "Oil.")),
    ],
)
def test_more_forms(line: str, label: Label | None) -> None:
    assert read_label(line) == label
    assert label is None or may_be_label(line)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Answered by Dr. Ann Lee on May 3, 2014", (False, "Dr. Ann Lee")),
        ("Answered by Ann Lee, on 3 May 2014 at noon", (False, "Ann Lee")),
        ("Question submitted by Ann Lee of Leeds", (True, "Ann Lee of Leeds")),
        ("Answer given by Ann Lee", (False, "Ann Lee")),
        ("Answered by Ann on Sunday", (False, "Ann on Sunday")),
    ],
)
def test_speakers_and_when(line: str, said: tuple[bool, str]) -> None:
    assert read_speaker(line) == said
