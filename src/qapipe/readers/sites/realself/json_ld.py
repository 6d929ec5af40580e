"""Fills in what only the JSON-LD of a page knows, where that has the shape that question pages share.

In: the reading of the lines, and one block of structured data such as

    {"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "Does a lift scar?", "answerCount": 2,
        "suggestedAnswer": [{"@type": "Answer", "text": "Give it a year ...", "dateCreated": "2019-05-06", ...}, ...]}}

Out: the same reading, its answers completed with dates, votes and so on. The texts are only compared with those of the
answers, by their first letters, so they are neither cleaned nor looked for. Markup of any other shape, or of more
answers than the lines have, is read by :mod:`qapipe.readers.markup`.

The two give the same reading (a test compares them). This one is there for its cost alone: without it a page of the
site takes 3,030 calls instead of 2,090, and a fifth more time.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from unicodedata import is_normalized

import orjson

from qapipe.page.document import HtmlDocument
from qapipe.page.expressions import is_expression
from qapipe.page.searching import has, has_any
from qapipe.page.structured import Item, Literal
from qapipe.page.structured.json_ld import items_of_value, json_ld_scripts
from qapipe.page.urls import PLAIN_URL
from qapipe.readers.markup.bodies import Body, body_of
from qapipe.readers.markup.reading import drop_shared_links, is_by_advertiser, post_of
from qapipe.readers.markup.selection import NOT_JSON_LD
from qapipe.readers.markup.topics import topics_of
from qapipe.readers.markup.values import Author, Clock, author_of, statistic
from qapipe.readers.posts import Post, Thread, reading_of
from qapipe.readers.site import Reading
from qapipe.readers.sites.realself.line_types import EXPERTS
from qapipe.readers.sites.realself.reconcile import complete as complete_fields
from qapipe.readers.sites.realself.reconcile import complete_answer, key_of
from qapipe.readers.threads.texts import block

_ANSWERS = ("acceptedAnswer", "suggestedAnswer")
_PROPERTIES = frozenset(
    "@type text author dateCreated datePublished dateModified upvoteCount downvoteCount url".split()
)
_OF_QUESTION = frozenset([*_PROPERTIES, *_ANSWERS, "name", "answerCount", "keywords", "interactionStatistic"])
_OF_ANSWER = frozenset([*_PROPERTIES, "image"])
_TEXTS = frozenset({"@type", "name", "text", "answerCount", *_ANSWERS})
"""Properties of a question that say nothing of its asker, nor when it was asked."""
_ELSEWHERE = ("question", "answer", "qapage", "comment", "\\u")
"""A block without any of these, in lower case, says nothing of the question."""
_TANGLED = ('"@id"', '"id"', '"@graph"', '"@list"', '"@set"', '"@value"')
"""A block with one of these may refer to others, or is built in another way."""
_MOST_ELSEWHERE = 40_000  # characters of blocks that are about something else: too few for too many items
_SIGNED, _NAMED = frozenset({"@type", "text", "author"}), frozenset({"@type", "name", "url"})
_IS_MARKUP = ("<", "&", "`")
"""A text without these is plain: all its letters are those of the answer."""
_CHECKED = 1_000  # characters, of which the first letters are some
_EXPRESSIONS = ("{", "[", "%>")
"""One of these is in every template expression."""
_Entry = dict[str, Any]


def complete(reading: Reading, document: HtmlDocument) -> bool:
    """Fill in what only the JSON-LD knows; False, with nothing filled in, if the markup has to be read in full."""
    asked = reading.question
    question = _question_of(document)
    if question is None or asked.title is None or reading.answers_declared is None:
        return False
    if asked.body is None and "text" in question:
        return False
    entries = [entry for name in question if name in _ANSWERS for entry in _listed(question[name])]
    if not 0 < len(entries) <= len(reading.answers) or not all(map(_is_answer, entries)):
        return False
    keys = [key_of(answer.body) for answer in reading.answers]
    known = dict(zip(_keys_of(entries, frozenset(keys)), entries, strict=True))
    if len(known) < len(entries) or "" in known:  # an answer is there twice, or has no text
        return False
    thread = _thread_of(question, entries, document)
    if any(map(is_by_advertiser, thread.answers)):
        return False
    other = reading_of(thread)
    marked = dict(zip(known, other.answers, strict=True))
    for key, answer in zip(keys, reading.answers, strict=True):
        complete_answer(answer, marked.pop(key, None))
    complete_fields(asked, other.question)
    return True


def _question_of(document: HtmlDocument) -> _Entry | None:
    """The question of the page, if all its markup is JSON-LD and one block is about nothing else; else None."""
    if not has(document.source, b'"QAPage"') or has_any(document.source, NOT_JSON_LD):
        return None
    blocks = [script.text() for script in json_ld_scripts(document.tree)]
    about = [block for block in blocks if '"QAPage"' in block]
    if len(about) != 1 or _contains(about[0], _TANGLED):
        return None
    others = [block for block in blocks if block is not about[0]]
    if sum(map(len, others)) > _MOST_ELSEWHERE or any(_contains(other.lower(), _ELSEWHERE) for other in others):
        return None
    try:
        page = orjson.loads(about[0])
    except orjson.JSONDecodeError:
        return None
    if not isinstance(page, dict) or page.get("@type") != "QAPage":
        return None
    question = page.pop("mainEntity", None)
    if not all(isinstance(value, str) for value in page.values()) or not isinstance(question, dict):
        return None
    texts = (question.get("name"), question.get("text", ""))
    if question.get("@type") != "Question" or not all(isinstance(text, str) for text in texts):
        return None
    return question if _OF_QUESTION.issuperset(question) else None


def _contains(text: str, words: tuple[str, ...]) -> bool:
    for word in words:  # noqa: SIM110  a generator costs more than the few words
        if word in text:
            return True
    return False


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_answer(entry: object) -> bool:
    """Whether an answer has properties of the usual names, and a text in which no template expression may be left."""
    if not isinstance(entry, dict) or entry.get("@type") != "Answer" or not _OF_ANSWER.issuperset(entry):
        return False
    text = entry.get("text")
    return isinstance(text, str) and not _contains(text, _EXPRESSIONS)


def _keys_of(entries: list[_Entry], own: frozenset[str]) -> Iterator[str]:
    """The first letters of each text; those that are not among ``own`` as they are, of the text when it is cleaned."""
    for entry in entries:
        given = entry["text"]
        key = key_of(given)
        plain = given.isascii() or is_normalized("NFC", given[:_CHECKED])
        if key not in own or not plain or _contains(given, _IS_MARKUP):
            key = key_of(block(body_of(Item(properties=[("text", Literal(given))]), None).lines))
        yield key


def _thread_of(question: _Entry, entries: list[_Entry], document: HtmlDocument) -> Thread:
    """The question and answers without their texts."""
    head = _item(question, _OF_QUESTION - _TEXTS) if not _TEXTS.issuperset(question) else Item()
    signed = list(map(_signed, entries))
    items = [_item(entry, _OF_ANSWER - {"text"}) for entry, post in zip(entries, signed, strict=True) if post is None]
    clock = Clock.of(document, [head, *items])
    thread = Thread("json_ld", topics=topics_of(head, [], document))
    if head.properties:
        thread.question = post_of(head, Body(), document, clock, thread)
        thread.views = statistic(head, "ViewAction")
    others = iter([post_of(item, Body(), document, clock, thread) for item in items])
    thread.answers = [post if post is not None else next(others) for post in signed]
    if items:
        drop_shared_links(thread.answers, [post.url for post in thread.answers])
    accepted = _listed(question.get("acceptedAnswer", []))
    for entry, post in zip(entries, thread.answers, strict=True):
        post.accepted = None if len(accepted) > 1 else any(entry is one for one in accepted)
    return thread


def _item(entry: _Entry, names: frozenset[str]) -> Item:
    """An item with these properties alone."""
    return items_of_value({name: value for name, value in entry.items() if name in names})[0]


def _signed(entry: _Entry) -> Post | None:
    """The post of an answer of which nothing is known but an author with name and profile; None for any other."""
    author = entry.get("author")
    if not _SIGNED.issuperset(entry) or not isinstance(author, dict) or not _NAMED.issuperset(author):
        return None
    name, url = author.get("name"), author.get("url")
    if not isinstance(name, str) or is_expression(name) or not isinstance(url, str):
        return None
    if "/http" in url or not PLAIN_URL.fullmatch(url):
        return None
    found = _author(name, url)
    return Post(author=found.name, author_url=found.url, profile=found.profile)


@lru_cache(maxsize=EXPERTS)
def _author(name: str, url: str) -> Author:
    person = Item(properties=[("name", Literal(name)), ("url", Literal(url))])
    return author_of(Item(properties=[("author", person)]), HtmlDocument(b""))
