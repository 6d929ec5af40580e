"""What stands in posts and is not by their authors: notices of the site, signatures, edit notes, adverts."""

import re
from bisect import bisect_left

from qapipe.readers.threads.bodies import Body
from qapipe.readers.threads.places import NOTES, Places

_NOTICE = re.compile(
    r"(?:^|[\s_-])(?:notices?|question-status|post-?signature|signature|sig|edit(?:ed)?-?(?:by|note|info|date)|last-?edit(?:ed)?|"
    r"postedit|post-?menu|advert\w*|adslot|ad-container|adsbygoogle|ipscommentrecognition)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NOTICE_WORDS = tuple("notice status sig edit menu advert adslot container adsbygoogle recognition".split())


def is_notice(places: Places, element: int) -> bool:
    """Whether an element is a signature, a note or a message of the site by its classes or its role."""
    return places.matches(_NOTICE, element) or places.telling.get(element, {}).get("role") in NOTES


def notices_in(places: Places, body: Body) -> set[int]:
    """What stands in a body that its author did not write: a site's notices, signatures, edit notes, adverts."""
    found: set[int] = set()
    notices = places.noted(_NOTICE, _NOTICE_WORDS)
    for root in body.roots:
        behind = root + 1
        for element in notices[bisect_left(notices, behind) : bisect_left(notices, places.ends[root])]:
            if element >= behind:
                found.add(element)
                behind = places.ends[element]
    return found
