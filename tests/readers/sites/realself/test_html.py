"""HTML pages of RealSelf: title, byline of the asker, cards of the authors, and where the answers end."""

from datetime import UTC, datetime

import pytest

import qapipe

URL = "https://www.realself.com/question/x"
COUNT = "<h2>Doctor Answers 3</h2>"
RATED = "4.9 out of 5 stars 86 reviews"
FIRST = ("They can", "Yes they can come back.", "Ana Silva", "Miami", "Vein Specialist")
SECOND = ("New ones", "New ones form over the years.", "Bo Lee", "Austin", "Dermatologist")


def answer(head: str, body: str, card: str, *, heading: str = "h3") -> str:
    return f"<div class=a><{heading}>{head}</{heading}><div class=b><p>{body}</p></div><div class=c>{card}</div></div>"


def card(name: str, place: str, rating: str = "", slug: str = "x-y-z") -> str:
    lines = "".join(f"<div class=p>{line}</div>" for line in (place, rating) if line)
    return f"<a href='/dr/{slug}'>{name}</a>{lines}"


TWO = answer("They can", FIRST[1], card("Ana Silva, MD", "Miami Vein Specialist", RATED)) + answer(
    "New ones", SECOND[1], card("Bo Lee, DO", "Austin Dermatologist")
)
THIRD = answer("Ask around", "Ask your doctor.", card("Cy Wu, MD", "Reno Plastic Surgeon"))


def parse(
    answers: str,
    *,
    top: str = "<h1>Can veins come back?</h1>",
    asked: str = "<p>Had them treated.</p>",
    count: str = COUNT,
) -> qapipe.Record:
    body = f"<!doctype html><body>{top}{asked}{count}{answers}</body>"
    return qapipe.parse_page(qapipe.RawPage(body=body.encode(), url=URL))


def said(record: qapipe.Record) -> list[tuple[str | None, str, str | None, str | None, str | None]]:
    return [(one.headline, one.body, one.author_name, one.location, one.specialty) for one in record.answers]


def noise(record: qapipe.Record) -> list[tuple[str, str]]:
    return [(str(removal.rule), removal.text) for removal in record.noise]


# Authors


@pytest.mark.parametrize(
    ("third", "author", "body"),
    [
        (card("Jane Roe", "Tampa Wonder Maker", slug="jane-roe-tampa-fl"), ("Jane Roe", "Tampa", "Wonder Maker"), ""),
        (card("Jane Roe", "we are open daily"), ("Jane Roe", None, None), "\nwe are open daily"),
        (card("Jane Roe, MD", ""), ("Jane Roe", None, None), ""),
        (card("Jane Roe", "Board Certified Dermatologist"), ("Jane Roe", None, "Board Certified Dermatologist"), ""),
        ("<a href='/dr/x'>Jane Roe, MD</a> Tampa Dentist", ("Jane Roe", "Tampa", "Dentist"), ""),
        ("<a href='/dr/x'>Jane Roe, MD</a> · Dentist", ("Jane Roe", None, "Dentist"), ""),
        (f"<a href='/doctors/x'>Jane Roe, MD</a> {RATED}", ("Jane Roe", None, None), ""),
        (
            "<h4><a href='/profile/x'>Jane Roe, MD</a></h4><div>Tampa Dentist</div>",
            ("Jane Roe", "Tampa", "Dentist"),
            "",
        ),
    ],
)
def test_author_cards(third: str, author: tuple[str | None, ...], body: str) -> None:
    record = parse(TWO + answer("Ask around", "Ask your doctor.", third))
    assert said(record) == [FIRST, SECOND, ("Ask around", f"Ask your doctor.{body}", *author)]
    assert record.status == "ok"
    assert record.answers[2].author_url is not None


def test_below_the_place_of_an_author_whom_a_link_names_is_the_next_answer() -> None:
    linked = answer("Ask around", "Ask your doctor.", card("Jane Roe", "Tampa Wonder Maker", slug="jane-roe-tampa-fl"))
    record = parse(TWO + linked + answer("Be calm", "It heals.", card("Cy Wu, MD", "Reno Dentist", RATED)))
    assert said(record)[2:] == [
        ("Ask around", "Ask your doctor.", "Jane Roe", "Tampa", "Wonder Maker"),
        ("Be calm", "It heals.", "Cy Wu", "Reno", "Dentist"),
    ]


def test_a_rating_beside_the_name_is_the_authors() -> None:
    record = parse(TWO + answer("Ask around", "Ask your doctor.", f"<a href='/dr/x'>Jane Roe, MD</a> {RATED}"))
    assert (record.answers[2].rating, record.answers[2].review_count) == (4.9, 86)


@pytest.mark.parametrize(
    ("place", "slug", "location", "specialty"),
    [
        ("Beverly Hills Laser Wizard", "jane-roe-beverly-hills-ca", "Beverly Hills", "Laser Wizard"),
        ("Beverly Hills Laser Wizard", "jane-roe-beverly-hills", "Beverly Hills", "Laser Wizard"),
        ("Saint-Jérôme Laser Wizard", "jane-roe-saint-jerome-qc", "Saint-Jérôme", "Laser Wizard"),
        ("Coeur d'Alene Laser Wizard", "jane-roe-coeur-dalene-id", "Coeur d'Alene", "Laser Wizard"),
        ("Coeur d’Alene Laser Wizard", "jane-roe-coeur-d-alene-id", "Coeur d’Alene", "Laser Wizard"),
        ("Laser City Laser Wizard", "jane-roe-laser-city-ca", "Laser City", "Laser Wizard"),
        ("S%C3%A3o Laser Wizard", "jane-roe-reno-nv", "S%C3%A3o Laser", "Wizard"),
        ("Tampa Laser Wizard", "jane-roe-tampa-bay-fl", "Tampa Laser", "Wizard"),
    ],
)
def test_the_profile_link_says_where_the_place_ends(place: str, slug: str, location: str, specialty: str) -> None:
    third = answer("Ask around", "Ask your doctor.", card("Jane Roe, MD", place, RATED, slug))
    assert said(parse(TWO + third))[2] == ("Ask around", "Ask your doctor.", "Jane Roe", location, specialty)


def test_profile_links_are_absolute_and_without_fragment() -> None:
    links = [
        "<a href='/dr/ana#reviews'><img src=x></a><a href='/dr/ana'>Ana Silva, MD</a><div class=p>Miami Dentist</div>",
        "<a href='https://other.example/bo'>Bo Lee, DO</a><div class=p>Austin Dermatologist</div>",
        "<div class=p>Cy Wu, MD</div><div class=p>Reno Plastic Surgeon</div>",
    ]
    record = parse("".join(answer(f"Head {n}", "Words of it.", link) for n, link in enumerate(links)))
    assert [one.author_name for one in record.answers] == ["Ana Silva", "Bo Lee", "Cy Wu"]
    assert [one.author_url for one in record.answers] == [
        "https://www.realself.com/dr/ana",
        "https://other.example/bo",
        None,
    ]


# Where answers start and end


@pytest.mark.parametrize(
    "end",
    ["<div>Words of the site</div><p>More of it</p>", "<section><p>Words of the site</p><p>More of it</p></section>"],
)
def test_what_follows_the_element_of_the_last_answer_is_noise(end: str) -> None:
    record = parse(TWO + THIRD + end)
    assert (len(record.answers), record.answers[2].body) == (3, "Ask your doctor.")
    assert noise(record) == [("outside_answers", "Words of the site"), ("outside_answers", "More of it")]


def test_the_next_section_is_noise() -> None:
    record = parse(TWO + THIRD + "<h2>Before and after</h2><p>See ten photos.</p><h3>One</h3><p>Two</p>")
    assert len(record.answers) == 3
    assert noise(record) == [("below_answers", line) for line in ("Before and after", "See ten photos.", "One", "Two")]


def test_headlines_on_the_level_of_the_count_are_headlines() -> None:
    answers = (TWO + THIRD).replace("h3>", "h2>")
    assert [one.headline for one in parse(answers).answers] == ["They can", "New ones", "Ask around"]


@pytest.mark.parametrize("name", ["h3", "h4"])
def test_names_in_headings_are_no_headlines(name: str) -> None:
    cards = (TWO + THIRD).replace("<a href", f"<{name}><a href").replace("</a>", f"</a></{name}>")
    assert said(parse(cards)) == [FIRST, SECOND, ("Ask around", "Ask your doctor.", "Cy Wu", "Reno", "Plastic Surgeon")]


@pytest.mark.parametrize("heading", ["h3", "div", "p", "h2"])
def test_without_a_count(heading: str) -> None:
    record = parse((TWO + THIRD).replace("h3>", f"{heading}>"), count="")
    assert [one.headline for one in record.answers] == ["They can", "New ones", "Ask around"]
    assert (record.answers_declared, record.status) == (None, "ok")
    assert record.question is not None
    assert record.question.body == "Had them treated."


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("body", ["Wait for it.", "Wait for it.</p><p>Then wait once more."])
def test_an_answer_without_a_card_is_nobodys(place: int, body: str) -> None:
    answers = [TWO[: TWO.index("<div class=a>", 1)], TWO[TWO.index("<div class=a>", 1) :]]
    answers.insert(place, answer("Patience", body, ""))
    record = parse("".join(answers))
    expected = [FIRST, SECOND]
    expected.insert(place, ("Patience", body.replace("</p><p>", "\n\n"), None, None, None))  # type: ignore[arg-type]
    assert (said(record), record.status) == (expected, "ok")


def test_authors_above_their_answers() -> None:
    cards = [card("Ana Silva, MD", "Miami Vein Specialist", RATED), card("Bo Lee, DO", "Austin Dermatologist")]
    bodies = ["<p>Yes they can come back.</p>", "<p>New ones form over the years.</p>"]
    flat = "".join(f"{one}{body}" for one, body in zip(cards, bodies, strict=True))
    record = parse(flat, count="<h2>Doctor Answers 2</h2>")
    assert [(one.body, one.author_name) for one in record.answers] == [
        ("Yes they can come back.", "Ana Silva"),
        ("New ones form over the years.", "Bo Lee"),
    ]


# The question


@pytest.mark.parametrize(
    ("top", "title"),
    [
        ("<h1>Site</h1><h1>Can veins come back?</h1>", "Can veins come back?"),
        ("<h2>Menu</h2><h1>Can veins come back?</h1>", "Can veins come back?"),
        (
            "<title>Can veins come back? | RealSelf</title><div>Site</div><div>Can veins come back?</div>",
            "Can veins come back?",
        ),
        ("<div>Site</div><h2>Can veins come back?</h2><h3>Sub</h3>", "Can veins come back?"),
        ("<div>Can veins come back?</div>", "Can veins come back?"),
    ],
)
def test_titles(top: str, title: str) -> None:
    record = parse(TWO + THIRD, top=top)
    assert record.question is not None
    assert record.question.title == title
    assert record.question.body in ("Had them treated.", "Sub\n\nHad them treated.")


DAY = datetime(2022, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("byline", "asker", "place", "date"),
    [
        ("<div class=Byline><span>Asked by tofu</span> <span>Portland, OR</span></div>", "tofu", "Portland, OR", None),
        ("<ul class='x Content-byline'><li>tofu</li><li>Oct 9, 2022</li></ul>", "tofu", None, DAY),
        ("<div class='content-subheader__x'><span>Asked on Oct 9, 2022</span></div>", None, None, DAY),
        ("<div class=q-subHeader><span>Asked from</span><span>Oslo</span></div>", "Oslo", None, None),
        ("<div class=subHeader>Asked from Oslo</div>", None, "Oslo", None),
        ("<p>Asked by tofu</p><p>Posted on October 9, 2022</p>", "tofu", None, DAY),
        ("<p>Submitted from Portland, OR</p><p>3 years ago</p>", None, "Portland, OR", None),
        ("<p>Oct 9, 2022</p><p>Oct 10, 2022</p>", None, None, DAY),
        ("<div class=Byline><span>tofu</span><span>miso</span></div>", "tofu", None, None),
        ("<div class=byte><span>tofu</span></div>", None, None, None),
    ],
)
def test_bylines_of_the_asker(byline: str, asker: str | None, place: str | None, date: datetime | None) -> None:
    record = parse(TWO + THIRD, asked=f"{byline}<p>Had them treated.</p>")
    assert record.question is not None
    assert (record.question.asker, record.question.asker_location, record.question.asked_at) == (asker, place, date)
    kept = "tofu\n\n" if "byte" in byline else ""
    assert record.question.body == f"{kept}Had them treated."


def test_bylines_of_answers_are_not_the_askers() -> None:
    third = THIRD.replace("<div class=c>", "<div class=Byline><span>Asked by nobody</span></div><div class=c>")
    record = parse(TWO + third)
    assert record.question is not None
    assert record.question.asker is None
