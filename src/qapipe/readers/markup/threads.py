"""The one question a page is about, and its answers: picked from the markup, before any text is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice

from qapipe.page.document import Document, HtmlDocument
from qapipe.page.structured import Literal, Thing, everything, json_ld, json_ld_scripts, microdata, rdfa
from qapipe.page.text import letters
from qapipe.records.reasons import Reason

LAYOUTS = {"json_ld": json_ld, "microdata": microdata, "rdfa": rdfa}
"""The syntaxes and their readers. Of two with as many answers the first counts."""

_MARKS = (b"application/ld", b"itemscope", b"typeof")
"""What a page of any of the syntaxes contains; but scripts may, too."""

ANSWERS = ("acceptedAnswer", "suggestedAnswer")
# Questions in these are the site's own, or one of many: no one asked them on this page.
_NOT_ASKED_HERE = (
    "FAQPage Quiz Course LearningResource Exam Product Recipe HowTo ItemList CollectionPage SearchResultsPage "
    "ProfilePage".split()
)
# What only a question that somebody asked has; the questions of an FAQ or a quiz have a name and an answer.
_ASKED = ("author", "creator", "answerCount", "upvoteCount", "dateCreated", "datePublished", "interactionStatistic")
# Why a page without a question of its own is none: by the first of these types that its markup has.
_REASONS = (
    (Reason.FAQ, ("FAQPage",)),
    (Reason.DISCUSSION, ("DiscussionForumPosting", "SocialMediaPosting")),
    (Reason.REVIEW, ("Review", "UserReview", "CriticReview")),
    (Reason.VIDEO, ("VideoObject",)),
    (Reason.PROFILE, ("ProfilePage",)),
    (Reason.LIST, ("CollectionPage", "SearchResultsPage", "ItemList")),
    (Reason.ARTICLE, ("Article", "NewsArticle", "BlogPosting", "Recipe", "HowTo", "MedicalWebPage")),
)
_FIRST_LETTERS = 100  # tell most answers apart
_MOST_AROUND = 50  # things around a question that are looked at; real pages nest three or four
_MAIN_TYPES = (b"Question", b"DiscussionForumPosting")
"""What a page names whose markup has a question, or says why there is none that is its own,"""
_BEFORE_TYPE = b"\"'/:=;# \t\n\f\r"
_BEHIND_TYPE = b"\"'/>&\\ \t\n\f\r"
"""and what stands around the name of a type in any syntax: a quote, the end of an address or prefix, a blank."""


@dataclass(slots=True)
class Post:
    """The question or an answer, as one or several syntaxes hold it; the first is asked first."""

    things: list[Thing]
    accepted: bool | None = None


@dataclass(slots=True)
class Thread:
    """A question with its answers, in the order of the markup."""

    layout: str
    question: Post
    answers: list[Post] = field(default_factory=list)


@dataclass(slots=True)
class Verdict:
    """What the markup of a page says it is."""

    threads: list[Thread] = field(default_factory=list)
    """The page's question as each syntax holds it, the fullest first."""
    reason: Reason | None = None
    """Why it is no question page."""


@lru_cache(maxsize=1)  # three layouts and the refusal ask of the same page, one after the other
def verdict_of(document: Document) -> Verdict:
    """What the markup of a page says it is."""
    if not isinstance(document, HtmlDocument) or not (layouts := _layouts_of(document)):
        return Verdict()
    found: list[Thread] = []
    things: list[Thing] = []
    for layout in layouts:
        here = everything(LAYOUTS[layout](document.tree))
        things += here
        if question := _page_question(here, document):
            found.append(Thread(layout, Post([question]), _answers(question, here)))
    found.sort(key=lambda thread: -len(thread.answers))
    return Verdict(found, None if found else _reason(things))


def _layouts_of(document: HtmlDocument) -> list[str]:
    """The syntaxes that a page may have a question in; none is the answer for most pages, and costs no tree."""
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
    """Whether a page may name a type: has its name where values stand, and not as a word of a text alone."""
    at = source.find(name)
    while at >= 0:
        end = at + len(name)
        if source[at - 1 : at] in _BEFORE_TYPE and source[end : end + 1] in _BEHIND_TYPE:
            return True
        at = source.find(name, end)
    return False


def _reason(things: list[Thing]) -> Reason | None:
    types = {name for thing in things for name in thing.types}
    reason = next((reason for reason, names in _REASONS if not types.isdisjoint(names)), None)
    several = sum(thing.is_a("Question") for thing in things) > 1
    return Reason.LIST if several and reason not in (Reason.FAQ, Reason.DISCUSSION) else reason


def _page_question(things: list[Thing], document: HtmlDocument) -> Thing | None:
    """The question that the page is about; None: there is none, or one of many."""
    questions = [thing for thing in things if thing.is_a("Question") and _may_be_asked(thing)]
    on_page = [thing for thing in questions if _on_qa_page(thing)]
    for candidates, trusted in (
        ([thing for thing in on_page if "mainEntity" in thing.roles], True),
        (on_page, True),
        ([thing for thing in questions if _is_main(thing)], False),
        ([thing for thing in questions if thing.values("answerCount", *ANSWERS)], False),
    ):
        if candidates:
            return _only_one(candidates, document, trusted=trusted)
    return None


def _only_one(candidates: list[Thing], document: HtmlDocument, *, trusted: bool) -> Thing | None:
    """The one candidate, of several the one that the page names in its title; one that nobody asked is none."""
    distinct = list({_key(thing): thing for thing in reversed(candidates)}.values())[::-1]
    if len(distinct) == 1 and (trusted or _was_asked(distinct[0])):
        return distinct[0]
    headings = _headings(document)
    titled = [thing for thing in distinct if _key(thing) in headings]
    if len(titled) == 1 and (len(distinct) == 1 or _was_asked(titled[0])):
        return titled[0]
    if len(distinct) > 1:
        return None
    return distinct[0] if trusted or _was_asked(distinct[0]) else None


def _headings(document: HtmlDocument) -> frozenset[str]:
    return frozenset(map(letters, [*document.titles, *document.top_headings]))


def _key(question: Thing) -> str:
    names = question.literals("name", "headline", "text")
    return letters(names[0].words) if names else ""


def _may_be_asked(question: Thing) -> bool:
    """Whether somebody may have asked it here: not of an FAQ, a quiz or a list, and not empty."""
    if any(thing.is_a(*_NOT_ASKED_HERE, "Answer", "Comment") for thing in _with_surroundings(question)):
        return False
    if question.values("eduQuestionType", "typicalAgeRange") and not _on_qa_page(question):
        return False
    return bool(question.values("name", "headline", "text"))


def _with_surroundings(thing: Thing) -> Iterator[Thing]:
    return islice(chain([thing], thing.ancestors()), _MOST_AROUND)


def _on_qa_page(question: Thing) -> bool:
    return any(thing.is_a("QAPage") for thing in _with_surroundings(question))


def _is_main(question: Thing) -> bool:
    return "mainEntity" in question.roles or bool(question.values("mainEntityOfPage"))


def _was_asked(question: Thing) -> bool:
    return any(thing.values(*_ASKED) for thing in (question, *question.things(*ANSWERS)))


def _answers(question: Thing, things: list[Thing]) -> list[Post]:
    """The answers of the question, those too that stand outside of it (as in microdata of 2014)."""
    found: dict[object, Post] = {}
    owned: set[int] = set()
    for name, value in question.properties:
        if name in ANSWERS:
            thing = value if isinstance(value, Thing) else Thing(("Answer",), [("text", value)], parent=question)
            _add(found, thing, accepted=name == "acceptedAnswer")
    for thing in things:
        owned |= {id(value) for name, value in thing.properties if name in ANSWERS}
    for thing in things:
        if thing.is_a("Answer") and id(thing) not in owned and _is_orphan_of(thing, question):
            accepted = "acceptedAnswer" in thing.roles
            _add(found, thing, accepted=accepted if accepted or thing.roles else None)
    posts = list({id(post): post for post in found.values()}.values())
    if sum(bool(post.accepted) for post in posts) > 1:  # a site's word for all its answers, or for the top ones
        for post in posts:
            post.accepted = None
    order = {id(thing): index for index, thing in enumerate(things)}
    return posts if question.node is None else sorted(posts, key=lambda post: order.get(id(post.things[0]), 0))


def _is_orphan_of(answer: Thing, question: Thing) -> bool:
    if any(thing.is_a(*_NOT_ASKED_HERE, "Answer", "Comment") for thing in islice(answer.ancestors(), _MOST_AROUND)):
        return False
    asked = next((thing for thing in islice(answer.ancestors(), _MOST_AROUND) if thing.is_a("Question")), question)
    parents = answer.things("parentItem")
    return asked is question and (not parents or question in parents)


def _add(found: dict[object, Post], answer: Thing, *, accepted: bool | None) -> None:
    """Add an answer; one that is there already, by identity or by author, date and words, is not added twice."""
    known = found.get(id(answer))
    key: object = id(answer)
    for most in (_FIRST_LETTERS, None) if known is None else ():
        key = _post_key(answer, most) or id(answer)
        known = found.get(key)
        if known is None or _post_key(known.things[0]) == _post_key(answer):
            break
        known = None
    post = known or Post([answer], accepted)
    post.accepted = post.accepted or accepted
    found.update(dict.fromkeys((id(answer), key), post))


def _post_key(answer: Thing, most: int | None = None) -> tuple[str, ...] | None:
    """What tells one answer from another: the letters of its words, author, date and address; None without words.

    Of the letters at ``most`` so many: answers that begin alike are compared whole.
    """
    words = answer.literals("text")
    if not words:
        return None
    authors = [name.text for author in answer.things("author") for name in author.literals("name")]
    rest: list[Literal] = answer.literals("author", "dateCreated", "datePublished", "url")
    text = words[0].text
    key = letters(text[: 2 * most] if most else text)
    if most and len(key) < most and len(text) > 2 * most:
        key = letters(text)
    return (key[:most], *authors, *(literal.text for literal in rest))
