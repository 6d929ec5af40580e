"""There is damage for every rule; that it is found is tested with the module that checks the rule."""

from qapipe.dataset.check.rules import RULES, Rule
from support.damages import DAMAGE, RULES_OF


def test_there_is_damage_for_every_rule() -> None:
    assert {place[0] for _, place in DAMAGE.values()} == set(Rule) == set(RULES)
    assert sorted(rule for rules in RULES_OF.values() for rule in rules) == sorted(Rule)
    assert all(RULES.values())
    assert len(DAMAGE) >= 30
