"""The outcome for a page: its status, and the reason why it gave no question. Both lists are closed.

A page never makes a run fail: if it cannot be parsed, its ledger row has a status and a reason.
"""

from enum import StrEnum


class Status(StrEnum):
    """The outcome for a page; every input page has exactly one."""

    OK = "ok"
    PARTIAL = "partial"
    NOT_QA = "not_qa"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    ERROR = "error"


STATUSES: dict[Status, str] = {
    Status.OK: "the page has a question, with as many answers as it declares, or without a declared count",
    Status.PARTIAL: "the page has a question, but something expected is missing; see the warnings",
    Status.NOT_QA: "not a question page; the reason says what it is instead",
    Status.DUPLICATE: "same URL and identical content as an earlier page of the input",
    Status.SUPERSEDED: "an older capture; the latest capture of the same question is in the tables",
    Status.ERROR: "the page could not be read or parsed",
}


class Reason(StrEnum):
    """Why a page gave no question, or why its question is not in the tables."""

    # not_qa
    EMPTY = "empty"
    BINARY = "binary"
    NO_QUESTION = "no_question"
    OTHER_SITE = "other_site"
    REVIEW = "review"
    VIDEO = "video"
    GUIDE = "guide"
    LIST = "list"
    PROFILE = "profile"
    ARTICLE = "article"
    FAQ = "faq"
    DISCUSSION = "discussion"
    NEEDS_RENDERING = "needs_rendering"
    REVISIT = "revisit"
    HTTP_STATUS = "http_status"
    # duplicate, superseded
    SAME_PAYLOAD = "same_payload"
    LATER_CAPTURE = "later_capture"
    # error
    UNREADABLE = "unreadable"
    CORRUPT = "corrupt"
    CHANGED = "changed"
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
    Reason.EMPTY: "the page is empty",
    Reason.BINARY: "an image, an archive or other binary data",
    Reason.NO_QUESTION: "no question: neither of a known site, nor in structured data, nor a thread of posts",
    Reason.OTHER_SITE: "a page of another site than those chosen with --site",
    Reason.REVIEW: "a review on a site that also answers questions",
    Reason.VIDEO: "a video page or its transcript",
    Reason.GUIDE: "a treatment guide or similar article on an expert site",
    Reason.LIST: "a list of questions, photos or search results",
    Reason.PROFILE: "the profile of an expert or a member",
    Reason.ARTICLE: "news or another article",
    Reason.FAQ: "an FAQ: the site asks and answers the questions itself",
    Reason.DISCUSSION: "a thread of posts that asks nothing",
    Reason.NEEDS_RENDERING: "a forum or help page whose text is only put together by scripts; capture it rendered",
    Reason.REVISIT: "a revisit record: the archive found the page unchanged and stored no second copy",
    Reason.HTTP_STATUS: "the server responded with a redirect or an error instead of a page",
    Reason.SAME_PAYLOAD: "an earlier page of the input has the same URL and identical content",
    Reason.LATER_CAPTURE: "a later capture of the same question is in the tables",
    Reason.UNREADABLE: "the file could not be opened or read, or its format is not supported",
    Reason.CORRUPT: "a line, row or compressed stream is damaged",
    Reason.CHANGED: "the file changed while it was read; parse it again",
    Reason.NO_BODY: "a line or row has none of the known body fields",
    Reason.TOO_LARGE: "the page exceeds the size limit",
    Reason.TOO_COMPLEX: "the HTML is nested too deeply, or has too many tags or attributes, to be parsed safely",
    Reason.AMBIGUOUS_LAYOUT: "several layouts recognise the page",
    Reason.UNKNOWN_LAYOUT: "a question URL of a known site, but no layout recognises it; was the site redesigned?",
    Reason.TIMED_OUT: "parsing took longer than --page-timeout",
    Reason.OUT_OF_MEMORY: "parsing exceeded the memory limit of a worker",
    Reason.WORKER_DIED: "the worker process died twice while parsing the page",
    Reason.PARSER_CRASHED: "internal error in qapipe; please report it together with the page",
}
