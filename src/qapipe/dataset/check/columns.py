"""What kind of values each column holds, which decides the rules that it keeps. A test ties it to the schema."""

from qapipe.records.reasons import Reason, Status
from qapipe.records.warnings import PageWarning

LINES = {
    "pages": (),
    "questions": ("title", "asker", "asker_location", "topics"),
    "answers": ("headline", "author_name", "author_credentials", "author_note", "specialty", "location"),
    "experts": ("name", "credentials", "specialty", "location"),
}
"""Clean text of one line; of a list, each item."""
BLOCKS = {"pages": (), "questions": ("body",), "answers": ("body", "address"), "experts": ()}
"""Clean text of several lines."""
AS_GIVEN = {
    "pages": ("url", "site", "layout", "detail", "source", "member", "media_type", "charset"),
    "questions": ("url", "site"),
    "answers": ("site", "url", "author_url"),
    "experts": ("site", "author_url"),
}
"""Text as a source or a page gives it."""
IDS = {
    "pages": ("page_id", "duplicate_of", "superseded_by", "continues", "question_id"),
    "questions": ("question_id", "page_id"),
    "answers": ("answer_id", "question_id", "page_id", "expert_id", "parent_answer_id"),
    "experts": ("expert_id",),
}
HASHES = {"pages": ("payload_sha256",), "questions": (), "answers": (), "experts": ()}
NOT_NEGATIVE = {
    "pages": ("answers_declared", "answers_found", "noise_removed", "offset", "bytes"),
    "questions": ("views", "answers_declared", "answers_found"),
    "answers": ("review_count",),
    "experts": ("review_count",),
}
"""Numbers from 0."""
POSITIVE = {"pages": (), "questions": (), "answers": ("position",), "experts": ("answers",)}
"""Numbers from 1."""
ANY_NUMBER = {"pages": (), "questions": ("votes",), "answers": ("votes",), "experts": ()}
RATED = ("answers", "experts")
"""Tables with ``rating`` and ``rating_best``."""
LISTED = {
    "pages": {"status": tuple(Status), "reason": tuple(Reason), "warnings": tuple(PageWarning)},
    "questions": {},
    "answers": {},
    "experts": {},
}
"""Columns whose values are those of a closed list."""
OTHERS = {
    "pages": ("captured_at",),
    "questions": ("asked_at",),
    "answers": ("is_accepted", "answered_at", "rating", "rating_best"),
    "experts": ("rating", "rating_best"),
}
"""Columns with rules of their own, or none."""
EXPRESSIONS = {
    "pages": (),
    "questions": ("title", "body", "asker", "asker_location"),
    "answers": ("headline", "body", "author_name", "author_note", "specialty", "location", "address"),
    "experts": (),
}
"""Texts in which `parse` warns of template expressions."""
