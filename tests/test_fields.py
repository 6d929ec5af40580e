"""One line, one value: counts, dates, names with credentials, places with professions."""

from datetime import UTC, datetime

import pytest

from qapipe import fields
from qapipe.bylines import Byline, read_bare_name, read_byline
from qapipe.specialties import (
    recognise_place_and_specialty,
    recognise_profession,
    split_at_place,
    split_place_and_specialty,
)


@pytest.mark.parametrize(
    ("printed", "count"),
    [("0", 0), ("86", 86), ("1,498", 1498), ("+2", 2), ("-1", -1), ("2.5k", 2500), ("3M", 3_000_000), ("1 204", 1204),
     ("", None), ("x", None), ("1,49", None), ("12-13", None), ("9" * 40, None), ("4.9", None)],
)  # fmt: skip
def test_count(printed: str, count: int | None) -> None:
    assert fields.count(printed) == count


@pytest.mark.parametrize(
    ("printed", "instant"),
    [
        ("2024-02-23T13:54:12+08:00", datetime(2024, 2, 23, 5, 54, 12, tzinfo=UTC)),
        ("2011-02-11 23:49:17Z", datetime(2011, 2, 11, 23, 49, 17, tzinfo=UTC)),
        ("2019-11-20", datetime(2019, 11, 20, tzinfo=UTC)),
        ("Oct 9, 2022", datetime(2022, 10, 9, tzinfo=UTC)),
        ("9 October 2022", datetime(2022, 10, 9, tzinfo=UTC)),
        ("10/9/2022", datetime(2022, 10, 9, tzinfo=UTC)),
        ("Tue, 05 Mar 2019 10:00:00 GMT", datetime(2019, 3, 5, 10, tzinfo=UTC)),
        ("1700000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("2 years ago", None),
        ("2021-02-30", None),
        ("Feb 30, 2020", None),
        ("0000-00-00T00:00:00", None),
        ("9999-12-31T23:59:59-23:00", None),
        ("in 2019", None),
    ],
)
def test_instant(printed: str, instant: datetime | None) -> None:
    assert fields.instant(printed) == instant


@pytest.mark.parametrize(
    ("line", "name", "credentials", "note"),
    [
        ("Ana R. Silva, MD", "Ana R. Silva", ["MD"], None),
        ("Ana Silva MD, FACS", "Ana Silva", ["MD", "FACS"], None),
        ("Ana Silva, MD FACS", "Ana Silva", ["MD", "FACS"], None),
        ("A.J. Smith, MD, PhD, FACMS", "A.J. Smith", ["MD", "PhD", "FACMS"], None),
        ("Jo Smith, III MD", "Jo Smith, III", ["MD"], None),
        ("Jo Smith, Jr., MD", "Jo Smith, Jr.", ["MD"], None),
        ("Jo Smith II, MD, DMD", "Jo Smith II", ["MD", "DMD"], None),
        ("William (Bill) Roe, DO (retired)", "William (Bill) Roe", ["DO"], "retired"),
        ("Tove Lind, MD, FACS (in memoriam)", "Tove Lind", ["MD", "FACS"], "in memoriam"),
        ("Peter van der Berg, MBBS, FRCS (Plast)", "Peter van der Berg", ["MBBS", "FRCS (Plast)"], None),
        ("Siobhán O’Brien, MBChB", "Siobhán O’Brien", ["MBChB"], None),
        ("Fatima al-Sayed, FRACS", "Fatima al-Sayed", ["FRACS"], None),
        ("Ngô Bảo Châu, MD", "Ngô Bảo Châu", ["MD"], None),
        ("Kim Lee, M.D., F.A.C.S.", "Kim Lee", ["M.D.", "F.A.C.S."], None),
        ("Ivy Chen, PA-C", "Ivy Chen", ["PA-C"], None),
        ("JOHN DO, MD", "JOHN DO", ["MD"], None),
        ("Rosa Díaz-Peña, XYZQ", "Rosa Díaz-Peña", ["XYZQ"], None),
    ],
)
def test_byline(line: str, name: str, credentials: list[str], note: str | None) -> None:
    assert read_byline(line) == Byline(name, tuple(credentials), note)


@pytest.mark.parametrize(
    "line",
    ["Los Angeles, CA", "Houston, TX", "Toronto, ON", "Dr. H", "Dr. Silva", "Good luckAna Silva, MD", "Good luck!",
     "Ask your doctor, OK", "I am Ana Silva, MD.", "Hello, MD here is what I think", "Ana Silva", "MD, FACS",
     "Best, Ana"],
)  # fmt: skip
def test_no_byline(line: str) -> None:
    assert read_byline(line) is None


@pytest.mark.parametrize("line", ["Maria Lopez", "Jean-Luc de la Tour", "A. Samir N. Dalton", "Søren R. Tran"])
def test_bare_name(line: str) -> None:
    assert read_bare_name(line) == Byline(line)


@pytest.mark.parametrize(
    "line", ["Best Wishes", "Good Luck", "Post op", "Thank You", "Dr. Smith", "Hope It Helps", "Ana"]
)
def test_no_bare_name(line: str) -> None:
    assert read_bare_name(line) is None


PLACES = [
    ("Beverly Hills Facial Plastic Surgeon", "Beverly Hills", "Facial Plastic Surgeon"),
    ("Montreal Plastic Surgeon", "Montreal", "Plastic Surgeon"),
    ("Hilton Head Plastic Surgeon", "Hilton Head", "Plastic Surgeon"),
    ("The Woodlands Dermatologist", "The Woodlands", "Dermatologist"),
    ("Orange County Board Eligible Plastic Surgeon", "Orange County", "Board Eligible Plastic Surgeon"),
    ("Coeur d'Alene Hair Restoration Surgeon", "Coeur d'Alene", "Hair Restoration Surgeon"),
    ("São Paulo OB/GYN", "São Paulo", "OB/GYN"),
    ("Reading Medical Spa Director", "Reading", "Medical Spa Director"),
    ("Tulsa Head and Neck Surgeon", "Tulsa", "Head and Neck Surgeon"),
    ("Houston Oral & Maxillofacial Surgeon", "Houston", "Oral & Maxillofacial Surgeon"),
    ("Miami Physician, Board Certified in Otolaryngology – Head and Neck Surgery", "Miami",
     "Physician, Board Certified in Otolaryngology – Head and Neck Surgery"),
    ("Stoke-on-Trent Podiatrist", "Stoke-on-Trent", "Podiatrist"),
    ("Turkey Vein Specialist", "Turkey", "Vein Specialist"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "place", "specialty"), PLACES)
def test_place_and_specialty(line: str, place: str, specialty: str) -> None:
    assert recognise_place_and_specialty(line) == (place, specialty)
    assert split_place_and_specialty(line) == (place, specialty)


@pytest.mark.parametrize(
    "line",
    ["I am a Beverly Hills Plastic Surgeon", "See your Plastic Surgeon", "Choosing a Plastic Surgeon", "Chicago",
     "Find a Board Certified Dermatologist", "Denver Plastic Surgeon.", "Plastic Surgeon", "Scar on my wrist"],
)  # fmt: skip
def test_sentences_are_no_place_and_specialty(line: str) -> None:
    assert recognise_place_and_specialty(line) is None


def test_unknown_professions_are_split_where_something_vouches_for_the_line() -> None:
    assert split_place_and_specialty("Portland Wigmaker") == ("Portland", "Wigmaker")
    assert split_place_and_specialty("Plastic Surgeon") == (None, "Plastic Surgeon")
    assert split_at_place("New York Scar Therapy Guru", "New York") == ("New York", "Scar Therapy Guru")
    assert split_at_place("Newark Dentist", "New") is None
    assert recognise_profession("Board Certified Dermatologist") == (None, "Board Certified Dermatologist")
    assert recognise_profession("Denver Dermatologist") is None
