"""Bylines: who a line names, and lines that name no one."""

from itertools import product

import pytest

from qapipe.readers.lines.bylines import Byline, is_credential, is_name, parse_byline, read_bare_name, read_byline


@pytest.mark.parametrize(
    ("line", "name", "credentials", "note"),
    [
        # commas, or none
        ("Ana R. Silva, MD", "Ana R. Silva", ["MD"], None),
        ("Ana Silva, MD, FACS, MBA", "Ana Silva", ["MD", "FACS", "MBA"], None),
        ("Ana Silva MD, FACS", "Ana Silva", ["MD", "FACS"], None),
        ("Ana Silva, MD FACS", "Ana Silva", ["MD", "FACS"], None),
        ("Ana Silva MD FACS", "Ana Silva", ["MD", "FACS"], None),
        ("Ana Silva, , MD,", "Ana Silva", ["MD"], None),
        ("Ana Silva, MD/PhD", "Ana Silva", ["MD", "PhD"], None),
        # credentials
        ("Ana Silva, DO", "Ana Silva", ["DO"], None),
        ("Ana Silva, DMD, MD", "Ana Silva", ["DMD", "MD"], None),
        ("Ana Silva, MD, PhD, FACMS", "Ana Silva", ["MD", "PhD", "FACMS"], None),
        ("Ana Silva, M.D., Ph.D.", "Ana Silva", ["M.D.", "Ph.D."], None),
        ("Kim Lee, M.D., F.A.C.S.", "Kim Lee", ["M.D.", "F.A.C.S."], None),
        ("Kim Lee M.D. F.A.C.S.", "Kim Lee", ["M.D.", "F.A.C.S."], None),
        ("Ivy Chen, PA-C", "Ivy Chen", ["PA-C"], None),
        ("Ivy Chen, APRN, FNP-BC", "Ivy Chen", ["APRN", "FNP-BC"], None),
        ("Ivy Chen, RN, BSN, CANS", "Ivy Chen", ["RN", "BSN", "CANS"], None),
        ("Ivy Chen, BSc (Hons), MBChB", "Ivy Chen", ["BSc (Hons)", "MBChB"], None),
        ("Peter van der Berg, MBBS, FRCS (Plast)", "Peter van der Berg", ["MBBS", "FRCS (Plast)"], None),
        ("Jae-hyun Kim, MBChB, FRCS(C)", "Jae-hyun Kim", ["MBChB", "FRCS(C)"], None),
        ("Rosa Díaz-Peña, XYZQ", "Rosa Díaz-Peña", ["XYZQ"], None),
        ("Rosa Peña, FEBOPRAS", "Rosa Peña", ["FEBOPRAS"], None),
        ("Jo Smith, Esq.", "Jo Smith", ["Esq."], None),
        # suffixes, which belong to the name
        ("Jo Smith, III MD", "Jo Smith, III", ["MD"], None),
        ("Jo Smith, Jr., MD", "Jo Smith, Jr.", ["MD"], None),
        ("Jo Smith Jr., MD", "Jo Smith Jr.", ["MD"], None),
        ("Jo Smith Sr MD", "Jo Smith Sr", ["MD"], None),
        ("Jo Smith II, MD, DMD", "Jo Smith II", ["MD", "DMD"], None),
        ("Jo Smith, IV, MD", "Jo Smith, IV", ["MD"], None),
        # notes
        ("William Roe, DO (retired)", "William Roe", ["DO"], "retired"),
        ("Tove Lind, MD, FACS (in memoriam)", "Tove Lind", ["MD", "FACS"], "in memoriam"),
        ("Tove Lind, MD (Retired)", "Tove Lind", ["MD"], "Retired"),
        ("Tove Lind, MD (on leave)", "Tove Lind", ["MD"], "on leave"),
        ("Tove Lind MD (deceased)", "Tove Lind", ["MD"], "deceased"),
        ("Tove Lind MD (Not in Practice)", "Tove Lind", ["MD"], "Not in Practice"),
        ("Tove Lind MD (in memoriam)", "Tove Lind", ["MD"], "in memoriam"),
        ("Tove Lind MD (emeritus)", "Tove Lind", ["MD"], "emeritus"),
        ("Tove Lind MD (Emerita)", "Tove Lind", ["MD"], "Emerita"),
        # initials and nicknames
        ("A.J. Smith, MD", "A.J. Smith", ["MD"], None),
        ("J. Ronald P. DiSurname, MD", "J. Ronald P. DiSurname", ["MD"], None),
        ("William (Bill) Roe, DO", "William (Bill) Roe", ["DO"], None),
        ('William "Bill" Roe, DO', 'William "Bill" Roe', ["DO"], None),
        ("William “Bill” Roe, DO", "William “Bill” Roe", ["DO"], None),
        ("William (Billy Joe) Roe, DO", "William (Billy Joe) Roe", ["DO"], None),
        # particles, accents, other scripts
        ("María de los Ángeles Peña, MD", "María de los Ángeles Peña", ["MD"], None),
        ("Jean-François d'Arcy, MD", "Jean-François d'Arcy", ["MD"], None),
        ("Siobhán O’Brien, MBChB", "Siobhán O’Brien", ["MBChB"], None),
        ("T. Gerald O'Daniel, MD", "T. Gerald O'Daniel", ["MD"], None),
        ("Fatima al-Sayed, FRACS", "Fatima al-Sayed", ["FRACS"], None),
        ("Ludwig von und zu Stein, MD", "Ludwig von und zu Stein", ["MD"], None),
        ("Ngô Bảo Châu, MD", "Ngô Bảo Châu", ["MD"], None),
        ("Đặng Văn Hùng, MD", "Đặng Văn Hùng", ["MD"], None),
        ("Владимир Петров, MD", "Владимир Петров", ["MD"], None),
        ("李 明, MD", "李 明", ["MD"], None),
        ("JOHN DO, MD", "JOHN DO", ["MD"], None),
        ("JANE ROE MD", "JANE ROE", ["MD"], None),
        # one word
        ("Madonna, MD, FACS", "Madonna", ["MD", "FACS"], None),
    ],
)
def test_byline(line: str, name: str, credentials: list[str], note: str | None) -> None:
    assert read_byline(line) == Byline(name, tuple(credentials), note)


@pytest.mark.parametrize(
    "line",
    [
        # places
        "Los Angeles, CA", "Houston, TX", "Salt Lake City, UT", "New York, NY", "Toronto, ON", "Toronto, ON, Canada",
        "London, UK", "Dubai, UAE", "Sydney, NSW", "Atlanta, GA USA", "Beverly Hills, California",
        "St. Louis, MO 63110",
        "Boston, MA", "Philadelphia, PA", "Washington, DC", "Baltimore, MD", "Jackson, MS", "Portland, ME",
        # sign-offs and sentences
        "Dr. H", "Dr. Silva", "Dr Ana Silva", "Good luck!", "Good luckAna Silva, MD", "Good luck, Ana Silva, MD",
        "Best, Ana", "Best wishes, MD", "Regards, Ana Silva MD", "Hope this helps, Ana Silva, MD", "From MIAMI Dr. B",
        "I am Ana Silva, MD.", "Ana Silva, MD:", "Ask your doctor, OK", "Hello, MD here is what I think",
        "Ana Silva, MD Atlanta Plastic Surgeon", "See a specialist, MD, DO",
        # neither name nor credential
        "Ana Silva MD (on leave)",
        "Ana Silva", "MD, FACS", "MD", ", MD", "Ana Silva, md", "ana silva, MD", "van der, MD", "Laser, IPL",
        "MRI, CT", "Tuesday, 5 PM", "A" * 200 + " Silva, MD", "12 Silva, MD", "Ana Silva (retired)", "(retired)", ",",
    ],
)  # fmt: skip
def test_no_byline(line: str) -> None:
    assert read_byline(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Maria Lopez",
        "Jean-Luc de la Tour",
        "A. Samir N. Dalton",
        "Søren R. Tran",
        "Ana Silva, Jr.",
        "William (Bill) Roe",
    ],
)
def test_bare_name(line: str) -> None:
    assert read_bare_name(line) == Byline(line)
    assert read_bare_name(f"{line} (retired)") == Byline(line, (), "retired")


@pytest.mark.parametrize(
    "line",
    ["Best Wishes", "Good Luck", "Kind Regards", "Warmest Regards", "Post op", "Thank You", "Dr. Smith", "Dr Ana Smith",
     "Hope It Helps", "Take Care", "God Bless", "Ana", "Ana Silva is a surgeon", "Maria Lopez.", "the Surgeon",
     "One Two Three Four Five Six Seven", "A Scan"],
)  # fmt: skip
def test_no_bare_name(line: str) -> None:
    assert read_bare_name(line) is None


@pytest.mark.parametrize(
    "token",
    ["MD", "M.D.", "PhD", "FACS", "F.A.C.S.", "PA-C", "FNP-BC", "FRCS (Plast)", "FRCS(C)", "MBChB", "LE", "XYZQ"],
)
def test_credential(token: str) -> None:
    assert is_credential(token)


@pytest.mark.parametrize(
    "token", ["", "md", "Md.x", "CA", "TX", "UK", "USA", "Silva", "McDonald", "X", "911", "MD,", "(MD)"]
)
def test_no_credential(token: str) -> None:
    assert not is_credential(token)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Ana Silva", True), ("Ana", True), ("d'Arcy", True), ("al-Sayed Omar", True), ("Kim St. Clair", True),
        ("Ana Silva, Jr.", True), ("Ana Silva,Jr.", True),
        ("Ana (Bo) Silva,Jr.", True), ("", False), ("ana Silva", False), ("Ana Silva2", False), ("The Surgeon", False),
        ("de la", False), ("Ana de la", False), ("Ana Silva writes", False), ("Ana Silva surgery.", False),
        ("FACS", False), ("Ana Bel Cora Dee Eva Fay Gia Hue", True),
        ("Abd-Salam Omar", True), ("abd-Salam Omar", True), ("abdu-Salam Omar", False), ("al-sayed Omar", False),
        ("A B C D E F G H I", False), ("Ana Bel Cora Dee Eva Fay Gia Hue Ida", False),
    ],
)  # fmt: skip
def test_shape_of_a_name(text: str, is_one: bool) -> None:
    assert is_name(text) is is_one


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ana Silva " + "x" * 106 + ", MD", None), ("A" * 115 + " Bo, MD", None),
        ("A" * 113 + " Bo, MD", "A" * 113 + " Bo"),
        ("A" * 114 + " Bo, MD", None), ("Ana Silva, MD?", None), ("Ana Silva, MD;", None),
        ("Ana Silva, MD/", None),
        ("Ana MD", None), ("Ana Bo MD", "Ana Bo"), ("ANA BO XYZQ", None),
        ("ANA BO MD", "ANA BO"),
        ("ANA bo XYZQ", None), ("Ana BO XYZQ", "Ana BO"), ("Ana Bo Jr MD", "Ana Bo Jr"), ("Ana Bo II", None),
        ("Ana Bo, MD, Jr.", None), ("Ana Bo, Jr., Sr., MD", "Ana Bo, Jr., Sr."), ("Ana Bo, , MD", "Ana Bo"),
        (", MD", None),
        ("Ana, MA", None), ("Ana, MD", None), ("Ana, FACS", "Ana"), ("Ana, F.A.C.S.", "Ana"), ("Ana, XYZQ", None),
        ("Ana, DDS", "Ana"),
        ("Ana Bo, MD (x)", "Ana Bo"), ("Ana Bo, MD (xyz)", "Ana Bo"), ("Ana Bo, MD (" + "x" * 31 + ")", "Ana Bo"),
        ("Ana Bo, MD (" + "x" * 32 + ")", None), ("Ana Bo, MD (Xyz)", "Ana Bo"), ("Ana Bo, Md (xyz)", None),
    ],
)  # fmt: skip
def test_edges_of_bylines(line: str, name: str | None) -> None:
    found = read_byline(line)
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Ana Bo", True), ("Ana Bo Cy Di Ed Fay", True), ("Ana Bo Cy Di Ed Fay Gil", False), ("Ana " + "B" * 56, True),
        ("Ana " + "B" * 57, False), ("Ana " + "B" * 56 + " (retired)", True), ("Ana", False),
    ],
)  # fmt: skip
def test_edges_of_bare_names(line: str, is_one: bool) -> None:
    assert (read_bare_name(line) is not None) is is_one


@pytest.mark.parametrize("word", (
    "best good kind kindest warm warmest sincere sincerely thank thanks yours hope all many with regard regards cheers "
    "respectfully cordially wishing take god hello hi dr dear see please from your the a an in on at if it i we you "
    "my dr."
).split())  # fmt: skip
def test_words_that_begin_no_name(word: str) -> None:
    assert read_bare_name(f"{word.title()} Bo") is None
    if word[-1] != ".":
        assert read_bare_name(f"{word.title()}x Bo") is not None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Ana Bo.", True), ("Ana Bos.", True), ("Ana Bosc.", False), ("Ana Bo Jr.", True), ("Ana Bo III.", True),
        ("MD", False),
        ("Ana 'Bo' Cy", True), ("Ana (Bo Di) Cy", True), ("Ana [Bo] Cy", False), ("Ana (bo3) Cy", False),
        ("The Ana", False),
        ("I Ana", False), ("A Ana", False), ("d'arcy", False), ("D'arcy", True), ("ab-Cde Fo", True),
        ("abc-Cde Fo", True),
        ("abcd-Cde Fo", False), ("李", True), ("von", False), ("Ana von", False), ("von Ana", True), ("Ana-", True),
        ("-Ana", False),
    ],
)  # fmt: skip
def test_words_of_names(text: str, is_one: bool) -> None:
    assert is_name(text) is is_one


@pytest.mark.parametrize(
    ("token", "is_one"),
    [("XY", True), ("Xy", False), ("XYz", True), ("XYzz", True), ("XYzzz", False), ("XyZz", True), ("X1", False),
    ("11", False), ("NY", False),
     ("N.Y.", False), ("X-Y", True), ("XYz-z", True), ("XYz-zz", False), ("MD (x)", True), ("ND", True), ("MBA", True)],
)  # fmt: skip
def test_shapes_of_credentials(token: str, is_one: bool) -> None:
    assert is_credential(token) is is_one


FIRST = ["Ana", "The", "A", "I", "Dr", "ANA", "De", "von", "Esq"]
MIDDLE = ["", " R.", " R", " de", " Maria Lee", " Lee Ann Sue", " O'Neil", " Álva"]
LAST = ["Silva", "Esq", "Dip", "Dipl", "MacKay", "Smith-Jones", "Holm.", "Z"]
CREDENTIALS = [
    *(", MD", ", MD, FACS", ", II, MD", ", III", ", TX", ", MD, TX", ", MA", ", PhD", ", USA", ", ABCDEFGHIJKL"),
    *(", ABCDEFGHIJKLM", " MD", ", MD FACS", ", M", ", MD,", ", Jr., MD"),
]


def test_plain_bylines_are_read_like_any() -> None:
    """Names of a common form have a way of their own, which gives the same."""
    lines = [
        f"{first}{middle} {last}{credentials}"
        for first, middle, last, credentials in product(FIRST, MIDDLE, LAST, CREDENTIALS)
    ]
    found = {line: read_byline(line) for line in lines}
    assert sum(one is not None for one in found.values()) > 1_000
    assert {line: one for line, one in found.items() if one != parse_byline(line)} == {}
