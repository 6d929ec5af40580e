"""The noise rules: why a line or element was removed from a page. The list is closed."""

from enum import StrEnum


class NoiseRule(StrEnum):
    """The rule by which a text was removed: nobody wrote it as part of the question or an answer, or it is redacted."""

    TEMPLATE_PLACEHOLDER = "template_placeholder"
    # elements inside a post
    SITE_NOTICE = "site_notice"
    SIGNATURE = "signature"
    EDIT_NOTE = "edit_note"
    ADVERT = "advert"
    CONTROL = "control"
    # beside the posts
    REPEATED_TEXT = "repeated_text"
    OTHER_PAGE = "other_page"
    # what --redact replaces
    REDACTED_EMAIL = "redacted_email"
    REDACTED_PHONE = "redacted_phone"
    REDACTED_NAME = "redacted_name"
    # lines of a RealSelf page
    VOTE_PLACEHOLDER = "vote_placeholder"
    PROMO = "promo"
    DISCLAIMER = "disclaimer"
    BELOW_DISCLAIMER = "below_disclaimer"
    BELOW_ANSWERS = "below_answers"
    OUTSIDE_ANSWERS = "outside_answers"
    CALL_TO_ACTION = "call_to_action"
    SLOGAN = "slogan"
    NEWSLETTER = "newsletter"
    FOLLOWUP_NOTICE = "followup_notice"
    ANSWERS_SUBTITLE = "answers_subtitle"


NOISE_RULES: dict[NoiseRule, str] = {
    NoiseRule.TEMPLATE_PLACEHOLDER: "an unrendered template expression in place of a name, a number or a line",
    NoiseRule.SITE_NOTICE: "a notice of the site inside a post: closed, duplicate, needs sources",
    NoiseRule.SIGNATURE: "the signature that a forum adds to every post of a member",
    NoiseRule.EDIT_NOTE: "a note that the post was edited, by whom or when",
    NoiseRule.ADVERT: "an advertisement inside a post",
    NoiseRule.CONTROL: "a button inside a post",
    NoiseRule.REPEATED_TEXT: "a text that the page has twice: a post shown again, or its source for editing",
    NoiseRule.OTHER_PAGE: "a box in a list of other pages below the posts",
    NoiseRule.REDACTED_EMAIL: "an e-mail address that --redact replaced by a pseudonym",
    NoiseRule.REDACTED_PHONE: "a phone number that --redact replaced by a pseudonym",
    NoiseRule.REDACTED_NAME: "a name that --redact replaced by a pseudonym",
    NoiseRule.VOTE_PLACEHOLDER: "an unrendered template expression in place of the votes",
    NoiseRule.PROMO: "the promotion between two answers: You might also like ...",
    NoiseRule.DISCLAIMER: "the disclaimer below the answers",
    NoiseRule.BELOW_DISCLAIMER: "a line below the disclaimer",
    NoiseRule.BELOW_ANSWERS: "a line of the section that follows the answers",
    NoiseRule.OUTSIDE_ANSWERS: "a line between or below the answers that belongs to none of them",
    NoiseRule.CALL_TO_ACTION: "an invitation to ask a question",
    NoiseRule.SLOGAN: "the slogan of the site",
    NoiseRule.NEWSLETTER: "an invitation to the newsletter",
    NoiseRule.FOLLOWUP_NOTICE: "a notice that the question follows up on an earlier one",
    NoiseRule.ANSWERS_SUBTITLE: "the subtitle above the answers: From board-certified doctors ...",
}
