"""The warnings of a page: what was expected and is missing or doubtful. The list is closed."""

from enum import StrEnum


class PageWarning(StrEnum):
    """What was expected on a page with a question, and is missing or doubtful."""

    # something is missing: the page is ``partial``
    TITLE_MISSING = "title_missing"
    FEWER_ANSWERS = "fewer_answers_than_declared"
    MORE_ANSWERS = "more_answers_than_declared"
    UNREAD_POSTS = "unread_posts"
    BODY_CUT = "body_cut"
    PAGE_TRUNCATED = "page_truncated"
    # something is doubtful
    ANSWER_WITHOUT_TEXT = "answer_without_text"
    TEASERS = "teasers_cut_by_site"
    SEGMENTATION_GUESSED = "segmentation_guessed"
    AUTHORS_DISAGREE = "authors_disagree"
    DATES_DISAGREE = "dates_disagree"
    VOTES_DISAGREE = "votes_disagree"
    RATING_OUT_OF_SCALE = "rating_out_of_scale"
    DATE_IN_FUTURE = "date_in_future"
    COUNT_NEGATIVE = "count_negative"
    EXPRESSION_LEFT = "template_expression_left"
    CHARSET_DAMAGED = "charset_damaged"


WARNINGS: dict[PageWarning, str] = {
    PageWarning.TITLE_MISSING: "no title of the question was found",
    PageWarning.FEWER_ANSWERS: "fewer answers were found than the page declares",
    PageWarning.MORE_ANSWERS: "more answers were found than the page declares",
    PageWarning.UNREAD_POSTS: "the page shows posts of the thread that were not read",
    PageWarning.BODY_CUT: "a text is truncated, and the page does not show the rest",
    PageWarning.PAGE_TRUNCATED: "the page is incomplete: the download or the archive broke off",
    PageWarning.ANSWER_WITHOUT_TEXT: "an answer without text was left out",
    PageWarning.TEASERS: "the page shows only the beginning of its answers",
    PageWarning.SEGMENTATION_GUESSED: "nothing on the page shows where each answer starts; its lines decide",
    PageWarning.AUTHORS_DISAGREE: "the structured data and the page name different authors of a post",
    PageWarning.DATES_DISAGREE: "the structured data and the page give different dates of a post",
    PageWarning.VOTES_DISAGREE: "the structured data and the page give different votes of a post",
    PageWarning.RATING_OUT_OF_SCALE: "a rating is beyond its scale, and so is null",
    PageWarning.DATE_IN_FUTURE: "a post is dated more than a day after the capture of the page; the date is null",
    PageWarning.COUNT_NEGATIVE: "a number of views or reviews is below zero, and so is null",
    PageWarning.EXPRESSION_LEFT: "a text has a template expression outside code: a person's example, or the site's",
    PageWarning.CHARSET_DAMAGED: "some bytes are invalid in the charset of the page and became U+FFFD",
}

PARTIAL = frozenset(
    {
        PageWarning.TITLE_MISSING,
        PageWarning.FEWER_ANSWERS,
        PageWarning.MORE_ANSWERS,
        PageWarning.UNREAD_POSTS,
        PageWarning.BODY_CUT,
        PageWarning.PAGE_TRUNCATED,
    }
)
"""Warnings of something missing: a page with one of them is ``partial``."""
