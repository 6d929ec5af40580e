"""What each field of the models means: generated from their docstrings by ``make reference``, do not edit.

The models are made by pydantic, whose import takes longer than parsing many pages.
"""
# fmt: off
# ruff: noqa: E501

RAW_PAGE = {
    "body": "Bytes of the page as received, after transfer and content decoding.",
    "url": "URL of the page, if known.",
    "media_type": "Declared media type without parameters, such as text/html. If null, it is detected from the content.",
    "charset": "Charset label declared with the body, in a Content-Type header or a field of a dump.",
    "captured_at": "When the page was captured (UTC).",
    "source": "File the page came from, relative to the path given on the command line.",
    "member": "Name of the file, or id of the record, inside an archive.",
    "offset": "Byte offset, line number or row number in the source, counted from 0.",
    "truncated": "Whether the body is known to be incomplete.",
}

RECORD = {
    "page_id": "Stable id: hash of the URL and the payload.",
    "url": "URL of the page, as given by the source or, failing that, by the page itself.",
    "site": "Site that recognised the page.",
    "layout": "Layout of the site that was used to read the page.",
    "status": "Outcome for the page: ok, partial, not_qa, duplicate, superseded or error.",
    "reason": "Why the page gave no question, or why its question is not in the tables.",
    "detail": "Explanation of the reason, for people.",
    "warnings": "Names of what was expected and is missing or doubtful, sorted.",
    "answers_declared": "Declared answer count: the number of answers that the page claims to have.",
    "question_id": "Id of the question on the page; null if the page has none.",
    "thread_id": "Hash that all captures and pages of a question share, to bring them together; null if the page has none.",
    "question": "The question, if the page has one.",
    "answers": "The answers in page order.",
    "noise": "Lines that were removed as noise.",
    "source": "File the page came from, relative to the path given on the command line.",
    "member": "Name of the file, or id of the record, inside an archive.",
    "offset": "Byte offset, line number or row number in the source, counted from 0.",
    "captured_at": "When the page was captured (UTC).",
    "media_type": "Media type the page was parsed as.",
    "charset": "Charset the page was decoded with.",
    "bytes": "Size of the body in bytes.",
    "payload_sha256": "SHA-256 of the body, in hexadecimal.",
}

QUESTION = {
    "title": "Title of the question, as one line.",
    "body": "Text of the question, without the title.",
    "asker": "Name of the asker, as printed.",
    "asker_location": "Location of the asker, as printed.",
    "asked_at": "When the question was asked (UTC).",
    "topics": "Topics or tags of the question, in page order.",
    "votes": "Votes for the question.",
    "views": "Number of times the question was viewed.",
}

ANSWER = {
    "position": "Position of the answer on its page, counted from 1.",
    "headline": "Headline of the answer, as one line.",
    "body": "Text of the answer, including sign-offs.",
    "votes": "Votes for the answer.",
    "is_accepted": "Whether the answer is marked as the accepted one.",
    "answered_at": "When the answer was given (UTC).",
    "url": "Link to the answer itself.",
    "author_name": "Name of the author, without credentials.",
    "author_credentials": "Credentials after the name, such as MD or FACS, in page order.",
    "author_note": "Note after the name, such as retired or in memoriam.",
    "author_url": "Link to the author's profile.",
    "specialty": "Profession or field of the author, as printed.",
    "location": "Location of the author, as printed.",
    "address": "Postal address of the author, with the line breaks as printed.",
    "rating": "Rating of the author when the page was captured.",
    "rating_best": "Best possible rating on the same scale.",
    "review_count": "Number of reviews that the rating is based on.",
    "parent_position": "Position of the answer that this one replies to; null if it answers the question.",
    "answer_id": "Stable id: hash of the question, the author and the text.",
    "expert_id": "Id of the author in the table experts; null if the page does not name the author.",
}
