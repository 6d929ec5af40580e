"""HTML answers whose parts stand in any order and in elements of any name: what a reader sees is the foundation."""

import pytest

import qapipe

VOTE = "<div class=v>{{ voteCount >= 0 ? '+' + (voteCount + 1) : (voteCount + 1) }}</div>"
DISCLAIMER = "<p>These answers are for educational purposes and should not be relied upon.</p>"
ANSWERS = [
    ("They can", "<p>Yes they can come back.</p><p>Second paragraph.</p>", "Ana Silva, MD", "Miami Vein Specialist",
     "4.9 out of 5 stars 86 reviews"),
    ("New ones", "<p>New ones form over the years.</p>", "Bo Lee, DO", "Austin Dermatologist", None),
    ("Ask around", "<p>Ask your doctor.</p><ul><li>one</li><li>two</li></ul>", "Cy Wu, MD", "Reno Plastic Surgeon",
     "4.1 out of 5 stars 6 reviews"),
]  # fmt: skip
EXPECTED = [
    ("They can", "Yes they can come back.\n\nSecond paragraph.", "Ana Silva", "Miami", "Vein Specialist", 4.9, 86),
    ("New ones", "New ones form over the years.", "Bo Lee", "Austin", "Dermatologist", None, None),
    ("Ask around", "Ask your doctor.\n\n- one\n- two", "Cy Wu", "Reno", "Plastic Surgeon", 4.1, 6),
]


def page(order: str, *, headline: str = "h3", answer: str = "div", card: str = "div", count: str, end: str) -> bytes:
    """A page whose answers show headline, vote, body and author card in this order."""
    answers = []
    for title, body, name, place, rating in ANSWERS:
        lines = "".join(f"<div>{line}</div>" for line in (place, rating) if line)
        parts = {
            "h": f"<{headline} class=h>{title}</{headline}>",
            "v": VOTE,
            "b": f"<div class=b>{body}</div>",
            "a": f'<{card} class=c><a href="/dr/x-y-z"><img></a><a href="/dr/x-y-z">{name}</a>{lines}</{card}>',
        }
        answers.append(f"<{answer} class=a>{''.join(parts[part] for part in order)}</{answer}>")
    head = "<html><body><div>Site</div><h1>Can veins come back?</h1><p>Had them treated.</p>"
    return f"<!doctype html>{head}{count}{''.join(answers)}{end}<div>Related questions</div></body></html>".encode()


def check(body: bytes) -> None:
    record = qapipe.parse_page(qapipe.RawPage(body=body, url="https://www.realself.com/question/x"))
    assert record.question is not None, record.detail
    assert (record.question.title, record.question.body) == ("Can veins come back?", "Had them treated.")
    found = [
        (one.headline, one.body, one.author_name, one.location, one.specialty, one.rating, one.review_count)
        for one in record.answers
    ]
    assert found == EXPECTED


COUNT = "<h2>Doctor Answers 3</h2>"


@pytest.mark.parametrize("headline", ["h3", "div", "p"])
@pytest.mark.parametrize("order", ["hvba", "vhba", "hbva", "hbav", "hba", "ahb", "havb", "vahb", "ahvb"])
def test_any_order(order: str, headline: str) -> None:
    check(page(order, headline=headline, count=COUNT, end=DISCLAIMER))
    check(page(order, headline=headline, count=COUNT, end=""))


@pytest.mark.parametrize("headline", ["h3", "div"])
@pytest.mark.parametrize(("answer", "card"), [("li", "div"), ("article", "footer"), ("section", "address")])
def test_any_elements(answer: str, card: str, headline: str) -> None:
    check(page("hba", headline=headline, answer=answer, card=card, count=COUNT, end=DISCLAIMER))


@pytest.mark.parametrize("headline", ["h3", "div"])
@pytest.mark.parametrize("count", ["", "<div>Answers (3)</div>", "<h3>3 Doctor Answers</h3>"])
def test_any_count(count: str, headline: str) -> None:
    check(page("hba", headline=headline, count=count, end=DISCLAIMER))
