"""Texts whose labels say who speaks: each label and signature, and lines that only look like one."""

import pytest

from qapipe.page.document import HtmlDocument, TextDocument
from qapipe.readers.site import Layout, Reading
from qapipe.readers.sites.qa_text import SITE
from qapipe.records.noise import NoiseRule

ONE, FAQ = SITE.layouts
TITLE = "How do I quiet a loom?"
SAID = "Tap each peg with a mallet, and put felt under the feet of the loom at once."
ASKED = "It rattles since we moved."


def layout_of(text: str) -> Layout | None:
    """The layout that takes the text for its own."""
    own = [layout for layout in SITE.layouts if layout.recognises(TextDocument(text))]
    assert len(own) <= 1
    return own[0] if own else None


def reading(text: str) -> Reading:
    layout = layout_of(text)
    assert layout is not None, text
    return layout.read(TextDocument(text))


QUESTION_LABELS = (
    "Q: ", "Q:", "Q. ", "Q 1: ", "Q12. ", "Question: ", "Question 3: ", "Frage: ", "Pregunta: ", "Pergunta: ",
    "Domanda: ", "Вопрос: ", "问：", "問：", "质问：", "Patient: ", "Customer: ", "Client: ", "Reader: ", "Paciente: ",
    "Kunde: ", "Patient : ",
)  # fmt: skip
ANSWER_LABELS = (
    "A: ", "A. ", "A 1: ", "A2: ", "Answer: ", "Reply: ", "Response: ", "Antwort: ", "Respuesta: ", "Resposta: ",
    "Risposta: ", "Ответ: ", "答：", "回答：", "Doctor: ", "Expert: ", "Dr. Reed: ", "Dr. Ann Reed-Ho: ", "Médico: ",
    "Arzt: ", "Answer 12: ", "Dr. O’Hara: ",
)  # fmt: skip
OWNERS = {
    "Dr. Reed's Answer": "Reed", "Dr. Ann Reed’s Answer:": "Ann Reed", "Dr.Reed's Answers": None,
    "Doctor's Answer": None, "Expert Answers:": None, "Doctors’ Answers": None, "Experts' Answers": None,
    "Dr. Rees' Answer": "Rees", "Dr. Rees’ Answer": "Rees",
}  # fmt: skip


@pytest.mark.parametrize("label", QUESTION_LABELS)
def test_labels_of_questions(label: str) -> None:
    found = reading(f"{TITLE}\n\n{label}{ASKED}\n\nA: {SAID}")
    assert (found.question.title, found.question.body) == (TITLE, ASKED)
    assert [answer.body for answer in found.answers] == [SAID]


@pytest.mark.parametrize("label", ANSWER_LABELS)
def test_labels_of_answers(label: str) -> None:
    found = reading(f"{TITLE}\n\nQ: {ASKED}\n\n{label}{SAID}")
    assert (found.question.title, found.question.body) == (TITLE, ASKED)
    name = label.removeprefix("Dr. ").rstrip(": ") if label.startswith("Dr. ") else None
    assert [(answer.position, answer.body, answer.author_name) for answer in found.answers] == [(1, SAID, name)]


@pytest.mark.parametrize("label", OWNERS)
def test_lines_that_say_whose_answer_follows(label: str) -> None:
    for asked in (f"Q: {ASKED}\n\n", ""):
        found = reading(f"{TITLE}\n\n{asked}{label}\n{SAID}")
        assert (found.question.title, found.question.body) == (TITLE, ASKED if asked else None)
        assert [(answer.body, answer.author_name) for answer in found.answers] == [(SAID, OWNERS[label])]


@pytest.mark.parametrize(
    "text",
    [
        f"{TITLE}\n\n{ASKED}\n\n{SAID}",
        f"{TITLE}\n\nA: {SAID}",
        f"{TITLE}\n\nQ: {ASKED} {SAID}",
        f"Looms\n\nDr. Reed's Answer\n{SAID}",
        f"{TITLE}\n1\n2\n3\nDr. Reed's Answer\n{SAID}",
        f"{TITLE}\n\nQ {ASKED}\n\nAnswer {SAID}",
        f"{TITLE}\n\nFAQ: {ASKED}\n\nNB: {SAID}",
        f"{TITLE}\n\nq: {ASKED}\n\na: {SAID}",
        f"Why?\n\nDr. Reed's Answer\n{SAID}",
        f"{'x' * 170}?\n\nDr. Reed's Answer\n{SAID}",
        f"Q: {ASKED}\nA: {'x' * 59}",
        f"Q: {ASKED}\nA:\n\nB: {SAID}"[:30],
    ],
)
def test_texts_without_labels_of_both(text: str) -> None:
    assert layout_of(text) is None


@pytest.mark.parametrize("title", ["Why two?", "x" * 169 + "?", "冬天的织机怎么办呢？"])
def test_titles_above_an_answer(title: str) -> None:
    assert reading(f"{title}\n1\n2\nDr. Reed's Answer\n{SAID}").question.title == title


def test_answers_of_sixty_letters_are_enough() -> None:
    assert layout_of(f"Q: {ASKED}\nA: {'x' * 60}") is ONE
    assert layout_of(f"Q: {ASKED}\nA: {'x' * 30}\n{'y' * 30}") is ONE


@pytest.mark.parametrize(
    ("above", "asked", "title", "body"),
    [
        ("Loom advice\nWelcome\n", ASKED, "Loom advice", ASKED),
        ("Loom advice\nWhy drums?\nIs it loud?\n", ASKED, "Is it loud?", ASKED),
        ("Is it loud?\nby us\nin May\n", ASKED, "Is it loud?", ASKED),
        ("Loom advice\nIs it loud?\nby us\nin May\nof us\n", ASKED, "Loom advice", ASKED),
        ("Looms\n" + "x" * 171 + "\nLoom advice\n", ASKED, "Loom advice", ASKED),
        ("Looms ok\n", ASKED, "Looms ok", ASKED),
        ("x" * 170 + "\n", ASKED, "x" * 170, ASKED),
        ("", ASKED, ASKED, None),
        ("Looms\n", ASKED, ASKED, None),
        ("", "x" * 170, "x" * 170, None),
        ("", "x" * 171, None, "x" * 171),
        ("", f"{ASKED}\nWhat is it?", None, f"{ASKED}\nWhat is it?"),
    ],
)
def test_title_and_question(above: str, asked: str, title: str | None, body: str | None) -> None:
    question = reading(f"{above}Q: {asked}\nA: {SAID}").question
    assert (question.title, question.body) == (title, body)


@pytest.mark.parametrize(
    ("line", "asker", "place"),
    [
        ("— Ada, Oslo", "Ada", "Oslo"), ("- Ada", "Ada", None), ("–– Ada, Oslo, Norway", "Ada", "Oslo, Norway"),
        ("—Ada", "Ada", None), ("Ada, Oslo", None, None), ("- " + "x" * 40, "x" * 40, None),
        ("- " + "x" * 41, None, None),
        ("- Ada, " + "x" * 60, "Ada", "x" * 60), ("- Ada, " + "x" * 61, None, None), ("- Ada,X", None, None),
    ],
)  # fmt: skip
def test_who_asked_and_where(line: str, asker: str | None, place: str | None) -> None:
    question = reading(f"{TITLE}\nQ: {ASKED}\n{line}\nA: {SAID}").question
    assert (question.asker, question.asker_location) == (asker, place)
    assert question.body == (ASKED if asker else f"{ASKED}\n{line}")
    alone = reading(f"{TITLE}\nQ: {line}\nA: {SAID}").question
    assert (alone.asker, alone.body) == (None, line)


@pytest.mark.parametrize(
    ("end", "name", "credentials", "location"),
    [
        ("Dr. Ann Reed", "Ann Reed", (), None),
        ("Dr Ann Reed", "Ann Reed", (), None),
        ("Ann Reed, MD, FACS", "Ann Reed", ("MD", "FACS"), None),
        ("— Ann Reed", "Ann Reed", (), None),
        ("– Ann Reed, MD", "Ann Reed", ("MD",), None),
        ("Dr. Ann Reed\nNorwich, Vermont", "Ann Reed", (), "Norwich, Vermont"),
        ("Ann Reed, MD\nSt. John’s, New-Land", "Ann Reed", ("MD",), "St. John’s, New-Land"),
        ("Ann Reed", None, (), None),
        ("- the old ones", None, (), None),
        ("Dr. Ann Reed\nNorwich in Vermont", None, (), None),
        ("Norwich, Vermont", None, (), None),
    ],
)
def test_who_signed_an_answer(end: str, name: str | None, credentials: tuple[str, ...], location: str | None) -> None:
    (answer,) = reading(f"{TITLE}\nQ: {ASKED}\nA: {SAID}\n{end}").answers
    assert (answer.author_name, answer.author_credentials, answer.location) == (name, credentials, location)
    assert answer.body == (SAID if name else f"{SAID}\n{end}")


def test_an_answer_of_one_line_is_no_signature() -> None:
    answers = reading(f"{TITLE}\nQ: {ASKED}\nA: {SAID}\nA: Dr. Ann Reed\nA: Dr. Bo Ho\nNorwich, Vermont").answers
    assert [(answer.body, answer.author_name) for answer in answers] == [
        (SAID, None), ("Dr. Ann Reed", None), ("Dr. Bo Ho", None),
    ]  # fmt: skip


def test_a_signature_counts_more_than_the_label_above() -> None:
    (answer,) = reading(f"{TITLE}\nDr. Reed's Answer\n{SAID}\nDr. Ann Reed").answers
    assert (answer.author_name, answer.body) == ("Ann Reed", SAID)


BOARDS = [
    f"{word} boards laid out overnight and turned in the morning catch more than chalk."
    for word in ("One", "Two", "Three")
]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_those_who_answer_are_named_above_each_answer(count: int) -> None:
    told = "".join(f"\n\nAnswered by: Ann Lee{number}\n\n{said}" for number, said in enumerate(BOARDS[:count]))
    assert [answer.body for answer in reading(f"Does chalk help against slugs?{told}").answers] == BOARDS[:count]
    assert layout_of(f"Chalk against slugs{told}\n\nDoes it help?") is None
    assert layout_of(f"Does chalk help?{told}\n\nAsked by: Bo Ray\n\nAnd salt?") is None


@pytest.mark.parametrize("end", [".", "!", "?", "。", "！", "？"])
def test_sentences_between_the_title_and_an_answer_are_the_question(end: str) -> None:
    asked = f"Every night they come and eat my lettuce{end}"
    for between in (f"{asked}\n\nShare", f"Share\n\n{asked}"):
        text = f"Does chalk help against slugs?\n\n{between}\n\nDr. Ann Lee's Answer\n\n{BOARDS[0]}"
        question = reading(text).question
        assert question.title == ("Does chalk help against slugs?" if end not in "?？" else asked)
        assert end in "?？" or question.body == between


def test_the_place_below_a_label_is_that_of_whom_it_names() -> None:
    signed = (
        f"Q: Does chalk help against slugs?\nDr. Ann Lee's Answer\nNorwich, VT\n{BOARDS[0]}\n\nBo Ray, MD\nLeeds, OH\n"
    )
    (answer,) = reading(signed).answers
    assert (answer.author_name, answer.location) == ("Bo Ray", "Leeds, OH")


def test_a_question_that_is_a_name_alone_is_not_who_answers() -> None:
    found = reading(f"Who made this loom, and where?\nQ: Ann Lee, MD\nLeeds, OH\nA: {BOARDS[0]}\nA: {BOARDS[1]}")
    assert found.question.body == "Ann Lee, MD\nLeeds, OH"
    assert [answer.author_name for answer in found.answers] == [None, None]


def test_a_question_without_a_text_has_no_title() -> None:
    text = "Question by Ann Lee:\nA: Wax the pegs twice a year and tread on it gently, and it will not creak at all.\n"
    question = reading(text).question
    assert (question.title, question.body) == (None, None)


@pytest.mark.parametrize(
    ("title", "expected"),
    [("## Why does it creak?", "Why does it creak?"), ("#12 Why does # creak?", "#12 Why does # creak?")],
)
def test_marks_of_a_heading_are_no_part_of_the_title(title: str, expected: str) -> None:
    text = (
        f"{title}\n\nDr. Ann Lee's Answer\n\nWax the pegs twice a year and tread on it gently, and it will not creak."
    )
    assert reading(text).question.title == expected


def test_a_dialogue_is_one_question() -> None:
    for labels in (("Patient", "Doctor"), ("Client", "Expert")):
        text = "\n".join(f"{labels[number % 2]}: {number} {SAID}" for number in range(5))
        found = reading(f"{TITLE}\n{text}")
        assert layout_of(f"{TITLE}\n{text}") is ONE
        assert found.question.body == f"0 {SAID}"
        assert [(answer.position, answer.parent_position) for answer in found.answers] == [
            (1, None), (2, 1), (3, None), (4, 3),
        ]  # fmt: skip
    found = reading(f"{TITLE}\nA: none\nQ: {ASKED}\nDoctor: {SAID}"[len(TITLE) + 1 + 8 :])
    assert found.answers[0].parent_position is None


def test_several_short_questions_are_an_faq() -> None:
    text = f"Loom advice\nQ: One?\nA: {SAID}\nsecond line\nQ: Two?\nQ: Three?\nA: And felt.\nA: More.\n"
    assert layout_of(text) is FAQ
    found = reading(text)
    assert (found.question.title, found.reason) == ("Loom advice", "faq")
    assert [(answer.headline, answer.body) for answer in found.answers] == [
        ("One?", f"{SAID}\nsecond line"),
        ("Three?", "And felt."),
    ]
    assert layout_of(text.replace("Q: Two", "Patient: Two").replace("Q: One", "Patient: One")) is FAQ
    assert layout_of(text.replace("Q:", "Patient:")) is ONE


@pytest.mark.parametrize(
    "line",
    [
        "Related posts", "related question", "Related articles:", "Leave a Reply", "leave a comment", "Share this",
        "Share on Loomers", "Previous post: felt", "Next post", "Tags: felt", "Tag: felt", "Filed under: felt",
        "Posted in Looms", "Categories", "Copyright 2024", "© 2024", "Ask a question", "Ask any health question",
        "Disclaimer: none", "About the author", "You may also like", "Comments (3)", "Comment", "3 comments",
    ],
)  # fmt: skip
def test_what_stands_below_the_last_answer(line: str) -> None:
    is_below = line != "3 comments"
    found = reading(f"{TITLE}\n{line}\nQ: {ASKED}\n{line}\nA: {SAID}\n{line}\nA: more words")
    assert found.question.body == f"{ASKED}\n{line}"
    assert [answer.body for answer in found.answers] == ([SAID] if is_below else [f"{SAID}\n{line}", "more words"])
    assert [(one.rule, one.text) for one in found.noise] == [
        (NoiseRule.BELOW_ANSWERS, text) for text in ((line, "A: more words") if is_below else ())
    ]


def test_only_text_is_read_by_its_labels() -> None:
    page = HtmlDocument(f"<h1>{TITLE}</h1><p>Q: {ASKED}</p><p>A: {SAID}</p>".encode())
    assert not any(layout.recognises(page) for layout in SITE.layouts)


def test_a_short_faq_is_none() -> None:
    text = "Q: Is it so?\nA: {0}\nQ: Is it not?\nA: {0}\n"
    assert layout_of(text.format("x" * 29)) is None
    assert layout_of(text.format("x" * 30)) is FAQ


ANN, BO = "Ann Lee, MD", "Bo Ray, DO"


@pytest.mark.parametrize(
    ("lines", "answers"),
    [
        ([TITLE, ANN, SAID, BO, SAID], [("Ann Lee", SAID), ("Bo Ray", SAID)]),
        (["Looms", TITLE, ANN, SAID, "Felt.", BO, SAID], [("Ann Lee", f"{SAID}\nFelt."), ("Bo Ray", SAID)]),
        ([TITLE, ANN, SAID], None),
        ([TITLE, "Looms", ANN, SAID, BO, SAID], None),
        ([TITLE, ANN, SAID, BO, "Cy Wu, MD", SAID], None),
        ([TITLE, ANN, BO, SAID, "Cy Wu, MD", SAID], None),
        (["Looms", ANN, SAID, BO, SAID], None),
        ([ANN, SAID, BO, SAID, TITLE], None),
    ],
)
def test_answers_below_the_names_of_their_authors(lines: list[str], answers: list[tuple[str, str]] | None) -> None:
    """Without labels: below a title that asks, with a text for each name."""
    if answers is None:
        assert layout_of("\n".join(lines)) is None
    else:
        found = reading("\n".join(lines))
        assert found.question.title == TITLE
        assert [(answer.author_name, answer.body) for answer in found.answers] == answers


@pytest.mark.parametrize(("size", "found"), [(29, False), (30, True)])
def test_lines_of_prose_between_title_and_answer(size: int, found: bool) -> None:
    line = "x" * (size - 1) + "."
    text = f"{TITLE}\n{line}\n{line}\n{line}\nDr. Reed's Answer\n{SAID}"
    assert (layout_of(text) is ONE) is found
    assert layout_of(text.replace(line, "x" * size)) is None  # a menu


@pytest.mark.parametrize(("choices", "found"), [("B. Oil\nC. Wax", False), ("B. Oil", True), ("C. Wax", True)])
def test_a_quiz_is_no_question(choices: str, found: bool) -> None:
    text = f"{TITLE}\nQ: {ASKED}\nA: {SAID}\n{choices}"
    assert (layout_of(text) is ONE) is found


def test_what_is_asked_before_any_answer_is_a_reply_to_none() -> None:
    found = reading(f"{TITLE}\nPatient: {ASKED}\nPatient: And felt?\nDoctor: {SAID}\nPatient: Thanks.")
    assert found.question.body == ASKED
    assert [(one.body, one.parent_position) for one in found.answers] == [
        ("And felt?", None), (SAID, None), ("Thanks.", 2),
    ]  # fmt: skip


CARDS = "Ann Reed\nNorwich, VT\nIt is the treadle bar.\nTom Ruiz\nDover, DE\n" + SAID


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (f"{TITLE}\nAnswers (2)\n{CARDS}", 2),
        (f"{TITLE}\nWeaver's Answers: 2\n{CARDS}", 2),
        (f"Answers 2\n{TITLE}\n{CARDS}", 2),
        (f"{TITLE}\nReplies 2\n{SAID}\nAnn Reed\nNorwich, VT\nIt is the bar.\nTom Ruiz\nDover, DE", 2),
        (f"{TITLE}\nAnswers (3)\n{CARDS}", None),
        (f"{TITLE}\n2 looms\n{CARDS}", None),
        (f"Looms\nAnswers (2)\n{CARDS}", None),
        (f"{TITLE}\nAnswers (1)\nAnn Reed\nNorwich, VT", None),
        (f"{TITLE}\nAnswered by: Ann Reed\n{SAID}\nAnswered by Tom Ruiz\n{SAID}", 2),
        (f"{TITLE}\nWritten by: Ann Reed\n{SAID}", None),
        (f"{TITLE}\nAnswered by: Ann Reed\n{SAID}\nAnswered by: Tom Ruiz", None),
        (f"Looms\nAnswered by: Ann Reed\n{SAID}", None),
        (f"{TITLE}\n{SAID}\nAsked by: Ann Reed\n{SAID}", None),
    ],
)
def test_answers_that_are_counted_or_named_without_labels(text: str, answers: int | None) -> None:
    assert layout_of(text) is (ONE if answers else None)
    if answers:
        found = reading(text)
        assert found.question.title == TITLE
        assert [answer.author_name for answer in found.answers] == ["Ann Reed", "Tom Ruiz"]


def test_sentences_that_ask_are_the_title_where_the_line_above_does_not_ask() -> None:
    text = f"My looms\nIt creaks at night. Why does it?\nDr. Ann Lee's Answer\n{BOARDS[0]}"
    assert reading(text).question.title == "It creaks at night. Why does it?"


def test_who_asks_may_stand_between_the_question_and_its_answers() -> None:
    asked = f"{TITLE}\n\nTags:woman age 25-34\n\n{TITLE}, image.\n\n{BOARDS[2]}"
    text = f"{asked}\n\nF, 29, Nevada\n\n{SAID}\n\n{BOARDS[0]}\n\nShare this"
    found = reading(text)
    assert (found.question.title, found.question.body, found.question.asker_location) == (TITLE, BOARDS[2], "Nevada")
    assert [answer.body for answer in found.answers] == [SAID, BOARDS[0]]
    assert found.warnings == {"segmentation_guessed"}
    assert layout_of(text.replace("F, 29, Nevada", "F, 29, nevada")) is None


def test_a_headline_stands_behind_the_label_where_the_title_does() -> None:
    found = reading(f"Q: {TITLE} (photo)\n\n{ASKED}\n\nA: Felt under the feet\n\n{SAID}")
    assert (found.question.title, found.question.body) == (f"{TITLE} (photo)", ASKED)
    assert [(answer.headline, answer.body) for answer in found.answers] == [("Felt under the feet", SAID)]
    (answer,) = reading(f"{TITLE}\n\nQ: {ASKED}\n\nA: Felt under the feet\n\n{SAID}").answers
    assert (answer.headline, answer.body) == (None, f"Felt under the feet\n\n{SAID}")


def test_counted_answers_are_divided_where_each_is_one_paragraph() -> None:
    head = f"{TITLE}\n\n{ASKED}\n\nBest Answer\n\n{SAID}\n\nOther Answers (2)"
    found = reading(f"{head}\n\n{BOARDS[0]}\n\n{BOARDS[1]}")
    assert [(answer.body, answer.is_accepted) for answer in found.answers] == [
        (SAID, True), (BOARDS[0], None), (BOARDS[1], None),
    ]  # fmt: skip
    assert (found.answers_declared, found.warnings) == (3, {"segmentation_guessed"})
    found = reading(f"{head}\n\n{BOARDS[0]}\n\n{BOARDS[1]}\n\n{BOARDS[2]}")
    assert (len(found.answers), found.answers_declared) == (2, 3)
    assert layout_of(f"{TITLE}\n\n{ASKED}\n\nAnswers (2)\n\nhilda\n\n{BOARDS[0]}") is None


@pytest.mark.parametrize(("first", "second"), [("THE CLERK", "MR. BROOK"), ("HILDA", "HILDA"), ("System", "Host")])
def test_where_others_speak_it_is_a_script(first: str, second: str) -> None:
    text = f"{TITLE}\nQ: {ASKED}\nA: {SAID}\n{first}: Please rise.\n{second}: We do."
    assert layout_of(text) is None
    lone = f"{TITLE}\nQ: {ASKED}\nA: {SAID}\n{first}: Please rise."
    assert layout_of(lone) is ONE
    assert layout_of(f"{lone}\nNOTE: Felt helps.\nEDIT: Wax does, too.\nPegs: two\nPegs: three") is ONE


def test_a_count_above_the_answers_is_declared() -> None:
    found = reading(f"{TITLE}\n\n{BOARDS[2]}\n\n3 Answers\n\nDr. Ann Lee's Answer\n\n{SAID}")
    assert (found.question.body, found.answers_declared) == (BOARDS[2], 3)
