"""Markup to a reading: each field from the first syntax that has it, bodies as the page displays them."""

import re
from collections import Counter
from datetime import datetime

from qapipe.page import text
from qapipe.page.document import Document, HtmlDocument
from qapipe.page.outline import block
from qapipe.page.structured import Item
from qapipe.page.text import letters
from qapipe.readers.lines import fields, noise
from qapipe.readers.markup import values
from qapipe.readers.markup.bodies import Body, body_of, lines_of_markup
from qapipe.readers.markup.located import PageText, is_cut, without_cut
from qapipe.readers.markup.threads import Post, Thread, verdict_of
from qapipe.readers.site import Reading
from qapipe.records.plain import Answer, Question, Removal

_DATES = ("dateCreated", "datePublished", "dateposted")
_TITLES = ("name", "headline")
_TAGS = 'a[rel~="tag"]'
_FURNITURE = frozenset("nav aside footer".split())
_TAG_NAME = re.compile(r"[a-z][a-z0-9-]*")
_HEAD = 60  # leading letters compared to match answers between syntaxes


def read(document: Document, *, located: bool = True) -> Reading:
    """The reading of a page on which :func:`~qapipe.readers.markup.threads.verdict_of` found a question.

    With ``located``, texts that JSON-LD flattens or truncates are taken from the elements that display them. Callers
    that need only the other fields can save that search.
    """
    threads = verdict_of(document).threads
    if not isinstance(document, HtmlDocument) or not threads:
        raise TypeError("this layout reads HTML with question markup")
    page = PageText(document) if located else None
    thread = _joined(threads)
    asked = body_of(thread.question.items, page)
    answers = [(post, body) for post in thread.answers for body in [body_of(post.items, page)]]
    answers = _in_page_order(answers, document)
    reading = Reading(_question(thread, asked, answers, document))
    declared = _first_count(thread.question.items, "answerCount")
    reading.answers_declared = declared if declared is not None and 0 <= declared <= fields.MOST_ANSWERS else None
    for body in (asked, *(body for _, body in answers)):
        reading.noise += body.noise
        reading.warnings |= {"body_cut"} if body.cut else set()
    _clean(reading, [body for _, body in answers])
    shared = _shared_links(answers, document)
    for post, body in answers:
        if body.lines:
            position = len(reading.answers) + 1
            reading.answers.append(_answer(post, body, position, document, reading, shared))
        else:
            reading.warnings.add("answer_without_text")
    _drop_placeholders(thread, reading)
    return reading


# One thread of several


def _joined(threads: list[Thread]) -> Thread:
    """The fullest thread, with each post completed from the other syntaxes and missing answers added."""
    first, *others = threads
    answers = [Post(list(post.items), post.accepted) for post in first.answers]
    thread = Thread(first.layout, Post(list(first.question.items)), answers)
    for other in others:
        names = [letters(values.line(own.question.items[0].literals(*_TITLES)) or "") for own in (thread, other)]
        if not _alike(*names):
            continue
        thread.question.items += other.question.items
        declared = _first_count(thread.question.items, "answerCount") or 0
        unmatched = [(_head(post), post) for post in thread.answers]
        for post in other.answers:
            head = _head(post)
            same = next((own for own in unmatched if head and own[0] and _alike(head, own[0])), None)
            if same is not None:
                unmatched.remove(same)
                same[1].items += post.items
                same[1].accepted = same[1].accepted or post.accepted
            elif head and len(thread.answers) < declared:
                thread.answers.append(post)
    return thread


def _alike(one: str, other: str) -> bool:
    """Whether one text is a prefix of the other; an empty text matches any."""
    return one.startswith(other) or other.startswith(one)


def _head(post: Post) -> str:
    """The first letters of an answer."""
    for value in post.items[0].literals("text"):
        return letters(" ".join(line.text for line in lines_of_markup(value.text)))[:_HEAD]
    return ""


def _in_page_order(answers: list[tuple[Post, Body]], document: HtmlDocument) -> list[tuple[Post, Body]]:
    """The answers in page order if the page displays every one, else in markup order."""
    if any(body.node is None for _, body in answers) or not answers:
        return answers
    tags = {body.node.tag or "" for _, body in answers if body.node is not None}
    if not all(map(_TAG_NAME.fullmatch, tags)):  # malformed tag names that no selector can match
        return answers
    order = {node.mem_id: index for index, node in enumerate(document.tree.css(", ".join(sorted(tags))))}
    return sorted(answers, key=lambda answer: order.get(answer[1].node.mem_id, 0) if answer[1].node else 0)


# The question


def _question(thread: Thread, asked: Body, answers: list[tuple[Post, Body]], document: HtmlDocument) -> Question:
    items = thread.question.items
    author = _author(items, document)
    title = _title(items, document)
    body = block(asked.lines) or None
    return Question(
        title=title,
        body=None if body is not None and title is not None and letters(body) == letters(title) else body,
        asker=author.name,
        asker_location=author.location,
        asked_at=_first_instant(items),
        topics=_topics(items, [asked, *(body for _, body in answers)], document),
        votes=_votes(items),
        views=next((found for item in items if (found := values.statistic(item, "ViewAction")) is not None), None),
    )


def _title(items: list[Item], document: HtmlDocument) -> str | None:
    """The question's name, completed from the page's top heading where the markup truncates it."""
    names = [values.line([value]) for item in items for name in _TITLES for value in item.literals(name)]
    found = next((name for name in names if name and not noise.is_expression(name)), None)
    if found is not None and not is_cut(found):
        return found
    beginning = letters(without_cut(found or ""))
    whole = (heading for heading in document.top_headings if heading and letters(heading).startswith(beginning))
    return next(whole, found)


def _topics(items: list[Item], bodies: list[Body], document: HtmlDocument) -> tuple[str, ...]:
    """The keywords of the markup, else the links with ``rel=tag``."""
    found = [word for item in items for word in values.words(item, "keywords")]
    if len(found) == 1:
        found = found[0].split(",")
    found = found or [word for item in items for word in values.words(item, "about")]
    if not found:
        inside = {body.node.mem_id for body in bodies if body.node is not None}
        scope = next((item.node for item in items if item.node is not None), None)
        anchors = (scope or document.tree).css(_TAGS)
        found = [anchor.text() for anchor in anchors if not _stands_apart(anchor, inside)]
    return tuple(dict.fromkeys(clean for word in found if (clean := text.one_line(word))))


def _stands_apart(node: object, inside: set[int]) -> bool:
    """Whether a tag link belongs to boilerplate or to the body of a post."""
    above = getattr(node, "parent", None)
    while above is not None:
        if above.tag in _FURNITURE or above.mem_id in inside:
            return True
        above = above.parent
    return False


# An answer


def _answer(
    post: Post, body: Body, position: int, document: HtmlDocument, reading: Reading, shared: set[str]
) -> Answer:
    author = _author(post.items, document)
    url = next((found for item in post.items if (found := values.link(item, document))), None)
    content = block(body.lines)
    return Answer(
        position=position,
        headline=_headline(post.items, content, reading.question),
        body=content,
        votes=_votes(post.items),
        is_accepted=post.accepted,
        answered_at=_first_instant(post.items),
        url=None if url in shared else url,
        author_name=author.name,
        author_credentials=author.credentials,
        author_note=author.note,
        author_url=author.url,
        specialty=author.specialty,
        location=author.location,
        address=author.address,
        rating=author.rating,
        rating_best=author.rating_best,
        review_count=author.review_count,
    )


def _headline(items: list[Item], body: str, question: Question) -> str | None:
    """The answer's own headline, unless it repeats the title or the start of the body."""
    for item in items:
        found = values.line(item.literals("headline", "name"))
        key = letters(found or "")
        if found and key not in letters(question.title or "") and not letters(body).startswith(key):
            return found
    return None


def _shared_links(answers: list[tuple[Post, Body]], document: HtmlDocument) -> set[str]:
    """URLs shared by several answers: they point to the page, not to an answer."""
    links = Counter(values.link(post.items[0], document) for post, _ in answers)
    return {url for url, uses in links.items() if url and uses > 1}


# Fields of any post


def _author(items: list[Item], document: HtmlDocument) -> values.Author:
    found = [values.author_of(item, document) for item in items]
    return next((author for author in found if author.name), found[0])


def _first_count(items: list[Item], name: str) -> int | None:
    return next((found for item in items if (found := values.count(item.literals(name))) is not None), None)


def _first_instant(items: list[Item]) -> datetime | None:
    return next((found for item in items if (found := values.instant(item.literals(*_DATES)))), None)


def _votes(items: list[Item]) -> int | None:
    found = _first_count(items, "upvoteCount")
    if found is not None:
        return found
    return next((found for item in items if (found := values.statistic(item, "LikeAction")) is not None), None)


# Noise


def _clean(reading: Reading, bodies: list[Body]) -> None:
    """Remove unrendered expressions from the slots at the edges of answers."""
    slots = noise.slot_expressions([body.lines for body in bodies])
    for body in bodies if slots else ():
        removed = [line for line in body.lines if noise.fills_slot(line, slots)]
        body.lines = [line for line in body.lines if not noise.fills_slot(line, slots)]
        reading.noise += [Removal(rule=noise.TEMPLATE_PLACEHOLDER, text=line.text) for line in removed]


def _drop_placeholders(thread: Thread, reading: Reading) -> None:
    """Set names that are only an unrendered expression to null."""
    removed: list[str] = []
    for answer in reading.answers:
        if answer.author_name and noise.is_expression(answer.author_name):
            removed.append(answer.author_name)
            answer.author_name = answer.author_url = None
    asker = reading.question.asker
    if asker and noise.is_expression(asker):
        removed.append(asker)
        reading.question.asker = None
    for item in (item for post in (thread.question, *thread.answers) for item in post.items):
        shown = values.line(item.literals("upvoteCount"))
        removed += [shown] if shown and noise.is_expression(shown) else []
    reading.noise += [Removal(rule=noise.TEMPLATE_PLACEHOLDER, text=shown) for shown in removed]
