"""The site's own lines are found by the letters at their start: in any case, and in no other line."""

import re

import pytest

from qapipe.readers.sites.realself.boilerplate import BOILERPLATE, site_lines
from qapipe.readers.sites.realself.line_types import COUNT
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
        assert bool(site_lines([spelt]).counts) == bool(re.fullmatch(COUNT, spelt))


def test_placeholders_and_what_is_joined_to_them() -> None:
    found = site_lines(["{{ answer.voteCount }}", "Head {{ answer.voteCount }}", "{{ x }}", "You like it {"])
    assert (found.placeholders, found.with_braces) == ([0], [1, 2])
