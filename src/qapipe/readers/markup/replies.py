"""The replies that markup gives to a question or a first post: answers of a question, comments of a discussion."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from qapipe.page.structured import Item, Literal
from qapipe.page.text import letters

ANSWERS = ("acceptedAnswer", "suggestedAnswer")
COMMENTS = ("Comment", "UserComments")
POSTINGS = ("DiscussionForumPosting", "SocialMediaPosting")
"""Types of a first post, which some sites give to every post of a thread."""

# Items whose questions belong to the site, or are one of many: nobody asked them on this page.
NOT_ASKED_HERE = (
    "FAQPage Quiz Course LearningResource Exam Product Recipe HowTo ItemList CollectionPage SearchResultsPage "
    "ProfilePage".split()
)
# Works whose comments are not a thread of their own.
WORKS = "Article NewsArticle BlogPosting Blog Review UserReview CriticReview VideoObject CreativeWork".split()
MOST_AROUND = 50  # enclosing items examined; real pages nest three or four
_FIRST_LETTERS = 100  # letters that distinguish most answers


@dataclass(slots=True, eq=False)
class Reply:
    """One reply as marked up."""

    item: Item
    accepted: bool | None = None
    parent: "Reply | None" = None
    """The reply that it replies to; None for a direct reply to the head."""


def answers_of(question: Item, items: list[Item]) -> list[Reply]:
    """The answers of a question, including those outside its element (as in microdata of 2014).

    Comments count only where the question has neither an answer nor an answer count: sites that distinguish the two
    use comments for remarks.
    """
    found: dict[object, Reply] = {}
    owned = {id(value) for item in items if item.types for name, value in item.properties if name in ANSWERS}
    for name, value in question.properties:
        if name in ANSWERS:
            item = value if isinstance(value, Item) else Item(properties=[("text", value)], parent=question)
            _add(found, item, accepted=name == "acceptedAnswer")
    for item in items:
        if item.is_a("Answer") and id(item) not in owned and _is_orphan_of(item, question):
            accepted = "acceptedAnswer" in item.roles
            _add(found, item, accepted=accepted if item.roles else None)
    replies = list({id(reply): reply for reply in found.values()}.values())
    if not replies and not question.has("answerCount"):
        return comments_of(question, items)
    if sum(bool(reply.accepted) for reply in replies) > 1:  # for all or the top-voted ones
        for reply in replies:
            reply.accepted = None
    return replies if question.node is None else _in_order(replies, items)


def comments_of(head: Item | None, items: list[Item]) -> list[Reply]:
    """The replies of a discussion, or of a head that only the page shows, with replies to replies below them."""
    found: dict[object, Reply] = {}
    by_item: dict[int, Reply] = {}
    for item in items:
        if item is head or not item.is_a(*COMMENTS, "Answer", *POSTINGS) or not _belongs_to(item, head):
            continue
        if item.has("text", "commentText", "articleBody", "description"):
            accepted = True if "acceptedAnswer" in item.roles else None
            by_item[id(item)] = _add(found, item, accepted=accepted)
    replies = list({id(reply): reply for reply in found.values()}.values())
    by_identity: dict[str | None, Reply] = {reply.item.identity: reply for reply in replies if reply.item.identity}
    for reply in replies:
        named = [by_identity.get(parent.identity) for parent in reply.item.items("parentItem")]
        around = (by_item.get(id(above)) for above in _around(reply.item))
        parent = next((one for one in (*named, *around) if one is not None), None)
        reply.parent = parent if parent is not reply else None
    return replies


def _in_order(replies: list[Reply], items: list[Item]) -> list[Reply]:
    """The replies in the order of the items; one without an element of its own stays behind that before it."""
    order = {id(item): index for index, item in enumerate(items)}
    place, places = 0, dict[int, int]()
    for reply in replies:
        place = places[id(reply)] = order.get(id(reply.item), place)
    return sorted(replies, key=lambda reply: places[id(reply)])


def _around(item: Item) -> Iterator[Item]:
    return islice(item.ancestors(), MOST_AROUND)


def _is_orphan_of(answer: Item, question: Item) -> bool:
    if any(item.is_a(*NOT_ASKED_HERE, "Answer", "Comment") for item in _around(answer)):
        return False
    asked = next((item for item in _around(answer) if item.is_a("Question")), question)
    parents = answer.items("parentItem")
    return asked is question and (not parents or question in parents)


def _belongs_to(reply: Item, head: Item | None) -> bool:
    """Whether a reply is one to the head: inside it, or inside nothing else that has replies."""
    if reply.is_a(*POSTINGS) and not _shares_headline(reply, head):
        return False
    for above in _around(reply):
        if above is head:
            return True
        if above.is_a("Question", *NOT_ASKED_HERE, *WORKS):
            return False
    return True


def _shares_headline(posting: Item, head: Item | None) -> bool:
    """Whether a posting is one of the same thread: it has the head's headline, or none of its own."""
    own, other = (
        {value.text.strip() for value in item.literals("headline", "name")} for item in (posting, head or Item())
    )
    return head is not None and (not own or bool(own & other))


def _add(found: dict[object, Reply], answer: Item, *, accepted: bool | None) -> Reply:
    """Add an answer unless it is already there, by identity or by author, date and text; returns the one that is."""
    known = found.get(id(answer))
    key: object = id(answer)
    for most in (_FIRST_LETTERS, None) if known is None else ():
        key = _key(answer, most) or id(answer)
        known = found.get(key)
        if known is None or _key(known.item) == _key(answer):
            break
        known = None
    reply = known or Reply(answer, accepted)
    reply.accepted = reply.accepted or accepted
    found.update(dict.fromkeys((id(answer), key), reply))
    return reply


def _key(answer: Item, most: int | None = None) -> tuple[str, ...] | None:
    """Comparison key of an answer: letters of its text, author, date and URL; None without text.

    ``most`` limits the letters compared; answers that begin alike are compared in full.
    """
    words = answer.literals("text")
    if not words:
        return None
    authors = [name.text for author in answer.items("author") for name in author.literals("name")]
    rest: Iterable[Literal] = answer.literals("author", "dateCreated", "datePublished", "url")
    text = words[0].text
    key = letters(text[: 2 * most] if most else text)
    if most and len(key) < most:
        key = letters(text)
    return (key[:most], *authors, *(literal.text for literal in rest))
