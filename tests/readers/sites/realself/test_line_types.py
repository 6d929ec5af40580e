"""Types of single lines of RealSelf: their forms, and where each begins and ends."""

import pytest

from qapipe.page.outline import Line, Lines, Link
from qapipe.readers.sites.realself import line_types


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("Doctor Answers 1,000,000", 1_000_000), ("Answers 0", 0), ("Answers (1,204)", 1204),
        ("Doctors' Answers: 3", 3),
        ("Experts’ Answer 3", 3), ("Medical Professional Answers 3", 3), ("3 Provider Answer", 3),
        ("3 Doctors Answers", None),
        ("Answers 1,000,001", None), ("Answers", None),
        ("Doctor Answer 12", 12), ("2 Expert ANSWERS", 2), ("Answers 3 4", None), ("The Answers 3", None),
        ("(3) Answers", None),
    ],
)  # fmt: skip
def test_counts(line: str, count: int | None) -> None:
    assert line_types.declared_count(line) == count
    assert line_types.is_count(line) is (count is not None or line == "Answers 1,000,001")


def test_a_count_is_shorter_than_sixty_letters() -> None:
    assert line_types.is_count("Answers " + "1" * 51)
    assert not line_types.is_count("Answers " + "1" * 52)


@pytest.mark.parametrize(
    ("text", "is_end"),
    [
        ("Tampa, FL 33606", True), ("Tampa FL 33606-1234", True), ("Tampa, FL. 33606", True),
        ("Tampa, Florida 33606", True),
        ("Tampa, New York, 33606", True), ("Toronto, ON M5V 2T6", True), ("Toronto, ON M5V2T6", True),
        ("Sydney, NS 2000", True),
        ("Sydney, NS 200000", True), ("Sydney, NS 200", False), ("Sydney, NS 2000000", False), ("Tampa, FL", False),
        ("T FL 33606", False), ("Ta, FL 33606", True), ("x" * 60 + ", FL 33606", True),
        ("x" * 61 + ", FL 33606", False),
        ("Tampa, FL ٣٣٦٠٦", True), ("Tampa, FL 33606.", False), ("Tampa, fl 33606", False),
    ],
)  # fmt: skip
def test_ends_of_addresses(text: str, is_end: bool) -> None:
    assert line_types.address_ends(["x", text, "y 1"]) == ({1} if is_end else set())


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("5 out of 5", (5.0, 5.0, None)), ("4.25 out of 10 star", (4.25, 10.0, None)),
        ("4.9 out of 5 stars (1,203 ratings)", (4.9, 5.0, 1203)),
        ("4.9 out of 5 Stars - 3 Review", (4.9, 5.0, 3)), ("4.9 out of 5 3 reviews", (4.9, 5.0, 3)),
        ("٤ out of 5", (4.0, 5.0, None)), ("4.9 out of 5 , reviews", (4.9, 5.0, None)),
        ("4.9 out of 5 1234567890123456 reviews", (4.9, 5.0, None)),
        ("4.999 out of 5", None), ("14 out of 5", None), ("4.9 out of 100", None), ("4.9 out of 5 stars 3", None),
        ("a4 out of 5", None),
        ("4 of 5", None), ("４ out of 5 x", None), ("4 OUT OF 5", None),
    ],
)  # fmt: skip
def test_ratings(text: str, rating: tuple[float, float, int | None] | None) -> None:
    assert line_types.ratings(["x", text]) == ([(1, rating)] if rating else [])


@pytest.mark.parametrize(
    ("text", "is_vote"),
    [("+3", True), ("-1234", True), ("+12345", False), ("+", False), ("3", False), ("+3 ", False),
    ("{{ voteCount }}", True),
     ("{{ votes.count }}", True), ("{{ vote__count }}", True), ("{{ voteabcdcount }}", False),
     ("{{ voteCount } }", False),
     ("{{ a {voteCount} b }}", False), ("{{ voteCount {a} }}", True), ("{ voteCount }", False),
     ("x{{ voteCount }}", False)],
)  # fmt: skip
def test_votes(text: str, is_vote: bool) -> None:
    assert line_types.vote_lines(["x", text]) == ([1] if is_vote else [])
    assert line_types.is_vote(text) is is_vote
    assert line_types.is_placeholder(text) is (is_vote and text[0] == "{")


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        (["4.9 out of 5 stars", "12 reviews"], ["4.9 out of 5 stars 12 reviews"]),
        (["4.9 out of 5", "(1 rating)"], ["4.9 out of 5 (1 rating)"]),
        (["x", "4 out of 5", "1 REVIEW", "y"], ["x", "4 out of 5 1 REVIEW", "y"]),
        (["4 out of 5", "x", "1 review"], ["4 out of 5", "x", "1 review"]),
        (["4 out of 5 3 reviews", "1 review"], ["4 out of 5 3 reviews", "1 review"]),
        (["12 reviews", "4 out of 5"], ["12 reviews", "4 out of 5"]),
        (["4 out of 5", "1 review", "2 reviews"], ["4 out of 5 1 review", "2 reviews"]), (["x"], ["x"]), ([], []),
        (["4 out of 5", "1 review", "4 out of 5", "2 reviews", "z"], ["4 out of 5 1 review", "4 out of 5 2 reviews",
        "z"]),
        (["4 out of 5", "no reviews"], ["4 out of 5", "no reviews"]),
        (["4 out of 5", "3 RATING"], ["4 out of 5 3 RATING"]),
    ],
)  # fmt: skip
def test_ratings_and_counts_of_reviews_are_joined(texts: list[str], joined: list[str]) -> None:
    lines = [Line(text, links=(Link(f"/{text}", text),)) for text in texts]
    found = line_types.with_ratings_joined(Lines.of(lines)).rows()
    assert [line.text for line in found] == joined
    assert [link.text for line in found for link in line.links] == texts
