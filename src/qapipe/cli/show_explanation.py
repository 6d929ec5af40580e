"""What ``qapipe show --explain`` prints: which reader gave each field, from where, and how far the readers came."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from qapipe.cli.field_places import places_of
from qapipe.cli.page_html import lines_of
from qapipe.cli.terminal import safe_text
from qapipe.errors import PageError
from qapipe.readers.explain import explain
from qapipe.records.plain import RawPage
from qapipe.run.lookup import FoundPage

_MOST_PLACES = 3


def explanation_of(found: FoundPage) -> dict[str, Any]:
    """How a page was read, as plain values: ``readers``, ``fields``, ``differences`` and ``removed``."""
    record = found.record
    removed = [{"rule": removal.rule.value, "text": removal.text} for removal in record.noise]
    if not isinstance(found.item, RawPage):
        return {"readers": [], "fields": {}, "differences": [], "removed": removed}
    try:
        explained = explain(found.item, record)
    except PageError as error:
        steps = [{"reader": "decoding", "outcome": str(error)}]
        return {"readers": steps, "fields": {}, "differences": [], "removed": removed}
    places = places_of(lines_of(found.item), record)
    names = sorted(dict.fromkeys([*places, *explained.sources]), key=_owner)
    fields = {name: {"readers": explained.sources.get(name, []), "places": places.get(name, [])} for name in names}
    steps = [{"reader": reader, "outcome": outcome} for reader, outcome in explained.steps]
    return {"readers": steps, "fields": fields, "differences": explained.differences, "removed": removed}


def _owner(name: str) -> tuple[int, int]:
    """Orders fields by whose they are: the page's, the question's, those of each answer."""
    owner, _, field = name.partition(": ")
    number = owner.removeprefix("answer ")
    return (0, 0) if not field else (2, int(number)) if number.isdigit() else (1, 0)


def explanation_lines(explanation: Mapping[str, Any]) -> Iterator[Text]:
    """The same, line by line."""
    yield Text("\nReaders", style="bold")
    for step in explanation["readers"]:
        yield Text(f"{step['reader']:>22}  ", style="dim").append_text(safe_text(step["outcome"], "not dim"))
    if explanation["fields"]:
        yield Text("\nFields", style="bold")
    for name, source in explanation["fields"].items():
        places = source["places"]
        shown = "; ".join(places[:_MOST_PLACES]) + (
            f"; {len(places) - _MOST_PLACES} more" * (len(places) > _MOST_PLACES)
        )
        readers = " and ".join(dict.fromkeys(source["readers"])) or "reconciled"
        yield Text(f"{name:>28}  ", style="dim").append_text(
            safe_text(f"{readers}: {shown or 'no visible line'}", "not dim")
        )
    for difference in explanation["differences"]:
        yield safe_text(f"  differs  {difference}", "yellow")
