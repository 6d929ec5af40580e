"""A page before parsing (:class:`RawPage`) and after (:class:`Record`). Immutable; unknown fields are rejected.

Unknown values are ``None``, never an empty string or zero. All times are UTC. The docstrings of the fields become the
descriptions of the columns, so they are plain text.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from qapipe.records import plain
from qapipe.records.noise import NoiseRule
from qapipe.records.reasons import Reason, Status
from qapipe.records.warnings import PageWarning

Text = Annotated[str, Field(min_length=1)]
"""Clean, non-empty text (see :mod:`qapipe.page.text`)."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class RawPage(_Frozen):
    """One page as received, with its provenance."""

    body: bytes
    """Bytes of the page as received, after transfer and content decoding."""
    url: str | None = None
    """URL of the page, if known."""
    media_type: str | None = None
    """Declared media type without parameters, such as text/html. If null, it is detected from the content."""
    charset: str | None = None
    """Charset label declared with the body, in a Content-Type header or a field of a dump."""
    captured_at: datetime | None = None
    """When the page was captured (UTC)."""
    source: str = ""
    """File the page came from, relative to the path given on the command line."""
    member: str | None = None
    """Name of the file, or id of the record, inside an archive."""
    offset: int | None = None
    """Byte offset, line number or row number in the source, counted from 0."""
    truncated: bool = False
    """Whether the body is known to be incomplete."""


class Question(_Frozen):
    """The question on a page."""

    title: Text | None = None
    """Title of the question, as one line."""
    body: Text | None = None
    """Text of the question, without the title."""
    asker: Text | None = None
    """Name of the asker, as printed."""
    asker_location: Text | None = None
    """Location of the asker, as printed."""
    asked_at: datetime | None = None
    """When the question was asked (UTC)."""
    topics: tuple[Text, ...] = ()
    """Topics or tags of the question, in page order."""
    votes: int | None = None
    """Votes for the question."""
    views: int | None = None
    """Number of times the question was viewed."""


class Answer(_Frozen):
    """One answer and its author."""

    position: int = Field(ge=1)
    """Position of the answer on its page, counted from 1."""
    headline: Text | None = None
    """Headline of the answer, as one line."""
    body: Text
    """Text of the answer, including sign-offs."""
    votes: int | None = None
    """Votes for the answer."""
    is_accepted: bool | None = None
    """Whether the answer is marked as the accepted one."""
    answered_at: datetime | None = None
    """When the answer was given (UTC)."""
    url: Text | None = None
    """Link to the answer itself."""
    author_name: Text | None = None
    """Name of the author, without credentials."""
    author_credentials: tuple[Text, ...] = ()
    """Credentials after the name, such as MD or FACS, in page order."""
    author_note: Text | None = None
    """Note after the name, such as retired or in memoriam."""
    author_url: Text | None = None
    """Link to the author's profile."""
    specialty: Text | None = None
    """Profession or field of the author, as printed."""
    location: Text | None = None
    """Location of the author, as printed."""
    address: Text | None = None
    """Postal address of the author, with the line breaks as printed."""
    rating: float | None = None
    """Rating of the author when the page was captured."""
    rating_best: float | None = None
    """Best possible rating on the same scale."""
    review_count: int | None = Field(default=None, ge=0)
    """Number of reviews that the rating is based on."""
    parent_position: int | None = Field(default=None, ge=1)
    """Position of the answer that this one replies to; null if it answers the question."""
    answer_id: str | None = None
    """Stable id: hash of the question, the author and the text."""
    expert_id: str | None = None
    """Id of the author in the table experts; null if the page does not name the author."""


class Removal(_Frozen):
    """One line of noise that was removed from a page."""

    rule: NoiseRule
    """Name of the noise rule."""
    text: Text
    """The removed text, as one line."""


class Record(_Frozen):
    """The result for one page: a question with its answers, or the reason why there is none."""

    page_id: str
    """Stable id: hash of the URL and the payload."""
    url: str | None = None
    """URL of the page, as given by the source or, failing that, by the page itself."""
    site: str | None = None
    """Site that recognised the page."""
    layout: str | None = None
    """Layout of the site that was used to read the page."""
    status: Status
    """Outcome for the page: ok, partial, not_qa, duplicate, superseded or error."""
    reason: Reason | None = None
    """Why the page gave no question, or why its question is not in the tables."""
    detail: str | None = None
    """Explanation of the reason, for people."""
    warnings: tuple[PageWarning, ...] = ()
    """Names of what was expected and is missing or doubtful, sorted."""
    answers_declared: int | None = None
    """Declared answer count: the number of answers that the page claims to have."""
    question_id: str | None = None
    """Id of the question on the page; null if the page has none."""
    thread_id: str | None = None
    """Hash that all captures and pages of a question share, to bring them together; null if the page has none."""
    question: Question | None = None
    """The question, if the page has one."""
    answers: tuple[Answer, ...] = ()
    """The answers in page order."""
    noise: tuple[Removal, ...] = ()
    """Lines that were removed as noise."""
    source: str = ""
    """File the page came from, relative to the path given on the command line."""
    member: str | None = None
    """Name of the file, or id of the record, inside an archive."""
    offset: int | None = None
    """Byte offset, line number or row number in the source, counted from 0."""
    captured_at: datetime | None = None
    """When the page was captured (UTC)."""
    media_type: str | None = None
    """Media type the page was parsed as."""
    charset: str | None = None
    """Charset the page was decoded with."""
    bytes: int = 0
    """Size of the body in bytes."""
    payload_sha256: str = ""
    """SHA-256 of the body, in hexadecimal."""

    @classmethod
    def of(cls, record: plain.Record) -> "Record":
        """The validated form of a record that a reader made."""
        return cls.model_validate(asdict(record))
