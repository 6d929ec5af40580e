"""An answer that a page shows apart from the others, before them: the one that was chosen as the best."""

import re
from collections.abc import Sequence

from qapipe.readers.posts import Post
from qapipe.readers.threads.accepted import LABEL
from qapipe.readers.threads.answer_words import IN_CLASSES
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.question import Outside
from qapipe.readers.threads.records import Prose

_CALLED = re.compile(
    r"(?:best|accepted|chosen|top)[-_]?(?:answer|reply|solution)|(?:^|[\s_-])best(?:$|[\s_-])"
    rf"|{IN_CLASSES}"
)
_NEAR = 10  # runs from a label to the text
_LONGEST = 30
_LEAST = 25  # letters of prose that may be a question, or that are no other text's by chance


def own_region(found: Found, out: Outside, box: int) -> Outside:
    """The answer in such a box with the date that stands in it, if one does: that of the question is near, too."""
    places, roots = found.places, out.body.roots if out.body else [box]
    first, end = places.first_runs[box], places.end_runs[box]
    text = range(places.first_runs[roots[0]], places.end_runs[roots[-1]])
    inside = (mark for mark in found.marks if first <= mark.run < end and mark.run not in text)
    mark = next((mark for mark in inside if not mark.foreign), None)
    return Outside(out.body, mark, first, end) if mark is not None else out


def before_label(out: Outside, label: int) -> Outside:
    """A question without what stands behind the label of an answer."""
    mark = out.mark if out.mark is not None and out.mark.run < label else None
    return Outside(out.body, mark, out.first, label)


def shown_above(found: Found, posts: Sequence[Post], begin: int, end: int) -> tuple[Post, int] | None:
    """The post that is shown between two runs, too, as the chosen one, and the run of the label above it there."""
    texts = found.places.texts
    above = {text: run for run, text in enumerate(texts[begin:end], begin) if len(text) >= _LEAST}
    for post in posts if above else ():
        run = above.get(post.body.partition("\n")[0])
        for at in range(run - 1, max(begin, run - _NEAR), -1) if run is not None else ():
            if len(texts[at]) <= _LONGEST and LABEL.match(texts[at]):
                return post, at
    return None


def box_of(found: Found, out: Outside | None, prose: Prose) -> int | None:
    """The outermost element before the records that holds a chosen answer, if this is what stands before them.

    It holds no other text before it: the question may stand in one box with it.
    """
    if out is None or out.body is None:
        return None
    places, first = found.places, found.family.records[0].roots[0]
    body = top = out.body.roots[0]
    called = places.matches(_CALLED, top)
    while places.ends[above := places.parents[top]] <= first:
        if prose.between(max(places.first_runs[above], out.first + 1), places.first_runs[top]) >= _LEAST:
            break
        top = above
        called = called or places.matches(_CALLED, top)
    start = places.first_runs[body]
    near = places.texts[max(out.first + 1, start - _NEAR) : start]
    return top if called or any(len(text) <= _LONGEST and LABEL.match(text) for text in near) else None


def comes_first(found: Found) -> bool:
    """Whether the first record is such an answer: its label stands in it, or right before it, above the text."""
    places, record = found.places, found.family.records[0]
    lines = found.lines[0]
    end = lines[0].run if lines else places.end_runs[record.roots[-1]]
    start = max(places.first_runs[record.roots[0]] - 1, 0)
    return any(len(text) <= _LONGEST and LABEL.match(text) for text in places.texts[start:end])
