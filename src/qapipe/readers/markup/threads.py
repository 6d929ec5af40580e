"""The main question of a page and its answers, selected from the markup before any text is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice

from qapipe.page.document import Document, HtmlDocument
from qapipe.page.structured import Item, Literal, json_ld, json_ld_scripts, microdata, rdfa, with_nested
from qapipe.page.text import letters
from qapipe.records.reasons import Reason

LAYOUTS = {"json_ld": json_ld, "microdata": microdata, "rdfa": rdfa}
"""The syntaxes and their readers. On a tie in the number of answers, the first takes precedence."""

_MARKS = (b"application/ld", b"itemscope", b"typeof")
"""Byte patterns at least one of which every page with markup contains (necessary, not sufficient)."""

ANSWERS = ("acceptedAnswer", "suggestedAnswer")
# Items whose questions belong to the site, or are one of many: nobody asked them on this page.
_NOT_ASKED_HERE = (
    "FAQPage Quiz Course LearningResource Exam Product Recipe HowTo ItemList CollectionPage SearchResultsPage "
    "ProfilePage".split()
)
# Properties of questions asked by people; those of an FAQ or a quiz have only a name and an answer.
_ASKED = ("author", "creator", "answerCount", "upvoteCount", "dateCreated", "datePublished", "interactionStatistic")
# Reasons for a page without a question of its own, by the first of these types in its markup.
_REASONS = (
    (Reason.FAQ, ("FAQPage",)),
    (Reason.DISCUSSION, ("DiscussionForumPosting", "SocialMediaPosting")),
    (Reason.REVIEW, ("Review", "UserReview", "CriticReview")),
    (Reason.VIDEO, ("VideoObject",)),
    (Reason.PROFILE, ("ProfilePage",)),
    (Reason.LIST, ("CollectionPage", "SearchResultsPage", "ItemList")),
    (Reason.ARTICLE, ("Article", "NewsArticle", "BlogPosting", "Recipe", "HowTo", "MedicalWebPage")),
)
_FIRST_LETTERS = 100  # letters that distinguish most answers
_MOST_AROUND = 50  # enclosing items examined; real pages nest three or four
_MAIN_TYPES = (b"Question", b"DiscussionForumPosting")
"""Types at least one of which is named on every page with a question, or with a reason why it has none,"""
_BEFORE_TYPE = b"\"'/:=;# \t\n\f\r"
_BEHIND_TYPE = b"\"'/>&\\ \t\n\f\r"
"""and the bytes around a type name in any syntax: a quote, the end of a URL or prefix, a blank."""


@dataclass(slots=True)
class Post:
    """The question or an answer, with its item in each syntax, in order of precedence."""

    items: list[Item]
    accepted: bool | None = None


@dataclass(slots=True)
class Thread:
    """A question with its answers in markup order."""

    layout: str
    question: Post
    answers: list[Post] = field(default_factory=list)


@dataclass(slots=True)
class Verdict:
    """What the markup says about a page."""

    threads: list[Thread] = field(default_factory=list)
    """The page's question in each syntax, the one with the most answers first."""
    reason: Reason | None = None
    """Why it is not a question page."""


@lru_cache(maxsize=1)  # called for one page by three layouts and the refusal in turn
def verdict_of(document: Document) -> Verdict:
    """What the markup says about a page."""
    if not isinstance(document, HtmlDocument) or not (layouts := _layouts_of(document)):
        return Verdict()
    found: list[Thread] = []
    items: list[Item] = []
    for layout in layouts:
        here = with_nested(LAYOUTS[layout](document.tree))
        items += here
        if question := _page_question(here, document):
            found.append(Thread(layout, Post([question]), _answers(question, here)))
    found.sort(key=lambda thread: -len(thread.answers))
    return Verdict(found, None if found else _reason(items))


def _layouts_of(document: HtmlDocument) -> list[str]:
    """The syntaxes in which a page may mark up a question. Most pages have none, and are rejected without a tree."""
    source = document.source
    if not any(_names_type(source, name) for name in _MAIN_TYPES):
        return []
    if not document.has_tree and not any(mark in source for mark in _MARKS):
        return []
    marked = [node.attributes for node in document.tree.css("[itemscope], [typeof]")]
    found = {
        "json_ld": bool(json_ld_scripts(document.tree)),
        "microdata": any("itemscope" in attributes for attributes in marked),
        "rdfa": any("typeof" in attributes for attributes in marked),
    }
    return [layout for layout in LAYOUTS if found[layout]]


def _names_type(source: bytes, name: bytes) -> bool:
    """Whether the name of a type occurs where a value may, and not just as a word in prose."""
    at = source.find(name)
    while at >= 0:
        end = at + len(name)
        if source[at - 1 : at] in _BEFORE_TYPE and source[end : end + 1] in _BEHIND_TYPE:
            return True
        at = source.find(name, end)
    return False


def _reason(items: list[Item]) -> Reason | None:
    types = {name for item in items for name in item.types}
    reason = next((reason for reason, names in _REASONS if not types.isdisjoint(names)), None)
    several = sum(item.is_a("Question") for item in items) > 1
    return Reason.LIST if several and reason not in (Reason.FAQ, Reason.DISCUSSION) else reason


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
    return None


def _only_one(candidates: list[Item], document: HtmlDocument, *, trusted: bool) -> Item | None:
    """The only candidate, or of several the one in the page title; None if it was not asked by a person."""
    distinct = list({_key(item): item for item in reversed(candidates)}.values())[::-1]
    if len(distinct) == 1 and (trusted or _was_asked(distinct[0])):
        return distinct[0]
    headings = _headings(document)
    titled = [item for item in distinct if _key(item) in headings]
    if len(titled) == 1 and (len(distinct) == 1 or _was_asked(titled[0])):
        return titled[0]
    if len(distinct) > 1:
        return None
    return distinct[0] if trusted or _was_asked(distinct[0]) else None


def _headings(document: HtmlDocument) -> frozenset[str]:
    return frozenset(map(letters, [*document.titles, *document.top_headings]))


def _key(question: Item) -> str:
    names = question.literals("name", "headline", "text")
    return letters(names[0].words) if names else ""


def _may_be_asked(question: Item) -> bool:
    """Whether a person may have asked it on this page: not part of an FAQ, a quiz or a list, and not empty."""
    if any(item.is_a(*_NOT_ASKED_HERE, "Answer", "Comment") for item in _with_surroundings(question)):
        return False
    if question.values("eduQuestionType", "typicalAgeRange") and not _on_qa_page(question):
        return False
    return bool(question.values("name", "headline", "text"))


def _with_surroundings(item: Item) -> Iterator[Item]:
    return islice(chain([item], item.ancestors()), _MOST_AROUND)


def _on_qa_page(question: Item) -> bool:
    return any(item.is_a("QAPage") for item in _with_surroundings(question))


def _is_main(question: Item) -> bool:
    return "mainEntity" in question.roles or bool(question.values("mainEntityOfPage"))


def _was_asked(question: Item) -> bool:
    return any(item.values(*_ASKED) for item in (question, *question.items(*ANSWERS)))


def _answers(question: Item, items: list[Item]) -> list[Post]:
    """The answers of the question, including those outside its element (as in microdata of 2014)."""
    found: dict[object, Post] = {}
    owned: set[int] = set()
    for name, value in question.properties:
        if name in ANSWERS:
            item = value if isinstance(value, Item) else Item(("Answer",), [("text", value)], parent=question)
            _add(found, item, accepted=name == "acceptedAnswer")
    for item in items:
        owned |= {id(value) for name, value in item.properties if name in ANSWERS}
    for item in items:
        if item.is_a("Answer") and id(item) not in owned and _is_orphan_of(item, question):
            accepted = "acceptedAnswer" in item.roles
            _add(found, item, accepted=accepted if accepted or item.roles else None)
    posts = list({id(post): post for post in found.values()}.values())
    if sum(bool(post.accepted) for post in posts) > 1:  # some sites use it for all answers, or for the top-voted ones
        for post in posts:
            post.accepted = None
    order = {id(item): index for index, item in enumerate(items)}
    return posts if question.node is None else sorted(posts, key=lambda post: order.get(id(post.items[0]), 0))


def _is_orphan_of(answer: Item, question: Item) -> bool:
    if any(item.is_a(*_NOT_ASKED_HERE, "Answer", "Comment") for item in islice(answer.ancestors(), _MOST_AROUND)):
        return False
    asked = next((item for item in islice(answer.ancestors(), _MOST_AROUND) if item.is_a("Question")), question)
    parents = answer.items("parentItem")
    return asked is question and (not parents or question in parents)


def _add(found: dict[object, Post], answer: Item, *, accepted: bool | None) -> None:
    """Add an answer unless it is already there, by identity or by author, date and text."""
    known = found.get(id(answer))
    key: object = id(answer)
    for most in (_FIRST_LETTERS, None) if known is None else ():
        key = _post_key(answer, most) or id(answer)
        known = found.get(key)
        if known is None or _post_key(known.items[0]) == _post_key(answer):
            break
        known = None
    post = known or Post([answer], accepted)
    post.accepted = post.accepted or accepted
    found.update(dict.fromkeys((id(answer), key), post))


def _post_key(answer: Item, most: int | None = None) -> tuple[str, ...] | None:
    """Comparison key of an answer: letters of its text, author, date and URL; None without text.

    ``most`` limits the letters compared; answers that begin alike are compared in full.
    """
    words = answer.literals("text")
    if not words:
        return None
    authors = [name.text for author in answer.items("author") for name in author.literals("name")]
    rest: list[Literal] = answer.literals("author", "dateCreated", "datePublished", "url")
    text = words[0].text
    key = letters(text[: 2 * most] if most else text)
    if most and len(key) < most and len(text) > 2 * most:
        key = letters(text)
    return (key[:most], *authors, *(literal.text for literal in rest))
