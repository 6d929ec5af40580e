"""What stands in posts and is not by their authors: notices of the site, signatures, edit notes, adverts."""

import re
from collections.abc import Iterable

from qapipe.readers.threads.bodies import Body
from qapipe.readers.threads.places import NOTES, Places, among, tags_of
from qapipe.records.noise import NoiseRule

_NOTICE = re.compile(
    r"(?:^|[\s_-])(?:(?P<site_notice>notices?|question-status|ipscommentrecognition)|(?P<signature>(?:post-?)?signature|sig)"
    r"|(?P<edit_note>edit(?:ed)?-?(?:by|note|info|date)|last-?edit(?:ed)?|postedit)|(?P<control>post-?menu)"
    r"|(?P<advert>advert\w*|adslot|ad-container|adsbygoogle))(?:$|[\s_-])",
    re.IGNORECASE,
)
_BUTTONS = tags_of("button")
_LONGEST_BUTTON = 40
_NOTICE_WORDS = tuple("notice status sig edit menu advert adslot container adsbygoogle recognition".split())


def is_notice(places: Places, element: int) -> bool:
    """Whether an element is a signature, a note or a message of the site by its classes or its role."""
    return places.matches(_NOTICE, element) or places.telling.get(element, {}).get("role") in NOTES


def rules_of(places: Places, notices: Iterable[int], marked: set[int]) -> dict[int, NoiseRule | None]:
    """The noise rule by which each notice is removed; None for a "signature" with a date: it is a byline, and read."""
    return {element: _rule_of(places, element, marked) for element in notices}


def _rule_of(places: Places, element: int, marked: set[int]) -> NoiseRule | None:
    if places.tags[element] in _BUTTONS:
        return NoiseRule.CONTROL
    called = _NOTICE.search(places.css_class(element))
    rule = NoiseRule(called.lastgroup or "") if called else NoiseRule.SITE_NOTICE
    runs = range(places.first_runs[element], places.end_runs[element])
    return None if rule is NoiseRule.SIGNATURE and not marked.isdisjoint(runs) else rule


def notices_in(places: Places, body: Body) -> set[int]:
    """What stands in a body that its author did not write: notices, signatures, edit notes, adverts, buttons."""
    found: set[int] = set()
    notices, buttons = places.noted(_NOTICE, _NOTICE_WORDS), places.named(_BUTTONS)
    for root in body.roots:
        inside = among(buttons, root, places.ends[root]) if buttons else ()
        found.update(one for one in inside if places.length(one) <= _LONGEST_BUTTON)
        behind = root + 1
        for element in among(notices, behind, places.ends[root]):
            if element >= behind:
                found.add(element)
                behind = places.ends[element]
    return found
