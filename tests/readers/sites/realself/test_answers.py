"""Where the answers of a RealSelf page start and end, in cases that no golden page has."""

import pytest

import qapipe

URL = "https://www.realself.com/question/x"
TEXT = """Can veins come back?

Had them treated.

Doctor Answers 2

They can

These stitches come out in a week, and then it heals.

These answers are mine alone.

Miami Vein Specialist
4.9 out of 5 stars 86 reviews

New ones

New ones form over the years.

Bo Lee, DO
Austin Dermatologist

"""
HTML = """<!doctype html><h1>Can veins come back?</h1><p>Had them treated.</p><h2>Doctor Answers 2</h2>
<div class=a><h3>They can</h3><p>These stitches come out in a week, and then it heals.</p>
<p>These answers are mine alone.</p><p><a href=/dr/ana-silva-miami>Ana Silva, MD</a></p><p>Miami Vein Specialist</p>
<p>4.9 out of 5 stars 86 reviews</p></div>
<div class=a><h3>New ones</h3><p>New ones form over the years.</p><p><a href=/dr/bo-lee-austin>Bo Lee, DO</a></p>
<p>Austin Dermatologist</p></div>"""
FIRST = ("They can", "These stitches come out in a week, and then it heals.\n\nThese answers are mine alone.")
SECOND = ("New ones", "New ones form over the years.")


def parse(page: str) -> qapipe.Record:
    return qapipe.parse_page(qapipe.RawPage(body=page.encode(), url=URL))


def said(record: qapipe.Record) -> list[tuple[str | None, str]]:
    return [(answer.headline, answer.body) for answer in record.answers]


@pytest.mark.parametrize("page", [TEXT, HTML], ids=["text", "HTML"])
def test_a_paragraph_that_begins_as_the_disclaimer_does_is_an_answers(page: str) -> None:
    record = parse(page)
    assert (record.status, record.warnings, said(record), record.noise) == ("ok", (), [FIRST, SECOND], ())


DISCLAIMER = "These answers are for educational purposes and should not be relied upon."


@pytest.mark.parametrize("page", [f"{TEXT}\n{DISCLAIMER}\n", f"{HTML}<p>{DISCLAIMER}</p>"], ids=["text", "HTML"])
def test_the_disclaimer_is_noise(page: str) -> None:
    record = parse(page)
    assert (record.status, said(record)) == ("ok", [FIRST, SECOND])
    assert [(removal.rule, removal.text) for removal in record.noise] == [("disclaimer", DISCLAIMER)]


MORE_TEXT = "Ask around\n\nAsk your doctor about them.\n\n"
MORE_HTML = "<div class=a><h3>Ask around</h3><p>Ask your doctor about them.</p>"


@pytest.mark.parametrize(
    "page",
    [
        f"{TEXT}{MORE_TEXT}Cy Wu, MD\nReno Plastic Surgeon\n4.1 out of 5 stars 6 reviews\n",
        f"{TEXT}{MORE_TEXT}",
        f"{HTML}{MORE_HTML}<p><a href=/dr/cy-wu-reno>Cy Wu, MD</a></p><p>Reno Plastic Surgeon</p></div>",
    ],
    ids=["text", "unsigned text", "HTML"],
)
def test_an_answer_beyond_the_declared_count_is_kept_and_warned_of(page: str) -> None:
    record = parse(page)
    assert said(record) == [FIRST, SECOND, ("Ask around", "Ask your doctor about them.")]
    assert (record.status, record.answers_declared) == ("partial", 2)
    assert record.warnings == ("more_answers_than_declared",)


def test_what_nobody_signs_below_the_declared_count_of_signed_answers_is_noise() -> None:
    """Of HTML, which lost no names: every line of it is counted, its headline too."""
    record = parse(f"{HTML}{MORE_HTML}</div>")
    assert (record.status, said(record)) == ("ok", [FIRST, SECOND])
    assert [(removal.rule, removal.text) for removal in record.noise] == [
        ("below_answers", "Ask around"),
        ("below_answers", "Ask your doctor about them."),
    ]
