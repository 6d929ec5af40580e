"""Plain text in which labels say who speaks: ``Q:`` / ``A:``, ``Patient:`` / ``Doctor:``, ``Dr. Reed's Answer``.

    How do I stop my loom?          title: what stands right above, if it asks
    Q: It rattles since we moved.   question; a line that starts with a dash below it is who asked and where
    A: Tap each peg.                answer; below it may stand ``Dr. Ann Reed`` and ``Norwich, Vermont``

Several questions, each with its answer, are an FAQ. A dialogue stays one question: what the asker says later replies to
the answer before it.
"""

from qapipe.page.document import Document
from qapipe.readers.faq import asked_pairs
from qapipe.readers.site import Layout, Site
from qapipe.readers.sites.qa_text.evidence import is_question
from qapipe.readers.sites.qa_text.labelled import spoken
from qapipe.readers.sites.qa_text.reading import read_faq, read_one
from qapipe.readers.sites.qa_text.spoken import Turn


def _is_dialogue(turns: list[Turn]) -> bool:
    """Whether no more than one question is asked, or persons talk."""
    asked = [turn.label for turn in turns if turn.asks and not turn.label.follows]
    return len(asked) < 2 or all(label.personal for label in asked)


def _is_one(document: Document) -> bool:
    found = spoken(document)
    return bool(found.turns) and is_question(found) and _is_dialogue(found.turns)


def _is_faq(document: Document) -> bool:
    found = spoken(document)
    if found.turns:
        return is_question(found) and not _is_dialogue(found.turns)
    return bool(asked_pairs(document))


SITE = Site(
    name="qa_text",
    description="plain text with labels: Q and A, Patient and Doctor",
    layouts=(
        Layout("labels", "one question and its answers", _is_one, read_one),
        Layout("faq", "several pairs of question and answer, included on request", _is_faq, read_faq),
    ),
    fallback=True,
)
