"""What a page's markup says it is about: a question, a discussion, or something else. No text is read yet.

A thread has a head (the question or first post) and replies, from one syntax; either may be missing there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice

from qapipe.page.document import Document, HtmlDocument
from qapipe.page.searching import find, has_any
from qapipe.page.structured import Item, json_ld, microdata, rdfa, with_nested
from qapipe.page.text import letters
from qapipe.readers.markup.replies import ANSWERS, MOST_AROUND, NOT_ASKED_HERE, POSTINGS, Reply, answers_of, comments_of
from qapipe.records.reasons import Reason

LAYOUTS = {"json_ld": json_ld, "microdata": microdata, "rdfa": rdfa}
"""The syntaxes and their readers. On a tie in the number of answers, the first takes precedence."""

_LAYOUT_MARKS = {"json_ld": (b"ld+json", b"LD+JSON"), "microdata": (b"itemscope", b"itemprop"), "rdfa": (b"typeof=",)}
NOT_JSON_LD = _LAYOUT_MARKS["microdata"] + _LAYOUT_MARKS["rdfa"]
"""Byte patterns of the other syntaxes, which a page without their markup rarely contains."""
_MARKS = tuple(mark for marks in _LAYOUT_MARKS.values() for mark in marks)
"""Byte patterns at least one of which every page with markup contains (necessary, not sufficient)."""

# Properties of questions asked by people; those of an FAQ or a quiz have only a name and an answer.
_ASKED = ("author", "creator", "answerCount", "upvoteCount", "dateCreated", "datePublished", "interactionStatistic")
# Reasons for a page without a question of its own, by the first of these types in its markup.
_REASONS = (
    (Reason.FAQ, ("FAQPage",)),
    (Reason.DISCUSSION, POSTINGS),
    (Reason.REVIEW, ("Review", "UserReview", "CriticReview")),
    (Reason.VIDEO, ("VideoObject",)),
    (Reason.PROFILE, ("ProfilePage",)),
    (Reason.LIST, ("CollectionPage", "SearchResultsPage", "ItemList")),
    (Reason.ARTICLE, ("Article", "NewsArticle", "BlogPosting", "Recipe", "HowTo", "MedicalWebPage")),
)
_HEADS = {b"Question": (b"",), b"Posting": (b"DiscussionForum", b"SocialMedia"), b"sioct:BoardPost": (b"",)}
"""Types at least one of which is named on every page with a question or a discussion in its markup: how they end, which
is searched for, and how they begin;"""
_REPLIES = {b"Answer": (b"",), b"Comment": (b"",), b"UserComments": (b"",)}
"""or with replies alone."""
_TEXTS = ("text", "articleBody", "description")
_BEFORE_TYPE = b"\"'/:=;# \t\n\f\r"
_BEHIND_TYPE = b"\"'/>&\\ \t\n\f\r"
"""and the bytes around a type name in any syntax: a quote, the end of a URL or prefix, a blank."""


@dataclass(slots=True)
class MarkedThread:
    """A thread as one syntax marks it up, in markup order."""

    layout: str
    head: Item | None
    """The question or first post; None if this syntax marks up replies only."""
    replies: list[Reply] = field(default_factory=list)
    asks: bool | None = None
    """Whether the head is a question (True) or the post of a discussion (False); None without a head."""


@dataclass(slots=True)
class Verdict:
    """What the markup says about a page."""

    threads: list[MarkedThread] = field(default_factory=list)
    """The page's question in each syntax, the one with the most answers first."""
    discussions: list[MarkedThread] = field(default_factory=list)
    """The page's discussion in each syntax, and the replies of syntaxes without a head; the fullest first."""
    reason: Reason | None = None
    """Why it is not a question page."""


@lru_cache(maxsize=1)  # called for one page by every layout and the refusal in turn
def verdict_of(document: Document) -> Verdict:
    """What the markup says about a page, judged by the question or first post that it marks up."""
    if not isinstance(document, HtmlDocument) or not _names(document, _HEADS):
        return Verdict()
    found = Verdict()
    by_layout = items_of(document)
    for layout, items in by_layout.items():
        if question := _page_question(items, document):
            found.threads.append(MarkedThread(layout, question, answers_of(question, items), asks=True))
    for layout, items in by_layout.items():
        if any(thread.layout == layout for thread in found.threads):
            continue
        head = _page_posting(items, document)
        replies = comments_of(head, items)
        if found.threads and head is None:  # the answers of a question in another syntax, and not its comments
            replies = [reply for reply in replies if reply.item.is_a("Answer")] or replies
        if head or replies:
            found.discussions.append(MarkedThread(layout, head, replies, asks=False if head else None))
    for threads in (found.threads, found.discussions):
        threads.sort(key=lambda thread: -len(thread.replies))
    if not found.threads:
        found.reason = _reason([item for items in by_layout.values() for item in items])
    return found


def replies_alone(document: Document) -> list[MarkedThread]:
    """The replies that a page marks up without a question or first post, for each syntax that has any."""
    if not isinstance(document, HtmlDocument) or not _names(document, _REPLIES):
        return []
    found = [MarkedThread(layout, None, comments_of(None, items)) for layout, items in items_of(document).items()]
    return sorted((thread for thread in found if thread.replies), key=lambda thread: -len(thread.replies))


def _names(document: HtmlDocument, types: Mapping[bytes, tuple[bytes, ...]]) -> bool:
    """Whether a page may have markup with one of the types. Most pages have none, and are rejected without a tree."""
    source = document.source
    for end, starts in types.items():
        if _names_type(source, end, starts):
            return has_any(source, _MARKS)
    return False


@lru_cache(maxsize=1)
def items_of(document: HtmlDocument) -> dict[str, list[Item]]:
    """All items of a page by syntax, those nested in others included."""
    found = {
        layout: with_nested(read(document.tree))
        for layout, read in LAYOUTS.items()
        if has_any(document.source, _LAYOUT_MARKS[layout])
    }
    document.items += chain.from_iterable(found.values())
    return found


def _names_type(source: bytes, end: bytes, starts: tuple[bytes, ...]) -> bool:
    """Whether the name of a type occurs where a value may, and not just as a word in prose."""
    at = find(source, end)
    while at >= 0:
        behind = at + len(end)
        if source[behind : behind + 1] in _BEHIND_TYPE:
            for start in starts:
                begins = at - len(start)
                if begins >= 0 and source.startswith(start, begins) and source[begins - 1 : begins] in _BEFORE_TYPE:
                    return True
        at = find(source, end, behind)
    return False


def _reason(items: list[Item]) -> Reason | None:
    types = {name for item in items for name in item.types}
    reason = next((reason for reason, names in _REASONS if not types.isdisjoint(names)), None)
    several = sum(item.is_a("Question") for item in items) > 1
    return Reason.LIST if several and reason not in (Reason.FAQ, Reason.DISCUSSION) else reason


# The question or first post


def _page_question(items: list[Item], document: HtmlDocument) -> Item | None:
    """The main question of the page; None if there is none, or several equal ones."""
    questions = [item for item in items if item.is_a("Question") and _may_be_asked(item)]
    on_page = [item for item in questions if _on_qa_page(item)]
    for candidates, trusted in (
        ([item for item in on_page if "mainEntity" in item.roles], True),
        (on_page, True),
        ([item for item in questions if _is_main(item)], False),
        ([item for item in questions if item.values("answerCount", *ANSWERS)], False),
    ):
        if candidates:
            return _only_one(candidates, document, trusted=trusted)
    return _bare_question(items)


def _bare_question(items: list[Item]) -> Item | None:
    """The properties of a question whose element lacks ``itemscope``: those outside all items, if answers are."""
    return next((item for item in items if not item.types and item.node is None and item.has(*ANSWERS)), None)


def _only_one(candidates: list[Item], document: HtmlDocument, *, trusted: bool) -> Item | None:
    """The only candidate, or of several the one in the page title; None if it was not asked by a person."""
    distinct = list({_key(item): item for item in reversed(candidates)}.values())
    if len(distinct) == 1:
        own = trusted or _was_asked(distinct[0]) or _titled(distinct, document)
        return distinct[0] if own else None
    titled = _titled(distinct, document)
    return titled[0] if len(titled) == 1 and _was_asked(titled[0]) else None


def _page_posting(items: list[Item], document: HtmlDocument) -> Item | None:
    """The first post of the page's discussion; None if there is none, or several equal ones."""
    postings = [item for item in items if item.is_a(*POSTINGS) and item.has("headline", "name", *_TEXTS)]
    roots = [item for item in postings if not any(above.is_a(*POSTINGS, *NOT_ASKED_HERE) for above in _around(item))]
    mains = [item for item in roots if _is_main(item)] or roots
    if len({_key(item) for item in mains if item.has("headline", "name")}) <= 1:
        return next(iter(mains), None)
    titled = _titled(mains, document)
    return titled[0] if len({_key(item) for item in titled}) == 1 else None


def _titled(candidates: list[Item], document: HtmlDocument) -> list[Item]:
    """The candidates that the page names in its title or its top heading."""
    headings = frozenset(map(letters, [*document.titles, *document.top_headings]))
    return [item for item in candidates if _key(item) in headings]


def _key(question: Item) -> str:
    names = question.literals("name", "headline", "text")
    return letters(names[0].words) if names else ""


def _may_be_asked(question: Item) -> bool:
    """Whether a person may have asked it on this page: not part of an FAQ, a quiz or a list, and not empty."""
    if any(item.is_a(*NOT_ASKED_HERE, "Answer", "Comment") for item in (question, *_around(question))):
        return False
    if question.values("eduQuestionType", "typicalAgeRange") and not _on_qa_page(question):
        return False
    return bool(question.values("name", "headline", "text"))


def _around(item: Item) -> Iterator[Item]:
    return islice(item.ancestors(), MOST_AROUND)


def _on_qa_page(question: Item) -> bool:
    return any(item.is_a("QAPage") for item in (question, *_around(question)))


def _is_main(item: Item) -> bool:
    return "mainEntity" in item.roles or item.has("mainEntityOfPage")


def _was_asked(question: Item) -> bool:
    return any(item.values(*_ASKED) for item in (question, *question.items(*ANSWERS)))
