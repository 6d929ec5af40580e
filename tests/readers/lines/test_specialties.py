"""Places and specialties: what a line says by itself, and where something beside it vouches for it."""

import pytest

from qapipe.readers.lines.specialties import (
    ENDS,
    PlaceAndSpecialty,
    is_profession,
    recognise_place_and_specialty,
    recognise_profession,
    split_at_place,
    split_place_and_specialty,
)

KNOWN = [
    # longest specialty first, else the place is "Beverly Hills Facial"
    ("Beverly Hills", "Facial Plastic Surgeon"),
    ("Montreal", "Plastic Surgeon"),
    ("Manhattan", "Dermatologic Surgeon"),
    ("Bay Area", "Oculoplastic Surgeon"),
    ("Denver", "OB/GYN"),
    ("Denver", "Nurse Practitioner"),
    ("Denver", "Dermatology Physician Assistant"),
    ("Tijuana", "Weight Loss Surgeon"),
    ("Miami", "Rhinoplasty Specialist"),
    ("Ann Arbor", "Scalp Micropigmentation Artist"),
    ("Tampa", "Obstetrician & Gynecologist"),
    ("Tulsa", "Head and Neck Surgeon"),
    ("Austin", "Ear, Nose and Throat Surgeon"),
    ("Houston", "Board Certified Oral & Maxillofacial Surgeon"),
    ("Aurora", "Immigration Attorney"),
    # heads that no list holds, by their shape
    ("Fargo", "Trichologist"),
    ("Fargo", "Neurotologist"),
    ("Fargo", "Prosthodontist"),
    ("Fargo", "Physiatrist"),
    ("Fargo", "Orthoptist"),
    # commas inside
    ("West Palm Beach", "Dermatologic Surgeon, Board Certified in Dermatology"),
    ("Miami", "Physician, Board Certified in Otolaryngology – Head and Neck Surgery"),
    ("Miami", "Physician, Board Certified in Radiology"),
    # places that are words, regions, countries; small words, accents and apostrophes in them
    ("Reading", "Medical Spa Director"),
    ("Sandy", "Dermatologist"),
    ("Mobile", "Dentist"),
    ("Nice", "Orthodontist"),
    ("Turkey", "Vein Specialist"),
    ("Orange County", "Board Eligible Plastic Surgeon"),
    ("Dominican Republic", "Plastic Surgeon"),
    ("Washington DC", "Plastic Surgeon"),
    ("The Woodlands", "Dermatologist"),
    ("Hilton Head", "Plastic Surgeon"),
    ("Hilton Head Island", "Phlebologist"),
    ("General Santos", "Dentist"),
    ("Medical Lake", "Dentist"),
    ("St. Louis Park", "Ophthalmologist"),
    ("Coeur d'Alene", "Hair Restoration Surgeon"),
    ("King's Lynn", "Periodontist"),
    ("Rio de Janeiro", "Plastic Surgeon"),
    ("Stoke-on-Trent", "Podiatrist"),
    ("São Paulo", "OB/GYN"),
    ("Đà Nẵng", "Dentist"),
    ("Ürgüp", "Dermatologist"),
    ("東京", "Dentist"),
]


@pytest.mark.parametrize(("place", "specialty"), KNOWN)
def test_place_and_specialty(place: str, specialty: str) -> None:
    line = f"{place} {specialty}"
    assert recognise_place_and_specialty(line) == (place, specialty)
    assert split_place_and_specialty(line) == (place, specialty)
    assert split_at_place(line, place) == (place, specialty)
    assert recognise_profession(line) is None


@pytest.mark.parametrize(
    "line",
    [
        # sentences that end in a profession
        "I am a Beverly Hills Plastic Surgeon", "See your Plastic Surgeon", "Consult a Board Certified Plastic Surgeon",
        "Choosing a Plastic Surgeon", "Find a Board Certified Dermatologist", "Talk to Your Plastic Surgeon",
        "Any Bangkok Dermatologic Surgeon", "You Need a Plastic Surgeon", "Dr. Smith is a Miami Dentist",
        "Before Seeing a Dermatologist", "Denver Plastic Surgeon.", "Denver Plastic Surgeon?", "denver plastic surgeon",
        # the same in title case, as headlines are
        "Follow Up With Your Plastic Surgeon", "Discuss With Your Surgeon", "Trust Your Surgeon",
        "Listen To Your Surgeon", "Check With Your Dermatologist",
        # headlines on procedures: a field is nobody's profession without someone to vouch for it
        "Tummy Tuck Surgery", "Breast Augmentation Surgery", "Timing of Surgery", "Smoking and Surgery",
        "Weight Loss Before Surgery", "Cost of Abdominoplasty", "Rhinoplasty", "Closed Rhinoplasty",
        "New Laser Technology",
        # people
        "Dr Leyla Lindqvist", "Anna Holmquist", "Dr. Silva", "Jane Roe, MD",
        # neither
        "Chicago", "Los Angeles, CA", "Plastic Surgeon", "Scar on my wrist", "Be Patient", "", "Surgeon", " ",
        "One Two Three Four Five Six Seven Dentist", "Denver " * 20 + "Dentist",
    ],
)  # fmt: skip
def test_no_place_and_specialty(line: str) -> None:
    assert recognise_place_and_specialty(line) is None


@pytest.mark.parametrize(
    ("line", "place", "specialty"),
    [
        ("Portland Wigmaker", "Portland", "Wigmaker"),
        ("Salt Lake City Wigmaker", "Salt Lake City", "Wigmaker"),
        ("Plastic Surgeon", None, "Plastic Surgeon"),
        ("Board Certified Dermatologist", None, "Board Certified Dermatologist"),
        ("Wigmaker", None, "Wigmaker"),
        ("Chicago Plastic Surgery", "Chicago", "Plastic Surgery"),
    ],
)
def test_what_is_vouched_for_is_split_also_where_the_profession_is_unknown(
    line: str, place: str | None, specialty: str
) -> None:
    assert split_place_and_specialty(line) == PlaceAndSpecialty(place, specialty)


@pytest.mark.parametrize("line", ["", "word " * 40])
def test_what_cannot_be_split(line: str) -> None:
    assert split_place_and_specialty(line) is None


@pytest.mark.parametrize(
    ("line", "place", "split"),
    [
        ("New York Scar Therapy Guru", "New York", ("New York", "Scar Therapy Guru")),
        ("NEW YORK Dentist", "New York", ("NEW YORK", "Dentist")),
        ("Newark Dentist", "New", None),
        ("New York", "New York", None),
        ("Dentist", "New York", None),
    ],
)
def test_split_at_place(line: str, place: str, split: tuple[str, str] | None) -> None:
    assert split_at_place(line, place) == split


@pytest.mark.parametrize(
    "line", ["Board Certified Dermatologist", "Plastic Surgeon", "Dermatologic Surgeon, Board Certified in Dermatology"]
)
def test_profession(line: str) -> None:
    assert recognise_profession(line) == (None, line)


@pytest.mark.parametrize(
    "line",
    ["Denver Dermatologist", "board certified dermatologist", "See a Dermatologist", "Dermatologist.", "Chicago", ""],
)
def test_no_profession(line: str) -> None:
    assert recognise_profession(line) is None


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("A" * 82 + " Dentist", "A" * 82), ("A" * 83 + " Dentist", None),
        ("One Two Three Four Five Six Dentist", "One Two Three Four Five Six"),
        ("Reno Dentist)", "Reno"), ("Reno (Dentist)", None), ("Reno, Dentist", "Reno"),
        ("Reno, Plastic Surgeon", "Reno"),
        ("Reno and Plastic Surgeon", None), ("Reno plastic Surgeon", None), ("Reno Plastic and Hand Surgeon", "Reno"),
        ("Reno Bay and Hand Surgeon", None), ("Reno Head and Neck Surgeon", "Reno"),
        ("Reno Head And Neck Surgeon", "Reno"),
        ("Reno Ear, Nose and Throat Doctor", "Reno"), ("Reno Neck Surgeon", "Reno Neck"),
        ("Lake of Isles Dentist", "Lake of Isles"),
        ("Lake for Dentist", None), ("Rio de Dentist", None), ("Val d'Isere Dentist", "Val d'Isere"),
        ("The Dentist", None),
        ("The Bay Dentist", "The Bay"), ("These Bay Dentist", None), ("Bay dentist", None), ("Bay 3 Dentist", None),
        ("3 Bay Dentist", None),
        ("Bay Dentist - Board Certified", None), ("Bay Dentist; Member of all, all", "Bay"),
        ("Bay Dentist, Fellowship-trained", "Bay"),
        ("Bay Dentist, Boarded", None), ("Bay Clinic", None), ("Bay Surgery", None), ("Bay Medspa", None),
        ("Bay Optists", None),
        ("Bay Opticiap", None), ("Bay Artist", "Bay"), ("Bay Rudist", None), ("Bay Mr Dentist", None),
        ("Bay Dentist Your", None),
        ("Bay Dentist,", None), ("Bay, Dentist,", None), ("Bay, Dental Clinic", None),
        ("Center City Dentist", "Center City"),
        ("Reno Head & Neck Surgeon", "Reno"), ("Lake City Park Neck Surgeon", "Lake City Park Neck"),
    ],
)  # fmt: skip
def test_edges_of_lines_that_are_recognised(line: str, place: str | None) -> None:
    found = recognise_place_and_specialty(line)
    assert (found and found.location) == place


@pytest.mark.parametrize(
    ("line", "place", "specialty"),
    [
        ("A" * 142 + " Dentist", "A" * 142, "Dentist"), ("Reno Hall, Loomwright", "Reno Hall", "Loomwright"),
        ("Loomwright", None, "Loomwright"),
        ("Plastic Loomwright", "Plastic", "Loomwright"), ("Bay Surgeon Dentist", "Bay", "Surgeon Dentist"),
        ("Plastic Surgeon", None, "Plastic Surgeon"),
        ("Plastic and Hand Surgeon", None, "Plastic and Hand Surgeon"),
        ("Head and Neck Surgeon", None, "Head and Neck Surgeon"),
        ("Reno Head, and Neck Surgeon", "Reno", "Head, and Neck Surgeon"),
        ("Trifacial Surgeon", None, "Trifacial Surgeon"), ("Xyfacial Dentist", None, "Xyfacial Dentist"),
        ("Xfacial Dentist", "Xfacial", "Dentist"),
        ("Harpist", None, "Harpist"), ("Reno Harpist", "Reno", "Harpist"), ("Reno Persist", "Reno", "Persist"),
        ("Vet Dentist", None, "Vet Dentist"),
        *((f"Reno Plastic {word} Hand Surgeon", "Reno", f"Plastic {word} Hand Surgeon")
          for word in ("and", "&", "of", "in", "for", "–", "-", "/", "the", "with", "And")),
        ("Reno Plastic or Hand Surgeon", "Reno Plastic or", "Hand Surgeon"),
        ("and Plastic Surgeon", "and", "Plastic Surgeon"),
        ("Reno Oral, (Dental), Surgeon", "Reno", "Oral, (Dental), Surgeon"),
        ("Reno Loom, Board Certified", "Reno", "Loom, Board Certified"),
    ],
)  # fmt: skip
def test_edges_of_lines_that_are_split(line: str, place: str | None, specialty: str) -> None:
    assert split_place_and_specialty(line) == (place, specialty)
    assert split_place_and_specialty("A" * 143 + " Dentist") is None


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Board " * 14 + "Dentist", False), ("Dental " * 11 + "Dentist", True), ("Dental " * 12 + "Dentist", False),
        ("Dentist, Board Certified", True),
        ("Dentist – Member of all", True), ("Loomwright, Board Certified", False),
        ("Reno Dentist, Board Certified", False), ("dentist", False),
        ("Dentist;", False), ("Dentist,", False), ("Dentistry", True), ("Surgery", True), ("Plastic", False),
        ("Xurgist", True), ("Urgist", False),
    ],
)  # fmt: skip
def test_edges_of_professions(line: str, is_one: bool) -> None:
    assert recognise_profession(line) == ((None, line) if is_one else None)


@pytest.mark.parametrize(
    ("word", "is_one"),
    [("surgeon", True), ("Surgeon,", True), ("(surgeon)", True), ("clinic", False), ("urologist", True),
    ("optist", False), ("xoptist", True),
     ("Holmquist", False), ("ontists", True), ("pontist", False), ("naturopath", True), ("psychopath", False),
     ("Urologistic", False)],
)  # fmt: skip
def test_words_that_are_a_profession(word: str, is_one: bool) -> None:
    assert is_profession(word) is is_one


@pytest.mark.parametrize(
    ("line", "place", "found"), [("New X", "New", ("New", "X")), ("New ", "New", None), ("NewX", "New", None)]
)
def test_edges_of_a_known_place(line: str, place: str, found: tuple[str, str] | None) -> None:
    assert split_at_place(line, place) == found


@pytest.mark.parametrize("word", (
    "surgeon physician doctor dentist nurse practitioner assistant specialist technician aesthetician therapist "
    "provider director injector consultant hygienist professional expert trainer coach counselor midwife artist "
    "attorney lawyer advisor adviser accountant architect engineer contractor plumber planner agent broker realtor vet "
    "teacher tutor pharmacist healer masseuse masseur fellow resident gyn paramedic sonographer urologist internists "
    "physiatrists naturopath psychologists optometrist"
).split())  # fmt: skip
def test_the_quick_look_misses_no_profession(word: str) -> None:
    assert is_profession(word)
    assert {word[-3:], word[-3:].upper(), word[-3:].title()} <= ENDS
