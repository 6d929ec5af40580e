"""Pages and records as the pipeline passes them on: plain classes with slots, filled in once and not validated.

They have the fields of the models of the same names in :mod:`.models`, which describe each field and validate what
enters or leaves through the public interface; a test ties the two. Validating what we made ourselves would take as
long as reading a text page.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from qapipe.records.noise import NoiseRule
from qapipe.records.reasons import Reason, Status
from qapipe.records.warnings import PageWarning

MAX_PAGE_BYTES = 32 << 20
"""Maximum size of a page, in bytes; anything larger is a broken download or an archive."""


@dataclass(slots=True)
class RawPage:
    """One page as received, with its provenance: what every source yields."""

    body: bytes
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    captured_at: datetime | None = None
    source: str = ""
    member: str | None = None
    offset: int | None = None
    truncated: bool = False


@dataclass(slots=True)
class Question:
    """The question on a page."""

    title: str | None = None
    body: str | None = None
    asker: str | None = None
    asker_location: str | None = None
    asked_at: datetime | None = None
    topics: tuple[str, ...] = ()
    votes: int | None = None
    views: int | None = None


@dataclass(slots=True)
class Answer:
    """One answer and its author; the ids are set when the record of the page is made."""

    position: int
    body: str
    headline: str | None = None
    votes: int | None = None
    is_accepted: bool | None = None
    answered_at: datetime | None = None
    url: str | None = None
    author_name: str | None = None
    author_credentials: tuple[str, ...] = ()
    author_note: str | None = None
    author_url: str | None = None
    specialty: str | None = None
    location: str | None = None
    address: str | None = None
    rating: float | None = None
    rating_best: float | None = None
    review_count: int | None = None
    parent_position: int | None = None
    answer_id: str | None = None
    expert_id: str | None = None


@dataclass(slots=True)
class Removal:
    """One piece of noise that was removed."""

    rule: NoiseRule
    text: str


@dataclass(slots=True)
class Record:
    """What became of one page: a question with its answers, or a reason why there is none."""

    page_id: str
    status: Status
    url: str | None = None
    site: str | None = None
    layout: str | None = None
    reason: Reason | None = None
    detail: str | None = None
    warnings: tuple[PageWarning, ...] = ()
    answers_declared: int | None = None
    question_id: str | None = None
    thread_id: str | None = None
    question: Question | None = None
    answers: tuple[Answer, ...] = ()
    noise: tuple[Removal, ...] = ()
    source: str = ""
    member: str | None = None
    offset: int | None = None
    captured_at: datetime | None = None
    media_type: str | None = None
    charset: str | None = None
    bytes: int = 0
    payload_sha256: str = ""

    def without_question(self, status: Status, reason: Reason, detail: str) -> "Record":
        """The record of the same page with a status and reason instead of the question."""
        return replace(
            self,
            status=status,
            reason=reason,
            detail=detail,
            warnings=(),
            answers_declared=None,
            question_id=None,
            thread_id=None,
            question=None,
            answers=(),
            noise=(),
        )
