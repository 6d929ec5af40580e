"""Which pages of RealSelf are question pages, which layout reads them, and what the others are."""

import pytest

import qapipe
from qapipe.page.document import HtmlDocument, TextDocument
from qapipe.readers.sites.realself import has_landmarks

QUESTION = "https://www.realself.com/question/some-slug"


def parse(text: str, url: str | None = QUESTION, media_type: str | None = None) -> qapipe.Record:
    return qapipe.parse_page(qapipe.RawPage(body=text.encode(), url=url, media_type=media_type))


def verdict(text: str, url: str | None = QUESTION) -> tuple[str, str | None, str | None]:
    record = parse(text, url)
    return record.status, record.reason, record.layout


STORY = "I had it done two years ago and would do it again at once.\n\nThe staff was kind to me.\n"


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("review/best-thing", "review"), ("reviews/nose", "review"), ("x/Reviews/y", "review"),
        ("reviewers", "no_question"),
        ("video/how-to", "video"), ("videos", "video"), ("videos/x", "video"), ("videography", "no_question"),
        ("dr/jane-roe", "profile"), ("doctor/x", "profile"), ("doctors/x", "profile"), ("userprofile/1", "profile"),
        ("user/1", "profile"), ("provider/x", "profile"), ("dr", "no_question"),
        ("questions", "list"), ("questions/nose", "list"), ("questionslist/12", "list"), ("photos/1", "list"),
        ("find", "list"), ("forum/x", "list"), ("search", "list"), ("answers", "list"), ("answersheet", "no_question"),
        ("news", "article"), ("news/x", "article"), ("articles/x", "article"), ("blog", "article"),
        ("newsy", "no_question"),
        ("Otoplasty/cost", "guide"), ("Otoplasty/directory/USA", "guide"), ("Otoplasty/guide", "guide"),
        ("Otoplasty/info", "guide"), ("directory/x", "guide"), ("costs", "no_question"), ("", "no_question"),
        ("question", "no_question"), ("question/", "no_question"), ("question/a/b", "no_question"),
    ],
)  # fmt: skip
def test_other_pages_are_known_by_their_address(path: str, reason: str) -> None:
    assert verdict(STORY, f"https://www.realself.com/{path}") == ("not_qa", reason, None)
    assert verdict(f"<html><p>{STORY}</p>", f"https://www.realself.com/{path}") == ("not_qa", reason, None)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Was this review helpful?", "review"), ("write a review", "review"), ("Male Voice: Hello.", "video"),
        ("Female Speaker: Hello.", "video"), ("Medically reviewed by Jane Roe, MD", "guide"),
        ("Otoplasty: What You Need to Know", "guide"), ("Find a Doctor Near You today", "guide"),
        ("Please write a review", "no_question"), ("A Male Voice: Hello.", "no_question"),
        ("It was Medically reviewed by her", "no_question"), (": What You Need to Know is this", "no_question"),
    ],
)  # fmt: skip
def test_other_pages_are_known_by_a_phrase(line: str, reason: str) -> None:
    assert verdict(f"{STORY}\n{line}\n", "https://www.realself.com/x") == ("not_qa", reason, None)
    assert verdict(f"{STORY}\n{line}\n", QUESTION)[1] in (None, "unknown_layout")


RATED = "Jane Roe, MD\nTampa Dentist\n4.9 out of 5 stars 86 reviews\n"
ASKED = "Can veins come back?\n\nI had mine treated last year.\n\n"
ANSWER = "Yes they can, and then the only thing that helps is to treat them again, year after year.\n\n"


@pytest.mark.parametrize(
    ("text", "url", "layout"),
    [
        (f"{ASKED}Doctor Answers 1\n\nHead\n\n{ANSWER}", None, "text"),
        (f"{ASKED}Doctor Answers 1\n\nHead\n\n{ANSWER}", "https://www.realself.com/x", "text"),
        (f"{ASKED}Answers (1)\n\nHead\n\n{ANSWER}", None, None),  # any site says that
        (f"{ASKED}Answers (1)\n\nHead\n\n{ANSWER}", "https://www.realself.com/x", "text"),
        (f"{ASKED}Expert Answers (1)\n\nHead\n\n{ANSWER}", None, None),
        (f"{ASKED}DOCTOR ANSWERS 1\n\nHead\n\n{ANSWER}", None, "text"),
        (f"{ASKED}Answers (1)\nFrom board-certified doctors and trusted medical professionals\n{ANSWER}", None, "text"),
        (f"{ASKED}Head\n\n{{{{ voteCount }}}}\n\n{ANSWER}", None, "text"),
        (f"{ASKED}Head\n\n{ANSWER}{RATED}", None, "text"),
        (f"{ASKED}Head\n\n{ANSWER}\nThese answers are for educational purposes only.\n", None, "text"),
        (f"{ASKED}Head\n\n{ANSWER}4.9 out of 5 stars\n", None, None),
        (
            f"{ASKED}Head\n\n{ANSWER}Jane Roe, MD\nTampa Dentist\n\nHead\n\n{ANSWER}Bo Lee, DO\nReno Dentist\n",
            None,
            "text",
        ),
        ("Find one\n\nJane Roe, MD\nTampa Dentist\n\nBo Lee, DO\nReno Dentist\n", None, None),
        (f"{ASKED}Head\n\n{ANSWER}", QUESTION, "text"),
        (f"{ASKED}{ANSWER}", "https://www.realself.com/x", None),
        (f"{ASKED}Answers (9)\n\nDoctor Answers 1\n\nHead\n\n{ANSWER}", None, "text"),
        (f"{ASKED}Doctor Answers 1\n\nHead\n\n{ANSWER}Answers (9)\n", None, "text"),
        (f"{ASKED}Doctor Answers 1\n\nHead\n\n{ANSWER}", "https://forum.example/a", None),
        (f"{ASKED}Doctor Answers 1\n\nHead\n\n{ANSWER}{RATED}", "https://forum.example/a", "doctor_answers"),
        (f"<body><h1>Q?</h1><h2>Doctor Answers 1</h2><p>{ANSWER}</p><p>Jo Ray, MD</p><p>Reno Dentist</p>",
        "https://forum.example/a", None),
    ],
)  # fmt: skip
def test_texts_are_known_by_their_lines(text: str, url: str | None, layout: str | None) -> None:
    assert verdict(text, url)[2] == layout


JANE, BO = "Jane Roe, MD\nTampa Dentist\n\n", "Bo Lee, DO\nReno Dentist\n\n"


@pytest.mark.parametrize(
    ("text", "is_question"),
    [
        (f"{ANSWER}Tampa Dentist\n4.9 out of 5 stars\n\n{ANSWER}", True),
        (f"{ANSWER}It was good.\n4.8 out of 5 stars\n\nTampa Dentist\n\n4.9 out of 5 stars\n", False),
        (f"{ANSWER}{JANE}{ANSWER}{BO}", True),
        (f"{ANSWER}{JANE}", False),
        (f"{ANSWER}{JANE}{BO}", False),
        (f"{JANE}{ANSWER}{BO}", False),
        (f"{ANSWER}Tampa Dentist\n\n{ANSWER}{BO}", False),  # nobody is named
        ("x" * 80 + f"\n\n{JANE}" + "y" * 80 + f"\n\n{BO}", False),
        ("x" * 81 + f"\n\n{JANE}" + "y" * 80 + f"\n\n{BO}", False),
        ("x" * 81 + f"\n\n{JANE}" + "y" * 81 + f"\n\n{BO}", True),
        ("x" * 41 + "\n\n" + "x" * 40 + f"\n\n{JANE}" + "y" * 81 + f"\n\n{BO}", True),
    ],
)
def test_authors_tell_a_question_page(text: str, *, is_question: bool) -> None:
    assert has_landmarks(TextDocument(text)) is is_question


@pytest.mark.parametrize(
    ("text", "is_question"),
    [
        (f"{ANSWER}Visit our store\n4.7 out of 5 stars 31 reviews\n\n{ANSWER}", False),  # a shop
        (f"{ANSWER}Dermatologist\n4.7 out of 5 stars\n\n{ANSWER}", False),
        (f"{ANSWER}Jane Roe\n\nEditor in Chief\n\n{ANSWER}Bo Lee\nRunning Coach\n\n", False),
        (f"{ANSWER}Jane Roe\nTampa Dentist\n\n{ANSWER}Bo Lee\nReno Dentist\n\n", False),
        (f"{ANSWER}Jane Roe\nTampa Dentist\n\n{ANSWER}{BO}", True),
        (f"{ANSWER}{JANE}{ANSWER}Bo Lee, DO\nChief Editor\n\n", False),
    ],
)
def test_other_pages_have_ratings_and_names_too(text: str, *, is_question: bool) -> None:
    """Without an address the form of the line alone must say that it is a place and a profession."""
    assert has_landmarks(TextDocument(text)) is is_question


NEXT = f"{ANSWER}Jane Roe, MD\nWait a year\n\n"


@pytest.mark.parametrize(
    ("text", "is_question"),
    [
        (f"Scars?\n\n{ASKED}Head\n\n{NEXT}{ANSWER}Bo Lee, DO\nAsk again\n\n{ANSWER}Ida Moss, MD\n", True),
        (f"Scars?\n\n{ASKED}Head\n\n{NEXT}{ANSWER}Bo Lee, DO\nAsk again\n\n{ANSWER}", False),
        (f"Scars?\n\n{ASKED}Head\n\n{NEXT}{ANSWER}Ida Moss, MD\n", False),
        (f"Scars?\n\n{ASKED}Head\n\n{NEXT}Short.\n\nBo Lee, DO\nAsk again\n\n{ANSWER}Ida Moss, MD\n", False),
        (f"Scars?\n\n{NEXT}{ANSWER}Bo Lee, DO\nPlastic Surgeon\n\n{ANSWER}Ida Moss, MD\n", False),
        (
            f"Scars?\n{ASKED}Head\n{NEXT}{ANSWER}Bo Lee, DO\nAsk again\n{ANSWER}Ida Moss, MD".replace("\n\n", "\n"),
            False,
        ),
    ],
)
def test_names_glued_to_the_next_headline(text: str, *, is_question: bool) -> None:
    """Where the places are lost, each name stands right above the headline of the next answer, the last one alone."""
    assert has_landmarks(TextDocument(text)) is is_question


def test_on_its_own_host_a_profession_may_have_any_name() -> None:
    text = f"{ANSWER}Tampa Wrangler\n4.7 out of 5 stars 31 reviews\n\n{ANSWER}"
    assert has_landmarks(TextDocument(text, "https://www.realself.com/x")) is True
    assert has_landmarks(TextDocument(text)) is False


def test_in_html_places_and_ratings_are_paragraphs() -> None:
    page = f"<body><p>I had<br>mine</p><p>{ANSWER}</p><p>Tampa Dentist</p><p>4.9 out of 5 stars</p>"
    assert has_landmarks(HtmlDocument(page.encode())) is True


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (RATED, "profile"), (f"{RATED}\nBo Lee, DO\nReno Dentist\n4.1 out of 5 stars\n", "list"),
        ("Find one\n\nDoctor Answers 0\n", None), ("Find one\n\nDoctor Answers 2\n", None),
    ],
)  # fmt: skip
def test_pages_without_answers_are_lists_or_profiles(text: str, reason: str | None) -> None:
    """Unless they declare answers, or none, or are at a question."""
    assert verdict(text, "https://www.realself.com/x")[1] == reason
    assert verdict(text, QUESTION)[1] is None


def test_a_text_at_a_question_is_longer_than_an_error_message() -> None:
    assert verdict("x" * 39 + "\n\n" + "y" * 40) == ("error", "unknown_layout", None)
    assert verdict("x" * 40 + "\n\n" + "y" * 40)[2] == "text"


LONG = (
    "This is an answer in one line, as the extraction of some dumps has kept it, {} times and more, without an author."
)


@pytest.mark.parametrize(
    ("lines", "layout"),
    [
        ([LONG.format(n) for n in range(3)], "text_prose"),
        ([LONG.format(0), "", *(LONG.format(n) for n in range(1, 4))], "text_prose"),
        ([LONG.format(0), "", LONG.format(1), "", LONG.format(2)], "text"),
        (["x" * 61, LONG.format(1)], "text_prose"),
        (["x" * 60, LONG.format(1)], "text"),
        ([LONG.format(0), LONG.format(1), LONG.format(0)], "text"),  # the question stands twice
        ([LONG.format(0), "Good luck", *((LONG.format(n) + "x" * 50) for n in range(3))], "text_prose"),
        ([LONG.format(0), "Good luck", *((LONG.format(n) + "x" * 50) for n in range(2))], "text"),
        ([(LONG.format(n) + "x" * 50) for n in range(500)], "text_prose"),
        ([(LONG.format(n) + "x" * 50) for n in range(501)], "text"),
        (["x" * 100 + str(n) for n in range(3)], "text_prose"),
        ([LONG.format(0)], "text_prose"),
        ([LONG.format(0), LONG.format(1), "", LONG.format(2), LONG.format(3)], "text"),
        ([LONG.format(0), *(f"{n}" + "x" * 99 for n in range(3))], "text"),
        ([LONG.format(0), *(f"{n}" + "x" * 100 for n in range(3))], "text_prose"),
    ],
)
def test_texts_of_answers_alone(lines: list[str], layout: str) -> None:
    record = parse("\n".join(lines))
    assert record.layout == layout
    if layout == "text_prose":
        first = [] if "" in lines else lines[:1]
        assert [answer.body for answer in record.answers] == [*first, *[line for line in lines[1:] if line]]
        assert record.question is not None
        assert record.question.body == (lines[0] if "" in lines else None)


def test_lines_alone_are_answers_at_a_question_only() -> None:
    lines = [LONG.format(n) for n in range(3)]
    assert verdict("\n".join(lines), "https://www.realself.com/x") == ("not_qa", "no_question", None)
    html = "".join(f"<div>{line}</div>" for line in lines)
    assert verdict(f"<html><body>{html}</body></html>") == ("error", "unknown_layout", None)
    assert verdict("Ask a doctor\n") == ("error", "unknown_layout", None)


MARKUP = """{"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "Q?", "answerCount": 1,
    "suggestedAnswer": {"@type": "Answer", "text": "Yes."}}}"""


@pytest.mark.parametrize(
    ("html", "layout", "reason"),
    [
        (f"<h1>Can veins come back?</h1><h2>Doctor Answers 1</h2><p>{ANSWER}</p>", "html", None),
        ("<h1>Sorry</h1><p>There is nothing here, nor was there ever.</p>", None, "unknown_layout"),
        (f'<h1>Q?</h1><script type="application/ld+json">{MARKUP}</script>', "html", None),
    ],
)  # fmt: skip
def test_html_at_a_question(html: str, layout: str | None, reason: str | None) -> None:
    record = parse(f"<html><body>{html}</body></html>")
    assert (record.layout, record.reason) == (layout, reason)
