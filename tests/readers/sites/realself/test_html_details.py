"""RealSelf's HTML: who asked, where and when; titles; cards of authors; places by the links of profiles."""

import json
from datetime import UTC, datetime

import pytest

import qapipe

URL = "https://www.realself.com/question/x"
COUNT = "<h2>Doctor Answers 2</h2>"
VOTES = "{{ voteCount }}"
TEASERS = "<p>From board-certified doctors and trusted medical professionals</p>"
ANSWER = (
    "<div class=a><h3>They can</h3><p>Yes they can come back, and new ones form over the years.</p>"
    "{card}</div><div class=a><h3>New ones</h3><p>New ones form over the years, I see it daily.</p>"
    "<p><a href=/dr/bo-lee-austin-tx>Bo Lee, DO</a></p><p>Austin Dermatologist</p></div>"
)
CARD = "<p><a href=/dr/ana-silva-miami-fl>Ana Silva, MD</a></p><p>Miami Vein Specialist</p>"


def parse(
    *,
    asked: str = "",
    title: str = "<h1>Can veins come back?</h1>",
    card: str = CARD,
    count: str = COUNT,
    end: str = "",
    head: str = "",
) -> qapipe.Record:
    page = f"<!doctype html>{head}<body>{title}{asked}<p>Had them treated.</p>{count}{ANSWER.format(card=card)}{end}"
    record = qapipe.parse_page(qapipe.RawPage(body=page.encode(), url=URL))
    assert record.question is not None, record.detail
    return record


MAY = datetime(2015, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("byline", "asker", "place", "date"),
    [
        ("<p>Asked by Ida</p>", "Ida", None, None), ("<p>Posted by Ida</p>", "Ida", None, None),
        ("<p>Submitted by Ida Moor</p>", "Ida Moor", None, None),
        ("<p>Asked from Oban, Scotland</p>", None, "Oban, Scotland", None),
        ("<p>Asked in Oban</p>", None, "Oban", None), ("<p>Asked on May 4, 2015</p>", None, None, MAY),
        ("<p>May 4, 2015</p>", None, None, MAY), ("<p>3 years ago</p>", None, None, None),
        ("<p>about an hour ago</p>", None, None, None),
        ("<p>Asked by Ida</p><p>Asked by Bo</p>", "Ida", None, None),
        ("<p>Asked from Oban</p><p>Asked from Reno</p>", None, "Oban", None),
        ("<p>May 4, 2015</p><p>May 5, 2015</p>", None, None, MAY),
        *((f"<div class='{css}'><span>Ida</span><span>Oban, Scotland</span><span>May 4, 2015</span></div>", "Ida",
        "Oban, Scotland", MAY)
          for css in ("content-subheader", "x-subHeader", "Content-byline", "Byline", "x Byline-y")),
        ("<div class=Byline><p>Ida</p></div>", "Ida", None, None),
        ("<div class=Byline><ul><li>Ida<li>Oban, Scotland</ul></div>", "Ida", "Oban, Scotland", None),
        ("<div class=Byline>Asked by Ida</div>", "Ida", None, None),
        ("<div class=Byline><span>3 days ago</span><span>Ida</span></div>", "Ida", None, None),
        ("<div class=Byline><span>asked by\nIda</span></div>", "Ida", None, None),
        ("<div class=Byline><span>\n Asked from Oban</span></div>", None, "Oban", None),
        ("<div class=Byline><span hidden>Ida</span></div>", None, None, None),
        *((f"<div class=Byline>{name}</div>" * 1, name, None, None) for name in ("Ida", "Ida-3")),
        ("".join(f"<div class=Byline>{name}</div>" for name in ("May 3, 2015", "Oban, Scotland", "3 days ago", "Ida",
        "Bo")), "Ida", "Oban, Scotland", datetime(2015, 5, 3, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_who_asked_where_and_when(byline: str, asker: str | None, place: str | None, date: datetime | None) -> None:
    question = parse(asked=byline).question
    assert question is not None
    assert (question.asker, question.asker_location, question.asked_at) == (asker, place, date)
    assert question.body == ("Bo\n\nHad them treated." if "Bo</div>" in byline else "Had them treated.")


def test_the_title_is_no_byline() -> None:
    both = "<div class=Byline><h1>Can veins come back?</h1>{}</div>"
    question = parse(title=both.format("<span>Ida</span>")).question
    assert question is not None
    assert (question.title, question.asker, question.body) == ("Can veins come back?", None, "Ida\n\nHad them treated.")
    question = parse(title=both.format(""), asked="<p>Can veins come back?</p>").question
    assert question is not None
    assert (question.asker, question.body) == (None, "Can veins come back?\n\nHad them treated.")
    question = parse(title="<h1>Ida</h1>", asked="<div class=Byline>Ida</div>").question
    assert question is not None
    assert (question.title, question.asker, question.body) == ("Ida", "Ida", "Had them treated.")


@pytest.mark.parametrize(
    "line",
    [
        "Asked by " + "x" * 61,
        "I asked by mail",
        "<b class=Headline>Ida</b>",
        "Asked by Ida. It hurts.",
        "3 years",
        "Ask by Ida",
    ],
)
def test_lines_of_the_question_that_are_no_byline(line: str) -> None:
    question = parse(asked=f"<p>{line}</p>").question
    assert question is not None
    assert (question.body or "").endswith("Had them treated.")


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        ("", "<p>Site</p><h1>Can veins come back?</h1>", "Can veins come back?"),
        ("", "<h1>Site</h1><h1>Can veins come back?</h1>", "Can veins come back?"),
        ("<title>Can veins come back?</title>", "<p>Site</p><p>Can veins come back?</p>", "Can veins come back?"),
        ("<title>Can veins come back? | RealSelf</title>", "<p>Site</p><p>Can veins come back?</p>",
        "Can veins come back?"),
        ("", "<p>Site</p><h2>Can veins come back?</h2>", "Can veins come back?"),
        ("", "<h2>Can veins come back?</h2><h3>More</h3>", "Can veins come back?"),
    ],
)  # fmt: skip
def test_where_the_title_stands(head: str, title: str, expected: str) -> None:
    question = parse(head=head, title=title).question
    assert question is not None
    assert question.title == expected
    assert "Site" not in (question.body or "")


@pytest.mark.parametrize(
    ("card", "name", "place", "specialty", "rating"),
    [
        ("<p><a href=/dr/ana-silva-miami-fl>Ana Silva, MD</a> Miami Vein Specialist</p>", "Ana Silva", "Miami",
        "Vein Specialist", None),
        ("<p><a href=/dr/ana-silva>Ana Silva, MD</a> · Miami Dentist</p>", "Ana Silva", "Miami", "Dentist", None),
        ("<p><a href=/dr/ana-silva>Ana Silva, MD</a>, 4.9 out of 5 stars</p>", "Ana Silva", None, None, 4.9),
        ("<p><a href=/dr/ana-silva>Ana Silva, MD</a> Dentist</p>", "Ana Silva", None, "Dentist", None),
        ("<p><a href=/x><img></a><a href=/dr/ana-silva>Ana Silva, MD</a> Miami Dentist</p>", "Ana Silva", "Miami",
        "Dentist", None),
        ("<p><a href=/dr/ana-silva>Ana Silva, MD</a></p><p>Miami <a href=/dr/ana-silva>Dentist</a></p>", "Ana Silva",
        "Miami", "Dentist", None),
    ],
)  # fmt: skip
def test_names_and_places_in_one_line(
    card: str, name: str, place: str | None, specialty: str | None, rating: float | None
) -> None:
    answer = parse(card=card).answers[0]
    assert (answer.author_name, answer.location, answer.specialty, answer.rating) == (name, place, specialty, rating)
    assert answer.author_url is not None
    assert answer.author_url.startswith("https://www.realself.com/dr/ana-silva")


def test_a_card_is_split_behind_one_of_its_first_two_links() -> None:
    pictures = "<a href=/x><img></a>" * 2
    answer = parse(card=f"<p>{pictures}<a href=/dr/ana-silva>Ana Silva, MD</a> Miami Dentist</p>").answers[0]
    assert (answer.author_name, answer.location) == ("Ana Silva, MD Miami Dentist", None)


def test_the_lines_of_a_card_that_is_a_sign_off_touch_each_other() -> None:
    cards = "".join(f"<p><a href=/dr/{name[:3]}>{name} Wu, MD</a> Reno Dentist</p>" for name in ("Ana", "Cyd"))
    answer = parse(card=cards).answers[0]
    assert answer.author_name == "Cyd Wu"
    assert answer.body.endswith("over the years.\n\nAna Wu, MD\nReno Dentist")


@pytest.mark.parametrize(
    ("slug", "line", "place", "specialty"),
    [
        ("-bay-city", "Bay City Laser Guru", "Bay City", "Laser Guru"),
        ("ana-silva-bay-city-laser", "Bay City Laser Surgeon", "Bay City Laser", "Surgeon"),
        ("ana-silva-bay-city-laser-fl", "Bay City Laser Surgeon", "Bay City Laser", "Surgeon"),
        ("ana-silva-salt-lake-city-ut", "Salt Lake City Loomwright", "Salt Lake City", "Loomwright"),
        ("ana-silva-salt-lake-city", "Salt Lake City Vein Guru", "Salt Lake City", "Vein Guru"),
        ("ana-silva", "Salt Lake Loomwright", "Salt Lake", "Loomwright"),
        ("ana-silva-winston-salem-nc", "Winston-Salem Vein Guru", "Winston-Salem", "Vein Guru"),
        ("ana-silva-o-fallon-il", "O'Fallon Vein Guru", "O'Fallon", "Vein Guru"),
        ("ana-silva-ofallon-il", "O’Fallon Vein Guru", "O’Fallon", "Vein Guru"),
        ("ana-silva-sao-paulo", "São Paulo Vein Guru", "São Paulo", "Vein Guru"),
        ("ana-silva-st-louis-mo", "St. Louis Vein Guru", "St. Louis", "Vein Guru"),
        ("ana-vein-vein-city-fl", "Vein City Vein Guru", "Vein City", "Vein Guru"),
        ("Ana-Silva-Bay-City-MI", "Bay City Vein Guru", "Bay City", "Vein Guru"),
        ("ana-silva-bay%2Dcity", "Bay City Vein Guru", "Bay City", "Vein Guru"),
        ("ana-silva-bay-city-vein-guru", "Bay City Vein Guru", "Bay City Vein", "Guru"),
    ],
)  # fmt: skip
def test_the_link_of_a_profile_tells_where_the_place_ends(slug: str, line: str, place: str, specialty: str) -> None:
    card = f"<p><a href=/dr/{slug}>Ana Silva, MD</a></p><p>{line}</p><p>4.9 out of 5 stars 86 reviews</p>"
    answer = parse(card=card).answers[0]
    assert (answer.location, answer.specialty) == (place, specialty)


@pytest.mark.parametrize("level", [1, 2])
def test_the_next_section_is_none_of_the_answers(level: int) -> None:
    record = parse(end=f"<h{level}>Related</h{level}><p>More of it</p>")
    assert [(removal.rule, removal.text) for removal in record.noise] == [
        ("below_answers", "Related"),
        ("below_answers", "More of it"),
    ]
    assert len(record.answers) == 2


FIRST, WAIT = "Yes they can come back, and new ones form over the years.", "Then wait a year."
SECOND = "New ones form over the years, I see it daily."


def markup(*answers: dict[str, object], **question: object) -> str:
    """JSON-LD with a question and some answers."""
    found = [{"@type": "Answer", **answer} for answer in answers]
    asked = {"@type": "Question", "name": "Can veins come back?", "suggestedAnswer": found, **question}
    page = {"@type": "QAPage", "mainEntity": asked}
    return f'<script type="application/ld+json">{json.dumps(page)}</script>'


def test_texts_that_structured_data_cuts_and_the_page_shows_are_whole() -> None:
    record = parse(head=markup({"text": FIRST[:36] + "…", "upvoteCount": 3}, answerCount=2))
    assert (record.status, record.warnings) == ("ok", ())
    assert [one.body for one in record.answers] == [FIRST, SECOND]


def test_structured_data_completes_an_answer() -> None:
    record = parse(head=markup({"text": FIRST, "upvoteCount": 3, "dateCreated": "2015-05-04"}))
    assert [(one.body, one.votes, one.answered_at) for one in record.answers] == [(FIRST, 3, MAY), (SECOND, None, None)]


@pytest.mark.parametrize("more", [False, True])
def test_structured_data_with_more_answers_is_the_basis(*, more: bool) -> None:
    """Its texts are those that the page displays, where it does."""
    third: list[dict[str, object]] = [{"text": "What the page does not show."}] * more
    head = markup({"text": f"{FIRST} {WAIT}", "upvoteCount": 3}, {"text": SECOND}, *third, author={"name": "Ida"})
    record = parse(head=head, card=f"<p>{WAIT}</p>{CARD}")
    bodies = [f"{FIRST}\n\n{WAIT}", SECOND, *(one["text"] for one in third)]
    assert [one.body for one in record.answers] == bodies
    assert [one.headline for one in record.answers] == ([None] * 3 if more else ["They can", "New ones"])
    assert [one.votes for one in record.answers] == [3, None, *([None] * more)]
    assert record.question is not None
    assert (record.question.asker, record.answers[0].author_name) == ("Ida", "Ana Silva")


def test_where_nothing_looks_like_a_title_there_is_none() -> None:
    """A page of teasers, or one that begins with its answers; elsewhere the first line is the title."""
    for title, teasers, expected in (("p", "", True), ("h1", TEASERS, True), ("p", TEASERS, False)):
        record = parse(title=f"<{title}>Can veins come back?</{title}>", count=COUNT + teasers)
        assert record.question is not None
        assert record.question.title == ("Can veins come back?" if expected else None)
    page = f"<!doctype html><body>{COUNT}{ANSWER.format(card=CARD)}"
    record = qapipe.parse_page(qapipe.RawPage(body=page.encode(), url=URL))
    assert record.question is not None
    assert (record.question.title, record.question.body) == (None, None)
    assert [one.body for one in record.answers] == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("signed", "kept"), [((1, 1, 0), 2), ((1, 0, 0), 3), ((0, 1, 0), 3), ((1, 1, 1), 3), ((1, 1), 2)]
)
def test_unsigned_texts_below_the_declared_answers_are_none(signed: tuple[int, ...], kept: int) -> None:
    """But only where all of these are signed. The placeholder of its votes stands in every answer."""
    names = ("Ana Silva", "Bo Lee", "Cy Wu")
    boxes = "".join(
        f"<div class=a><h3>Head {n}</h3><p>{VOTES}</p><p>Words of answer {n}.</p>"
        f"{f'<a href=/dr/x>{names[n]}, MD</a>' * one}</div>"
        for n, one in enumerate(signed)
    )
    page = f"<!doctype html><body><h1>Can veins come back?</h1>{COUNT}{boxes}"
    record = qapipe.parse_page(qapipe.RawPage(body=page.encode(), url=URL))
    assert [one.body for one in record.answers] == [f"Words of answer {n}." for n in range(kept)]
    below = [text for n in range(kept, len(signed)) for text in (f"Head {n}", f"Words of answer {n}.")]
    assert [removal.text for removal in record.noise if removal.text != VOTES] == below
    assert len(record.noise) == len(below) + len(signed)


def test_headings_inside_answers_of_the_level_of_the_count() -> None:
    answers = ANSWER.format(card=f"<h4>Why</h4>{CARD}").replace("h3>", "h2>")
    page = f"<!doctype html><body><h1>Can veins come back?</h1>{COUNT}{answers}"
    record = qapipe.parse_page(qapipe.RawPage(body=page.encode(), url=URL))
    assert [(one.headline, one.body) for one in record.answers] == [
        ("They can", f"{FIRST}\n\nWhy"),
        ("New ones", SECOND),
    ]
    assert record.noise == ()


def test_where_no_answers_are_declared_those_shown_are_kept() -> None:
    boxes = "".join(f"<div class=a><h3>Head {n}</h3><p>{VOTES}</p><p>Words of answer {n}.</p></div>" for n in range(2))
    count = COUNT.replace("2", "0")
    assert count != COUNT
    page = f"<!doctype html><body><h1>Can veins come back?</h1>{count}{boxes}"
    record = qapipe.parse_page(qapipe.RawPage(body=page.encode(), url=URL))
    assert [one.body for one in record.answers] == ["Words of answer 0.", "Words of answer 1."]
    assert record.warnings == ("more_answers_than_declared",)
