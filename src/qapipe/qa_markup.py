"""The question that a page marks up in schema.org terms, read as question and answers.

Of JSON-LD, microdata and RDFa the one with the most answers is read. Elements of the page are better than strings in
a script, because they have paragraphs: where JSON-LD flattens or cuts a text, the page's own lines stand in.
"""

import re
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from qapipe import fields, noise, text
from qapipe.bylines import read_byline
from qapipe.document import HtmlDocument
from qapipe.model import Answer, Question, Removal
from qapipe.render import Line, block, lines_of_node
from qapipe.site import Reading
from qapipe.markup import Text, Thing, json_ld, microdata, rdfa

QUESTION, ANSWER, PAGE = "Question", "Answer", "QAPage"
NO_COMMUNITY = frozenset({"FAQPage", "Quiz", "Course", "LearningResource"})
"""Types whose questions the site asks itself."""
ACCEPTED, SUGGESTED = "acceptedAnswer", "suggestedAnswer"
BODY = ("text", "articleBody", "description")
DATES = ("dateCreated", "datePublished")
NOTICES = '[role="status"],[role="alert"],[class*="notice"],[class*="question-status"]'
"""What a site puts into the text of a post: closed, duplicate, needs sources."""
_NUMBER_ATTRIBUTES = ("content", "data-value", "value")
_TAG = re.compile(r"<(?:/?[a-z][a-z0-9]*\b[^<>]*|br ?/?)>", re.IGNORECASE)
_CUT = re.compile(r"\s*(?:\.{3}|…|\[\.{3}\]|\[…\])$")
_FLAT = 160  # a longer text without any line break lost its paragraphs, or never had some
_SPACE = re.compile(r"\s+")
_LARGEST = 2**63 - 1


class Found(NamedTuple):
    """The question of a page in one of the three syntaxes."""

    syntax: str
    question: Thing
    answers: list[tuple[Thing, bool | None]]
    """The answers in page order, and whether each is the accepted one; None where nothing says so."""


@lru_cache(maxsize=1)  # three layouts ask of the same page, one after the other
def find_question(document: HtmlDocument) -> Found | None:
    """The question of the page in the syntax that holds the most answers; None when it is no question page."""
    found = [
        Found(name, question, _answers(question, things))
        for name, read in (("microdata", microdata), ("json_ld", json_ld), ("rdfa", rdfa))
        if (question := _question(things := read(document)))
    ]
    return max(found, key=lambda one: len(one.answers), default=None)


def _question(things: list[Thing]) -> Thing | None:
    """The one question that a page is about.

    On a QAPage its main entity; elsewhere the only question at the top that has answers or their count. The questions
    of an FAQ, a quiz or a product page are many, or stand inside another type.
    """
    if any(thing.types & NO_COMMUNITY for thing in things):
        return None
    named = [
        entity for page in things if PAGE in page.types for entity in page.things("mainEntity", "hasPart", "about")
    ]
    questions = [thing for thing in named if QUESTION in thing.types]
    if not questions:
        questions = [thing for thing in things if QUESTION in thing.types and _has_answers(thing)]
        on_page = any(PAGE in thing.types for thing in things)
        questions = questions[:1] if on_page else questions
    distinct = list({_identity(thing): thing for thing in reversed(questions)}.values())
    if len(distinct) != 1 or distinct[0].values("eduQuestionType"):
        return None
    return distinct[0] if distinct[0].string("name", "headline", *BODY) else None


def _has_answers(thing: Thing) -> bool:
    return bool(thing.things(ACCEPTED, SUGGESTED) or thing.values("answerCount"))


def _identity(thing: Thing) -> object:
    return thing.string("@id", "url", "name", "headline") or id(thing)


def _answers(question: Thing, things: list[Thing]) -> list[tuple[Thing, bool | None]]:
    """The answers, none twice; items that are marked up beside their question (as in 2014) belong to it too."""
    accepted = question.things(ACCEPTED)
    listed: list[tuple[Thing, bool | None]] = [(answer, True) for answer in accepted]
    listed += [(answer, False) for answer in question.things(SUGGESTED, "answer")]
    listed += [(thing, None) for thing in things if ANSWER in thing.types and thing.node is not None]
    unique: dict[object, tuple[Thing, bool | None]] = {}
    for answer, is_accepted in listed:
        key = answer.node.mem_id if answer.node is not None else (answer.string("@id", "url"), answer.string(*BODY))
        unique.setdefault(key, (answer, is_accepted))
    return list(unique.values())


def read_markup(document: HtmlDocument, found: Found) -> Reading:
    """The reading of the question that was found."""
    page = _Page(document)
    thing = found.question
    title = page.line(thing, "name", "headline")
    asker = page.person(thing)
    reading = Reading(
        Question(
            title=title,
            body=page.body(thing),
            asker=asker.name,
            asker_location=asker.location,
            asked_at=_date(thing),
            topics=_topics(document, thing),
            votes=_number(thing, "upvoteCount"),
            views=_number(thing, "viewCount"),
        ),
        answers_declared=_number(thing, "answerCount"),
    )
    answers = [(answer, is_accepted, page.body(answer)) for answer, is_accepted in found.answers]
    answers.sort(key=lambda one: page.place(one[0], one[2]))
    for answer, is_accepted, body in answers:
        if body is None:
            reading.warnings.add("answer_without_text")
            continue
        reading.answers.append(_answer(page, answer, len(reading.answers) + 1, body, is_accepted=is_accepted))
    _drop_placeholders(reading)
    return reading


def _answer(page: "_Page", thing: Thing, position: int, body: str, *, is_accepted: bool | None) -> Answer:
    person = page.person(thing)
    byline = read_byline(person.name) if person.name else None
    return Answer(
        position=position,
        headline=page.line(thing, "headline"),
        body=body,
        votes=_number(thing, "upvoteCount"),
        is_accepted=is_accepted,
        answered_at=_date(thing),
        url=page.document.absolute(thing.string("url", "@id")),
        author_name=byline.name if byline else person.name,
        author_credentials=byline.credentials if byline else (),
        author_note=byline.note if byline else None,
        author_url=person.url,
        specialty=person.specialty,
        location=person.location,
        rating=person.rating,
        rating_best=person.rating_best,
        review_count=person.review_count,
    )


class _Person(NamedTuple):
    """Who wrote a post, as far as the markup says."""

    name: str | None = None
    url: str | None = None
    location: str | None = None
    specialty: str | None = None
    rating: float | None = None
    rating_best: float | None = None
    review_count: int | None = None


class _Page:
    """A page while its markup is read: texts are looked up in what a reader sees."""

    def __init__(self, document: HtmlDocument) -> None:
        self.document = document
        self._starts: list[int] = []  # of each visible line in the page's text without blanks
        self._joined: str | None = None

    def line(self, thing: Thing, *names: str) -> str | None:
        """A property as one line: its element as a reader sees it, else the string."""
        value = thing.first(*names)
        return _one_line(value) if isinstance(value, Text) else None

    def body(self, thing: Thing) -> str | None:
        """The text of a post with its paragraphs; None when it is empty."""
        value = thing.first(*BODY)
        if not isinstance(value, Text):
            return None
        if value.node is not None and value.node.tag != "meta":
            return block(lines_of_node(value.node, NOTICES)) or None
        found = _string_as_block(value.value)
        flat = "\n" not in found and len(found) > _FLAT
        return (self._as_shown(found) if flat or _CUT.search(found) else found) or None

    def _as_shown(self, flat: str) -> str:
        """The page's own lines that say the same as a flattened or cut text; the text itself if there are none."""
        start = self._find(_CUT.sub("", flat))
        if start is None or start not in self._starts:
            return flat
        lines = self.document.lines
        first = self._starts.index(start)
        end = start + len(_SPACE.sub("", _CUT.sub("", flat)))
        last = next((n for n in range(first, len(lines)) if n + 1 == len(lines) or self._starts[n + 1] >= end), first)
        if _CUT.search(flat):
            box = lines[first].box
            home = box.parent if box is not None else None
            while home is not None and last + 1 < len(lines) and _inside(lines[last + 1].box, home.mem_id):
                last += 1
        elif last + 1 < len(lines) and self._starts[last + 1] != end:
            return flat  # the element goes on behind the text: another one's words
        return block([lines[first]._replace(gap=0), *lines[first + 1 : last + 1]])

    def _find(self, wanted: str) -> int | None:
        """Where a text stands in the page's visible text without blanks."""
        if self._joined is None:
            pieces = [_SPACE.sub("", line.text) for line in self.document.lines]
            position = 0
            for piece in pieces:
                self._starts.append(position)
                position += len(piece)
            self._joined = "".join(pieces)
        found = self._joined.find(_SPACE.sub("", wanted.replace("\n- ", "\n")))
        return found if found >= 0 else None

    def place(self, thing: Thing, body: str | None) -> int:
        """A sort key in page order: for elements they are in it already, strings are looked up in the page."""
        if thing.node is not None or not body:
            return 0
        return self._find(_CUT.sub("", body.partition("\n")[0])[:120]) or 0

    def person(self, thing: Thing) -> _Person:
        """The author of a post: nobody where the markup names nobody."""
        value = thing.first("author", "creator")
        if isinstance(value, Text):
            href = value.node.attributes.get("href") if value.node is not None else None
            return _Person(_one_line(value), self.document.absolute(href))
        if value is None:
            return _Person()
        name = self.line(value, "name", "alternateName")
        if name is None and value.node is not None:
            name = text.one_line(value.node.text()) if value.node.tag == "a" else None
        ratings = next(iter(value.things("aggregateRating")), Thing(frozenset(), {}))
        return _Person(
            name,
            self._profile(value, name),
            _place(value),
            value.string("jobTitle", "medicalSpecialty", "knowsAbout"),
            _decimal(ratings, "ratingValue"),
            _decimal(ratings, "bestRating"),
            _number(ratings, "reviewCount", "ratingCount"),
        )

    def _profile(self, author: Thing, name: str | None) -> str | None:
        """The author's profile: as marked up, else the link that bears the name."""
        if url := author.string("url", "@id"):
            return self.document.absolute(url)
        if author.node is None or not name:
            return None
        links = [author.node] if author.node.tag == "a" else author.node.css("a[href]")
        href = next((link.attributes.get("href") for link in links if text.one_line(link.text()) == name), None)
        return self.document.absolute(href)


def _inside(node: LexborNode | None, home: int) -> bool:
    """Whether an element lies in the one with this id, at most a few levels down."""
    for _ in range(8):
        if node is None:
            return False
        if node.mem_id == home:
            return True
        node = node.parent
    return False


def _one_line(value: Text) -> str | None:
    """A value as one clean line; of an element what it says, also if it is hidden."""
    if value.node is not None and value.node.tag not in ("meta", "time", "data"):
        return text.one_line(value.node.text(separator=" ")) or text.one_line(value.value) or None
    source = value.value
    if "<" in source and _TAG.search(source):
        source = " ".join(line.text for line in _fragment_lines(source))
    elif "&" in source:
        source = " ".join(line.text for line in _fragment_lines(source.replace("<", "&lt;")))
    return text.one_line(source) or None


def _string_as_block(source: str) -> str:
    """A string with a post's text as clean text; HTML in it is read as HTML."""
    if "<" in source and _TAG.search(source):
        return block(_fragment_lines(source))
    return text.paragraphs(source)


def _fragment_lines(source: str) -> list[Line]:
    body = LexborHTMLParser(f"<body>{source}").body
    return lines_of_node(body, NOTICES) if body is not None else []


def _date(thing: Thing) -> datetime | None:
    value = thing.string(*DATES)
    return fields.instant(value) if value else None


def _number(thing: Thing, *names: str) -> int | None:
    """A whole number, of an element also from the attributes that hold it exactly."""
    value = thing.first(*names)
    if not isinstance(value, Text):
        return None
    exact = [value.node.attributes.get(name) for name in _NUMBER_ATTRIBUTES] if value.node is not None else []
    for candidate in (*exact, value.value):
        found = fields.count(candidate) if candidate else None
        if found is not None and abs(found) <= _LARGEST:
            return found
    return None


def _decimal(thing: Thing, name: str) -> float | None:
    value = thing.string(name)
    try:
        return float(value.replace(",", ".")) if value else None
    except ValueError:
        return None


def _place(person: Thing) -> str | None:
    """The place of a person: as a string, or locality and region of an address."""
    if place := person.string("homeLocation", "workLocation", "address", "location"):
        return place
    for thing in person.things("homeLocation", "workLocation", "address", "location"):
        parts = [thing.string("addressLocality"), thing.string("addressRegion"), thing.string("addressCountry")]
        if found := ", ".join(part for part in parts if part) or thing.string("name"):
            return found
    return None


def _topics(document: HtmlDocument, thing: Thing) -> tuple[str, ...]:
    """Topics of the question: keywords of the markup, else the links that the page marks as tags."""
    found: list[str] = []
    for value in thing.values("keywords"):
        if isinstance(value, Text):
            found += (text.one_line(part) for part in value.value.split(","))
    if not found:
        root = thing.node or document.tree.body
        found = [text.one_line(link.text()) for link in (root.css('a[rel~="tag"]') if root is not None else [])]
    return tuple(dict.fromkeys(topic for topic in found if topic))


def _drop_placeholders(reading: Reading) -> None:
    """Unrendered expressions in the slot of a name are noise where they repeat: nobody is called that."""
    names = [answer.author_name for answer in reading.answers if answer.author_name]
    for index, answer in enumerate(reading.answers):
        name = answer.author_name
        if name and noise.is_expression(name) and (names.count(name) > 1 or len(reading.answers) == 1):
            reading.noise.append(Removal(rule=noise.TEMPLATE_PLACEHOLDER, text=name))
            reading.answers[index] = answer.model_copy(update={"author_name": None})
