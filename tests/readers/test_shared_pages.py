"""Pages that nobody here wrote, where the folder with them is beside the project; skipped elsewhere."""

from functools import cache

import pytest

import qapipe
from support.places import SHARED

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the shared pages are not here")

AUTHORS = [
    (None, "Beverly Hills", "Facial Plastic Surgeon", 4.1, 9),
    ("Anil R. Shah", "Chicago", "Facial Plastic Surgeon", 4.8, 181),
    ("Douglas K. Henstrom", "Salt Lake City", "Facial Plastic Surgeon", 5.0, 17),
    ("Ronald Shelton", "Manhattan", "Dermatologic Surgeon", 4.9, 39),
    ("Steven Wallach", "New York", "Plastic Surgeon", 4.2, 30),
    ("Richard W. Westreich", "Manhattan", "Facial Plastic Surgeon", 4.9, 55),
    ("Stephen Mandy", "Miami", "Dermatologic Surgeon", None, None),
    ("Kenneth D. Steinsapir", "Beverly Hills", "Oculoplastic Surgeon", 4.9, 26),
    ("Scott Trimas", "Jacksonville", "Facial Plastic Surgeon", 5.0, 20),
    ("Otto Joseph Placik", "Chicago", "Plastic Surgeon", 4.9, 86),
]


@cache
def seed() -> qapipe.Record:
    return qapipe.parse_page(qapipe.RawPage(body=(SHARED / "pages" / "realself-seed.txt").read_bytes()))


def test_seed_page_is_whole() -> None:
    assert (seed().status, seed().answers_declared, len(seed().answers)) == ("ok", 10, 10)
    assert seed().question is not None
    assert seed().question.title == "Botox Risky if You Have Bell's Palsy History?"  # type: ignore[union-attr]


@pytest.mark.parametrize("number", range(10))
def test_seed_author(number: int) -> None:
    answer = seed().answers[number]
    found = (answer.author_name, answer.location, answer.specialty, answer.rating, answer.review_count)
    assert found == AUTHORS[number]
    assert answer.author_credentials == (("MD",) if answer.author_name else ())


def test_seed_page_without_noise_and_with_every_word() -> None:
    fields = [text for answer in seed().answers for text in (answer.headline, answer.body) if text]
    assert len(fields) == 20
    assert not [text for text in fields if "{{" in text or "You might also like" in text or "911" in text]
    assert seed().answers[0].body.endswith("Good luck!")
    assert seed().answers[5].body.endswith("\n\nGood luck")
    assert seed().answers[7].body.startswith("Dear Dancer\n\n")
    assert sorted({removal.rule for removal in seed().noise}) == ["disclaimer", "promo", "vote_placeholder"]
