"""What became of a page: its status, and why it gave no question. Both lists are closed.

Inside a run nothing is raised past one page: a page that went wrong is a ledger row with a status and a reason.
"""

from enum import StrEnum


class Status(StrEnum):
    """What became of a page; exactly one for every page that went in."""

    OK = "ok"
    """A question, with as many answers as the page declares, or none declared."""
    PARTIAL = "partial"
    """A question, but something expected is missing: the warnings say what."""
    NOT_QA = "not_qa"
    """No question page: the reason says what it is instead."""
    DUPLICATE = "duplicate"
    """Same url and same payload as an earlier page of the input."""
    SUPERSEDED = "superseded"
    """An older capture of a question whose later capture stands in the tables."""
    ERROR = "error"
    """Could not be read or parsed."""


class Reason(StrEnum):
    """Why a page gave no question, or why it has no row in the tables. The list is closed."""

    # not_qa
    EMPTY = "empty"
    BINARY = "binary"
    NO_QUESTION = "no_question"
    REVIEW = "review"
    VIDEO = "video"
    GUIDE = "guide"
    LIST = "list"
    PROFILE = "profile"
    ARTICLE = "article"
    FAQ = "faq"
    DISCUSSION = "discussion"
    REVISIT = "revisit"
    HTTP_STATUS = "http_status"
    # duplicate, superseded
    SAME_PAYLOAD = "same_payload"
    LATER_CAPTURE = "later_capture"
    # error
    UNREADABLE = "unreadable"
    CORRUPT = "corrupt"
    NO_BODY = "no_body"
    TOO_LARGE = "too_large"
    TOO_COMPLEX = "too_complex"
    AMBIGUOUS_LAYOUT = "ambiguous_layout"
    UNKNOWN_LAYOUT = "unknown_layout"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    WORKER_DIED = "worker_died"
    PARSER_CRASHED = "parser_crashed"


REASONS: dict[Reason, str] = {
    Reason.EMPTY: "the page has no text at all",
    Reason.BINARY: "the bytes are an image, an archive or another binary format",
    Reason.NO_QUESTION: "no known site's question page, and no question markup",
    Reason.REVIEW: "a review on a site that also answers questions",
    Reason.VIDEO: "a video page or its transcript",
    Reason.GUIDE: "a treatment guide or another article of an expert site",
    Reason.LIST: "a list of questions, photos or search results",
    Reason.PROFILE: "the profile of an expert or a member",
    Reason.ARTICLE: "news or another article",
    Reason.FAQ: "an FAQ: questions that the site asks and answers itself",
    Reason.DISCUSSION: "a forum thread that is marked up as a discussion, not as a question",
    Reason.REVISIT: "the archive tells that the page was the same as before, and kept no second copy",
    Reason.HTTP_STATUS: "the server answered with a redirect or an error, not with a page",
    Reason.SAME_PAYLOAD: "the same url and the same bytes came earlier in the input",
    Reason.LATER_CAPTURE: "a later capture of the same question stands in the tables",
    Reason.UNREADABLE: "the file could not be opened or read, or has its pages in a form that is not read",
    Reason.CORRUPT: "a line, row or compressed stream is damaged",
    Reason.NO_BODY: "a line or row without any known body field",
    Reason.TOO_LARGE: "the page is larger than a page may be",
    Reason.TOO_COMPLEX: "nesting or attributes beyond what an HTML parser survives",
    Reason.AMBIGUOUS_LAYOUT: "several layouts recognise the page",
    Reason.UNKNOWN_LAYOUT: "a question page of a known site in a form that no layout knows: was it redesigned?",
    Reason.TIMED_OUT: "parsing took longer than --page-timeout",
    Reason.OUT_OF_MEMORY: "parsing took more memory than a worker's share",
    Reason.WORKER_DIED: "the process that parsed the page died, twice",
    Reason.PARSER_CRASHED: "a defect of qapipe; please report it with the page",
}
