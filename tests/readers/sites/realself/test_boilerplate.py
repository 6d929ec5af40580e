"""The site's own lines are found by the letters at their start: in any case, and in no other line."""

import pytest

from qapipe.page.outline import Line, Lines
from qapipe.readers.sites.realself import line_types
from qapipe.readers.sites.realself.boilerplate import (
    BOILERPLATE,
    MainContent,
    names_doctors,
    site_lines,
    without_boilerplate,
)
from qapipe.records.noise import NoiseRule

LINES = {
    NoiseRule.PROMO: ["You might also like...", "You may also be interested in:"],
    NoiseRule.DISCLAIMER: ["These answers are for educational purposes and no advice."],
    NoiseRule.CALL_TO_ACTION: ["Ask a doctor", "Ask a question"],
    NoiseRule.SLOGAN: ["Get the real deal on beauty treatments and so on"],
    NoiseRule.NEWSLETTER: ["What's trending? Who's turning heads? Read on", "What’s trending? Who’s turning heads?"],
    NoiseRule.FOLLOWUP_NOTICE: [
        "This is a follow-up to an earlier question, which can be viewed by clicking here.",
    ],
    NoiseRule.ANSWERS_SUBTITLE: ["From board-certified doctors and trusted medical professionals"],
}
COUNTS = [
    "Answers (4)",
    "Doctor Answers 12",
    "Provider answers: 3",
    "Medical Professional Answers (1,200)",
    "7 Expert Answers",
]


@pytest.mark.parametrize("spelt", [str, str.upper, str.lower, str.swapcase])
def test_every_rule_and_count_is_found(spelt: type[str]) -> None:
    texts = [spelt(text) for texts in LINES.values() for text in texts]
    rules = [rule for rule, texts in LINES.items() for _ in texts]
    assert set(rules) == set(BOILERPLATE)
    assert site_lines(texts).noise == list(enumerate(rules))
    assert site_lines([*texts, *map(spelt, COUNTS)]).counts == list(range(len(texts), len(texts) + len(COUNTS)))


@pytest.mark.parametrize("line", COUNTS)
def test_letters_that_a_pattern_takes_for_another(line: str) -> None:
    """A pattern that ignores case takes a long s for an s: whatever it matches must be looked at."""
    for odd, plain in (("ſ", "s"), ("ı", "i"), ("İ", "i")):
        spelt = line.lower().replace(plain, odd, 1)
        assert bool(site_lines([spelt]).counts) == bool(line_types.COUNT.fullmatch(spelt))
    kelvin = "As\u212a a doctor"
    assert site_lines([kelvin]).noise == site_lines(["Ask a doctor"]).noise != []


def test_placeholders_and_what_is_joined_to_them() -> None:
    found = site_lines(["{{ answer.voteCount }}", "Head {{ answer.voteCount }}", "{{ x }}", "You like it {"])
    assert (found.placeholders, found.with_braces) == ([0], [1, 2])


PROMO, DISCLAIMER, COUNT = (
    "You might also like...",
    "These answers are for educational purposes only.",
    "Doctor Answers 2",
)


def content_of(*texts: str) -> MainContent:
    return without_boilerplate(Lines.of([Line(text) for text in texts]))


def test_what_the_boilerplate_says_about_a_page() -> None:
    found = content_of("Do scars fade?", COUNT, "They do.", PROMO, "Slowly.", DISCLAIMER, "Ask a doctor", "More scars")
    assert found.lines.texts == ["Do scars fade?", "They do.", "Slowly."]
    assert (found.count_at, found.declared, found.count_level) == (1, 2, 0)
    assert (found.after_promo, found.complete, found.teasers) == ({2}, True, False)
    assert [(removal.rule, removal.text) for removal in found.noise] == [
        ("promo", PROMO),
        ("disclaimer", DISCLAIMER),
        ("call_to_action", "Ask a doctor"),
        ("below_disclaimer", "More scars"),
    ]


def test_a_page_without_boilerplate() -> None:
    found = content_of("Do scars fade?", "They do.")
    assert (found.lines.texts, found.noise) == (["Do scars fade?", "They do."], [])
    assert (found.count_at, found.declared, found.complete, found.after_promo) == (None, None, False, set())
    assert (found.count_level, found.teasers) == (0, False)


def test_a_disclaimer_alone() -> None:
    found = content_of(DISCLAIMER, "Related")
    assert (found.complete, found.lines.texts) == (True, [])
    found = content_of("Do scars fade?", DISCLAIMER, "They do.", DISCLAIMER, "Related")
    assert (found.complete, found.lines.texts) == (True, ["Do scars fade?", "They do."])


def test_a_count_that_names_doctors_is_the_count() -> None:
    found = content_of("Ask a question", "Why?", "Answers (9)", "Yes.", COUNT, "No.", "3 Expert Answers")
    assert (found.count_at, found.declared) == (3, 2)
    assert found.lines.texts == ["Why?", "Answers (9)", "Yes.", "No.", "3 Expert Answers"]
    assert (content_of("Why?", "Answers (9)", "Answers (3)").declared, names_doctors("ANSWERS 9")) == (9, False)
    assert names_doctors("Expert Answers 9") is True


def test_the_level_of_a_count_in_a_heading() -> None:
    found = without_boilerplate(Lines.of([Line("Why?", heading=1), Line(COUNT, heading=3), Line("Yes.")]))
    assert (found.count_level, found.count_at) == (3, 1)


def test_teasers() -> None:
    found = content_of("Why?", COUNT, "From board-certified doctors and trusted medical professionals", "Yes")
    assert (found.teasers, found.lines.texts) == (True, ["Why?", "Yes"])


@pytest.mark.parametrize(
    ("below", "complete"),
    [
        ("Related", True),
        (COUNT, False),
        ("{{ answer.voteCount }}", False),
        ("4.9 out of 5 stars 86 reviews", False),
        (DISCLAIMER, True),
    ],
)
def test_the_disclaimer_ends_a_page_if_no_answer_follows(below: str, *, complete: bool) -> None:
    found = content_of("Why?", "Yes.", DISCLAIMER, below)
    assert found.complete is complete
    rules = [removal.rule for removal in found.noise]
    assert rules[0] is NoiseRule.DISCLAIMER
    assert (NoiseRule.BELOW_DISCLAIMER in rules) is (below == "Related")


def test_a_count_above_the_disclaimer_is_no_answer_below_it() -> None:
    assert content_of("Why?", COUNT, "{{ answer.voteCount }}", "Yes.", DISCLAIMER).complete is True
    assert content_of("Why?", COUNT, DISCLAIMER, "{{ answer.voteCount }}", "Yes.").complete is False
    assert content_of("Why?", "{{ answer.voteCount }}", DISCLAIMER, COUNT, "Yes.").complete is False


@pytest.mark.parametrize(
    ("joined", "parts"),
    [
        ("They do {{ answer.voteCount }}", ["They do", "{{ answer.voteCount }}"]),
        ("{{ answer.voteCount }} Give it a year", ["{{ answer.voteCount }}", "Give it a year"]),
        ("They do {{ answer.voteCount }} in a year", ["They do {{ answer.voteCount }} in a year"]),
        ("They do {{ answer }}", ["They do {{ answer }}"]),
    ],
)
def test_placeholders_that_an_extractor_joined_to_a_line(joined: str, parts: list[str]) -> None:
    lines = without_boilerplate(Lines.of([Line("Why?"), Line(joined, gap=2), Line("Yes.", gap=1)])).lines
    assert lines.texts == ["Why?", *parts, "Yes."]
    assert lines.gaps == [0, 2, *[0] * (len(parts) - 1), 1]


@pytest.mark.parametrize("line", ["12 Doctor Answers", "1 expert answer", "2 PROVIDER ANSWERS", "3 Provider AnsweR"])
def test_counts_that_begin_with_the_number(line: str) -> None:
    assert site_lines(["Why?", line]).counts == [1]
    assert site_lines([f"{line} of 9", f"{line} out of 9 answers"]).counts == []
