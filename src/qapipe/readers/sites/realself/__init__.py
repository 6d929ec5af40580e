"""RealSelf's "Doctor Answers" pages: HTML of all eras, and the plain text that web dumps hold of them.

Class names changed with every redesign, so what a reader sees is the foundation: the page's visible lines, read with
one line grammar. Markup (JSON-LD, profile links, a few known classes) sharpens it.
"""

import re
from functools import lru_cache
from urllib.parse import unquote

from qapipe.page.document import Document, HtmlDocument, TextDocument
from qapipe.page.outline import Line
from qapipe.page.urls import url_parts
from qapipe.readers.markup import verdict_of
from qapipe.readers.site import Layout, Site
from qapipe.readers.sites.realself import atoms
from qapipe.readers.sites.realself.authors import Author, Gaps, find_authors
from qapipe.readers.sites.realself.html import read_html
from qapipe.readers.sites.realself.reading import gaps_of, read_prose, read_text
from qapipe.records.reasons import Reason

_QUESTION_PATH = re.compile(r"/question/([^/]+)/?", re.IGNORECASE)
_OTHER_PATHS: tuple[tuple[re.Pattern[str], Reason], ...] = (
    (re.compile(r"/reviews?/", re.IGNORECASE), Reason.REVIEW),
    (re.compile(r"/videos?(?:/|$)", re.IGNORECASE), Reason.VIDEO),
    (re.compile(r"/(?:dr|doctors?|userprofile|user|provider)/", re.IGNORECASE), Reason.PROFILE),
    (re.compile(r"/(?:questions|questionslist|photos|find|forum|search|answers)(?:/|$)", re.IGNORECASE), Reason.LIST),
    (re.compile(r"/(?:news|article|blog)s?(?:/|$)", re.IGNORECASE), Reason.ARTICLE),
    (re.compile(r"/[^/]+/(?:cost|directory|guide|info)\b|/directory/", re.IGNORECASE), Reason.GUIDE),
)
_OTHER_PHRASES: tuple[tuple[re.Pattern[str], Reason], ...] = (
    (re.compile(r"^(?:Was this review helpful\?|Write a review)", re.IGNORECASE | re.MULTILINE), Reason.REVIEW),
    (re.compile(r"^(?:Male|Female) (?:Voice|Speaker): ", re.MULTILINE), Reason.VIDEO),
    (
        re.compile(r"^Medically reviewed by |: What You Need to Know$|^Find a Doctor Near You", re.MULTILINE),
        Reason.GUIDE,
    ),
)
_SHORTEST_PAGE = 80  # characters of text; error messages are shorter
_MOST_PROSE = 500  # lines, each an answer: no question has more
_SHORTEST_PROSE = 60  # characters of the first line; a title is shorter
_LONGEST_HEADLINE = 100
_LEAST_PROSE = 5  # lines for each that is as short as a headline: a sign-off on a line of its own
_SHORTEST_ANSWER = 80  # characters between two authors; in a directory of doctors there are fewer


@lru_cache(maxsize=64)  # several layouts ask of the same page, one after the other
def question_slug(url: str) -> str | None:
    """The slug of a question URL, lower case: the site's own name of the question; None for other URLs."""
    match = _QUESTION_PATH.fullmatch(url_parts(url).path)
    return unquote(match[1]).lower() if match else None


def refuses(document: Document) -> Reason | None:
    """Why a page of the site is no question page, by its URL and by phrases of its other pages."""
    url = document.url or ""
    if question_slug(url) is not None:
        return None
    path = url_parts(url).path
    found = next((reason for form, reason in _OTHER_PATHS if form.search(path)), None)
    return found or (None if has_landmarks(document) else other_kind(document))


def other_kind(document: Document) -> Reason | None:
    """What another page of the site is by the phrases in it."""
    text = "\n".join(line.text for line in document.lines)
    return next((reason for form, reason in _OTHER_PHRASES if form.search(text)), None)


@lru_cache(maxsize=1)  # several layouts ask of the same page, one after the other
def has_landmarks(document: Document) -> bool:
    """Whether the text shows a question page: a count line, vote placeholders, or a place with a rating below it."""
    lines = document.lines
    # "Answers (4)" alone may stand on any page; on the site's own, or below its subtitle, it counts.
    short_count = document.url is not None or any(atoms.SUBTITLE.fullmatch(line.text) for line in lines)
    for line in lines:
        text = line.text
        if atoms.is_placeholder(text) or atoms.FURNITURE["disclaimer"].match(text):
            return True
        if atoms.is_count(text) and (short_count or not text.lower().startswith("answer")):
            return True
    blocks = find_authors(lines, gaps=Gaps.HTML if isinstance(document, HtmlDocument) else gaps_of(lines))
    return any(block.certain and block.place for block in blocks) or _answers_between(lines, blocks)


def _answers_between(lines: list[Line], blocks: list[Author]) -> bool:
    """Whether several named authors with their places stand each below a text of their own."""
    named = [block for block in blocks if block.name and block.place]
    tops = [0, *(block.end for block in named)]
    texts = [sum(len(line.text) for line in lines[top : block.start]) for top, block in zip(tops, named, strict=False)]
    return len(named) > 1 and min(texts) > _SHORTEST_ANSWER


def _is_text(document: Document) -> bool:
    """Whether a text is a question page: by its landmarks, or at a question's URL by more than an error message."""
    if not isinstance(document, TextDocument) or _is_prose(document):
        return False
    return has_landmarks(document) or (_at_question(document) and _letters(document) >= _SHORTEST_PAGE)


def _is_html(document: Document) -> bool:
    """Whether HTML is a question page: by its landmarks, or at a question's URL by its markup.

    Another page there (an error, a riddle against robots, a new design) is none: the registry raises the alarm.
    """
    if not isinstance(document, HtmlDocument):
        return False
    return has_landmarks(document) or (_at_question(document) and bool(verdict_of(document).threads))


def _at_question(document: Document) -> bool:
    return document.url is not None and question_slug(document.url) is not None


def _letters(document: Document) -> int:
    return sum(len(line.text) for line in document.lines)


def _is_prose(document: Document) -> bool:
    """Whether a page at a question's URL kept nothing but text: no count, no author, no headline between answers."""
    if not isinstance(document, TextDocument) or not _at_question(document) or has_landmarks(document):
        return False
    lines = atoms.without_furniture(document.lines).lines
    texts = [line.text for line in lines]
    if not 0 < len(lines) <= _MOST_PROSE or any(line.gap for line in lines[2:]) or len(texts[0]) <= _SHORTEST_PROSE:
        return False
    headlines = sum(len(text) <= _LONGEST_HEADLINE for text in texts[1:])
    said_once = len(set(texts)) == len(texts)  # what a page says twice is its question
    return said_once and headlines * _LEAST_PROSE <= len(lines)


SITE = Site(
    name="realself",
    description="RealSelf, questions on cosmetic medicine answered by doctors",
    hosts=("realself.com",),
    refuses=refuses,
    question_key=question_slug,
    layouts=(
        Layout("text", "text extraction with title, question and answers", _is_text, read_text),
        Layout("html", "HTML of all eras", _is_html, read_html),
        Layout("text_prose", "text extraction that kept the answers' text alone", _is_prose, read_prose),
    ),
)
