"""RealSelf's "Doctor Answers" pages: HTML of all designs, and plain-text extractions in web dumps.

In: a page such as https://www.realself.com/question/tampa-fl-scars. Out: its question, and each answer with headline,
votes, text and author; or the reason why it is not a question page.

Class names changed with every redesign, so pages are read by their visible lines:

    lines -> boilerplate -> MainContent -> answer_section -> split -> answers -> Reading     (text, html)

Structured data, profile links and a few class names add to that (:mod:`.html`, :mod:`.reconcile`).
"""

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import unquote

from qapipe.page.document import Document, HtmlDocument, TextDocument
from qapipe.page.outline import Lines
from qapipe.page.urls import path_of
from qapipe.readers.lines.bylines import read_byline
from qapipe.readers.lines.doctor_answers import has_doctor_answers
from qapipe.readers.lines.specialties import recognise_place_and_specialty, recognise_profession
from qapipe.readers.markup import verdict_of
from qapipe.readers.site import Layout, Reading, Site
from qapipe.readers.sites.realself import line_types
from qapipe.readers.sites.realself.answer_section import names_above_headlines
from qapipe.readers.sites.realself.authors import Author, Gaps, find_authors
from qapipe.readers.sites.realself.boilerplate import site_lines_of, without_boilerplate
from qapipe.readers.sites.realself.html import read_html
from qapipe.readers.sites.realself.text import gaps_of, read_elsewhere, read_prose, read_text
from qapipe.records.noise import NoiseRule
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
_MIN_PAGE = 80  # characters of text; error messages are shorter
_MAX_PROSE_LINES = 500  # one answer each
_MIN_PROSE = 60  # characters of the first line; titles are shorter
_MAX_HEADLINE = 100  # characters
_LINES_PER_HEADLINE = 5  # at least; a few lines as short as headlines are sign-offs
_MIN_ANSWER = 80  # characters between two authors; directories of doctors have fewer


@lru_cache(maxsize=64)  # every layout asks about the same page
def question_slug(url: str) -> str | None:
    """The slug of a question URL in lower case, which identifies the question; None for other URLs."""
    match = _QUESTION_PATH.fullmatch(path_of(url))
    return unquote(match[1]).lower() if match else None


def refuses(document: Document) -> Reason | None:
    """Why a page of the site is not a question page, by its URL and by phrases found on other pages."""
    url = document.url or ""
    if question_slug(url) is not None:
        return None
    path = path_of(url)
    found = next((reason for form, reason in _OTHER_PATHS if form.search(path)), None)
    return found or (None if has_landmarks(document) else kind_by_phrases(document))


def kind_by_phrases(document: Document) -> Reason | None:
    """What kind of page it is instead, by phrases found on other pages."""
    text = "\n".join(document.columns.texts)
    return next((reason for form, reason in _OTHER_PHRASES if form.search(text)), None)


@lru_cache(maxsize=1)  # every layout asks about the same page
def has_landmarks(document: Document) -> bool:
    """Whether the lines are those of a question page: an answer count, vote placeholders, or a place above a rating."""
    lines = document.columns
    found = site_lines_of(document)
    if found.placeholders or found.disclaimers:
        return True
    if found.counts:
        # Other sites count answers, too: without "Doctor" it is evidence at a known URL or with the site's subtitle.
        if document.url is not None or found.of(NoiseRule.ANSWERS_SUBTITLE):
            return True
        if any("doctor" in lines.texts[index].lower() for index in found.counts):
            return True
    ratings = line_types.ratings(lines.texts, lines.starts)
    gaps = Gaps.HTML if isinstance(document, HtmlDocument) else gaps_of(lines, ratings)
    blocks = find_authors(lines, gaps=gaps, ratings=ratings)
    known = document.url is not None
    placed = [block for block in blocks if block.place and (known or _is_placed(block))]
    if any(block.certain for block in placed) or _answers_between(lines.texts, placed):
        return True
    return gaps is Gaps.RELIABLE and read_byline(lines.texts[-1]) is not None and _names_between(lines)


def _names_between(lines: Lines) -> bool:
    """Whether the last line is a name, as are several others, each glued to the headline below it (places are lost)."""
    names = names_above_headlines(lines, None)
    tops = [0, *[name.end for name in names]]
    lengths = [sum(map(len, lines.texts[top : name.start])) for top, name in zip(tops, names, strict=False)]
    glued = [lines.texts[name.end] for name in names if name.end < len(lines.texts)]
    return len(glued) > 1 and min(lengths) > _MIN_ANSWER and not any(map(recognise_profession, glued))


def _is_placed(block: Author) -> bool:
    """Whether its form alone says that a line is a place and a profession, on a page that may be of any site."""
    location, specialty = block.place or (None, "")
    return location is not None and recognise_place_and_specialty(f"{location} {specialty}") is not None


def _answers_between(texts: list[str], placed: list[Author]) -> bool:
    """Whether several authors have names, one with credentials, and each stands below a text of its own."""
    named = [block for block in placed if block.name]
    tops = [0, *[block.end for block in named]]
    lengths = [sum(map(len, texts[top : block.start])) for top, block in zip(tops, named, strict=False)]
    with_credentials = any(block.name.credentials for block in named if block.name)
    return len(named) > 1 and min(lengths) > _MIN_ANSWER and with_credentials


def _is_text(document: Document) -> bool:
    """Whether a text is a question page: by its lines, or at a question URL if longer than an error message."""
    if not isinstance(document, TextDocument) or _is_prose(document):
        return False
    return has_landmarks(document) or (_at_question(document) and _length(document) >= _MIN_PAGE)


def _has_doctor_answers(document: Document) -> bool:
    """Whether a text of any host has this form."""
    return isinstance(document, TextDocument) and has_doctor_answers(document.columns)


def _is_html(document: Document) -> bool:
    """Whether HTML is a question page: by its lines, or at a question URL by its structured data.

    For any other page at a question URL (an error, a bot challenge, a new design) the registry reports an unknown
    layout.
    """
    if not isinstance(document, HtmlDocument):
        return False
    return has_landmarks(document) or (_at_question(document) and bool(verdict_of(document).threads))


def _at_question(document: Document) -> bool:
    return document.url is not None and question_slug(document.url) is not None


def _length(document: Document) -> int:
    return sum(map(len, document.columns.texts))


def _is_prose(document: Document) -> bool:
    """Whether the extraction of a question page kept only the text: no answer count, authors or headlines."""
    if not isinstance(document, TextDocument) or not _at_question(document) or has_landmarks(document):
        return False
    lines = without_boilerplate(document.columns, site_lines_of(document)).lines
    texts = lines.texts
    if not 0 < len(texts) <= _MAX_PROSE_LINES or any(lines.gaps[2:]) or len(texts[0]) <= _MIN_PROSE:
        return False
    headlines = sum(len(text) <= _MAX_HEADLINE for text in texts[1:])
    no_repeats = len(set(texts)) == len(texts)  # only the question is repeated
    return no_repeats and headlines * _LINES_PER_HEADLINE <= len(texts)


def _unless_list(read: Callable[[Document], Reading]) -> Callable[[Document], Reading]:
    """A reader whose pages without answers are lists or profiles of doctors, unless their URL is that of a question."""

    def read_or_reject(document: Document) -> Reading:
        reading = read(document)
        if not reading.answers and reading.answers_declared is None and not _at_question(document):
            rated = len(line_types.ratings(document.columns.texts))
            reading.reason = Reason.PROFILE if rated == 1 else Reason.LIST
        return reading

    return read_or_reject


SITE = Site(
    name="realself",
    description="RealSelf: questions on cosmetic medicine answered by doctors",
    hosts=("realself.com",),
    refuses=refuses,
    question_key=question_slug,
    elsewhere=(("qa_text", Layout("doctor_answers", "text with Doctor Answers", _has_doctor_answers, read_elsewhere)),),
    reads_text=True,
    layouts=(
        Layout("text", "text extraction with title, question and answers", _is_text, _unless_list(read_text)),
        Layout("html", "HTML of all designs", _is_html, _unless_list(read_html)),
        Layout("text_prose", "text extraction that kept only the text of the answers", _is_prose, read_prose),
    ),
)
