"""The questions and answers of FAQPage markup."""

from functools import lru_cache

from qapipe.page.document import Document, HtmlDocument
from qapipe.readers.markup import values
from qapipe.readers.markup.bodies import body_of
from qapipe.readers.markup.replies import ANSWERS
from qapipe.readers.markup.selection import items_of
from qapipe.readers.threads.texts import block


@lru_cache(maxsize=1)  # a page is recognised, then read
def faq_pairs(document: Document) -> list[tuple[str, str]]:
    """Questions and answers in the order of the markup; of several syntaxes those of the one with the most."""
    best: list[tuple[str, str]] = []
    if not isinstance(document, HtmlDocument):
        return best
    for items in items_of(document).values():
        pairs = []
        for item in items:
            if not item.is_a("Question") or not any(above.is_a("FAQPage") for above in item.ancestors()):
                continue
            asked = values.line(item.literals("name", "headline", "text"))
            bodies = [block(body_of(answer, None).lines) for answer in item.items(*ANSWERS)]
            text = "\n\n".join(body for body in bodies if body)
            if asked and text:
                pairs.append((asked, text))
        best = max(best, pairs, key=len)
    return list(dict.fromkeys(best))
