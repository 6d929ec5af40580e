"""The records: what a page is before and after parsing. Frozen, and nothing unknown is let in.

``None`` means unknown, everywhere; there is no empty string and no made-up zero. All times are UTC.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from qapipe.records import plain
from qapipe.records.reasons import Reason, Status

Text = Annotated[str, Field(min_length=1)]
"""Clean, non-empty text (see :mod:`qapipe.page.text`)."""


MAX_PAGE_BYTES = 32 << 20
"""Largest body of a page that is parsed, in bytes; a larger one is a broken download or an archive."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class RawPage(_Frozen):
    """One page as it was received, with where it came from: what every source yields."""

    body: bytes
    """The page's bytes, as received but for transfer and content codings."""
    url: str | None = None
    """Where the page was captured, if known."""
    media_type: str | None = None
    """Declared media type without parameters, such as ``text/html``; None: the content decides."""
    charset: str | None = None
    """Charset label declared with the body (a Content-Type header, a text field of a dump), if any."""
    captured_at: datetime | None = None
    """When the page was captured, UTC."""
    source: str = ""
    """The file the page came from, relative to what the user named."""
    member: str | None = None
    """Name or record id inside an archive."""
    offset: int | None = None
    """Byte offset or row number in the source, from 0."""
    truncated: bool = False
    """Whether the body is known to break off before its end."""


class Question(_Frozen):
    """The question of a page."""

    title: Text | None = None
    """The question's title, one line."""
    body: Text | None = None
    """What the asker wrote below the title."""
    asker: Text | None = None
    """Name of the asker, as printed."""
    asker_location: Text | None = None
    """Place of the asker, as printed."""
    asked_at: datetime | None = None
    """When the question was asked, UTC."""
    topics: tuple[Text, ...] = ()
    """Topics or tags the page files the question under, in page order."""
    votes: int | None = None
    """Votes for the question."""
    views: int | None = None
    """How often the question was viewed."""


class Answer(_Frozen):
    """One answer and who gave it."""

    position: int = Field(ge=1)
    """Place of the answer on its page, from 1."""
    headline: Text | None = None
    """The answer's own headline, one line."""
    body: Text
    """What the author wrote, sign-offs included."""
    votes: int | None = None
    """Votes for the answer."""
    is_accepted: bool | None = None
    """Whether the answer is marked as the accepted one."""
    answered_at: datetime | None = None
    """When the answer was given, UTC."""
    url: Text | None = None
    """Link to the answer itself."""
    author_name: Text | None = None
    """Name of the author, without credentials."""
    author_credentials: tuple[Text, ...] = ()
    """Credentials behind the name, such as MD or FACS, in page order."""
    author_note: Text | None = None
    """Note behind the name, such as ``retired`` or ``in memoriam``."""
    author_url: Text | None = None
    """Link to the author's profile."""
    specialty: Text | None = None
    """The author's profession or field, as printed."""
    location: Text | None = None
    """The author's place, as printed."""
    address: Text | None = None
    """The author's postal address, its lines as printed."""
    rating: float | None = None
    """The author's rating when the page was captured."""
    rating_best: float | None = None
    """The best rating possible on the scale of ``rating``."""
    review_count: int | None = Field(default=None, ge=0)
    """Reviews behind the rating."""
    parent_position: int | None = Field(default=None, ge=1)
    """Position of the answer that this one replies to; None: it answers the question."""
    answer_id: str | None = None
    """Hash of the question, the author and the text; set when the page's record is made."""
    expert_id: str | None = None
    """Expert who answered; null: the page does not name the author."""


class Removal(_Frozen):
    """One piece of noise that was removed."""

    rule: Text
    """Name of the noise rule."""
    text: Text
    """What was removed, one line."""


class Record(_Frozen):
    """What one page became: a question with its answers, or a verdict why not."""

    page_id: str
    """Hash of url and payload."""
    url: str | None = None
    """Where the page was captured: told by the source, else by the page itself."""
    site: str | None = None
    """Site that recognised the page."""
    layout: str | None = None
    """Layout of the site that read the page."""
    status: Status
    """What became of the page."""
    reason: Reason | None = None
    """Why there is no question, or why it is not in the tables."""
    detail: str | None = None
    """What exactly, for people."""
    warnings: tuple[str, ...] = ()
    """What was expected and is missing or doubtful, sorted."""
    answers_declared: int | None = None
    """Number of answers that the page says it has."""
    question_id: str | None = None
    """Hash of the site and the question's own id or slug, else of its canonical url, else of the content."""
    question: Question | None = None
    """The question, if the page has one."""
    answers: tuple[Answer, ...] = ()
    """The answers in page order."""
    noise: tuple[Removal, ...] = ()
    """What was removed as no one's words."""
    source: str = ""
    """The file the page came from, relative to what the user named."""
    member: str | None = None
    """Name or record id inside an archive."""
    offset: int | None = None
    """Byte offset, line number or row number in the source, from 0."""
    captured_at: datetime | None = None
    """When the page was captured, UTC."""
    media_type: str | None = None
    """Media type the page was read as."""
    charset: str | None = None
    """Charset the page was decoded with."""
    bytes: int = 0
    """Size of the body."""
    payload_sha256: str = ""
    """SHA-256 of the body, hexadecimal."""

    @classmethod
    def of(cls, record: plain.Record) -> "Record":
        """The validated form of a record that a reader made."""
        return cls.model_validate(asdict(record))
