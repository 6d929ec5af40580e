"""Noise rules are those of the documentation, each with its meaning."""

from qapipe.records.noise import NOISE_RULES, NoiseRule
from support.documented import documented


def test_noise_rules_are_those_that_are_documented() -> None:
    assert list(NOISE_RULES) == list(NoiseRule)
    assert {str(rule): meaning for rule, meaning in NOISE_RULES.items()} == documented("Noise rules")
