"""The rules that a dataset keeps: each has a name and a sentence that says what must hold. The list is closed."""

from enum import StrEnum


class Rule(StrEnum):
    """What is checked."""

    # files
    MANIFEST = "manifest"
    FILE_MISSING = "file_missing"
    FILE_SIZE = "file_size"
    FILE_CHECKSUM = "file_checksum"
    FILE_UNLISTED = "file_unlisted"
    FILE_UNREADABLE = "file_unreadable"
    FILE_ROWS = "file_rows"
    SCHEMA = "schema"
    # keys
    ID_FORMAT = "id_format"
    KEY_UNIQUE = "key_unique"
    KEY_ORPHAN = "key_orphan"
    QUESTION_PAGE = "question_page"
    REPLY_QUESTION = "reply_question"
    # the ledger
    CLOSED_LIST = "closed_list"
    STATUS_REASON = "status_reason"
    STATUS_LINKS = "status_links"
    STATUS_QUESTION = "status_question"
    STATUS_WARNINGS = "status_warnings"
    # counts and positions
    POSITION = "position"
    ANSWERS_FOUND = "answers_found"
    EXPERT_ANSWERS = "expert_answers"
    MANIFEST_COUNTS = "manifest_counts"
    # texts
    TEXT_ENCODING = "text_encoding"
    TEXT_EMPTY = "text_empty"
    TEXT_NFC = "text_nfc"
    TEXT_CONTROL = "text_control"
    TEXT_BLANKS = "text_blanks"
    TEXT_ONE_LINE = "text_one_line"
    TEXT_EXPRESSION = "text_expression"
    # ranges
    RATING_SCALE = "rating_scale"
    DATE_IN_FUTURE = "date_in_future"
    COUNT_NEGATIVE = "count_negative"


RULES: dict[Rule, str] = {
    Rule.MANIFEST: "the manifest has the counts of the dataset, and size, SHA-256 and rows of its files",
    Rule.FILE_MISSING: "every file that the manifest names is there",
    Rule.FILE_SIZE: "every file has the size that the manifest says",
    Rule.FILE_CHECKSUM: "every file has the SHA-256 that the manifest says",
    Rule.FILE_UNLISTED: "the manifest names every file in the directory of a table",
    Rule.FILE_UNREADABLE: "every file of a table can be read as Parquet, with the right checksum of each page",
    Rule.FILE_ROWS: "every file of a table has the number of rows that the manifest says",
    Rule.SCHEMA: "every file of a table has its columns, in order, each of its type, and nullable or not",
    Rule.ID_FORMAT: "ids are 32 hexadecimal digits in lower case, hashes of payloads 64",
    Rule.KEY_UNIQUE: "keys are unique: page_id, question_id, answer_id and expert_id in their tables, page_id in "
    "questions; with --captures all, question_id and answer_id together with page_id",
    Rule.KEY_ORPHAN: "what a key names is there: pages, questions, answers replied to, experts; the page of a question "
    "or an answer is ok or partial",
    Rule.QUESTION_PAGE: "pages and questions name each other by page_id and question_id, with the same URL and site",
    Rule.REPLY_QUESTION: "a reply and the answer that it replies to belong to the same question",
    Rule.CLOSED_LIST: "statuses, reasons and warnings are those that --reasons and `qapipe schema` list",
    Rule.STATUS_REASON: "a page has a reason if and only if it is neither ok nor partial",
    Rule.STATUS_LINKS: "a duplicate, and no other page, has duplicate_of and no page_id; a superseded page, and no "
    "other, has superseded_by; only ok and partial pages continue another",
    Rule.STATUS_QUESTION: "an ok or partial page has site and layout, and question_id unless it continues another; no "
    "other page has question_id",
    Rule.STATUS_WARNINGS: "a page is partial if it has a warning of something missing, and ok if it has none",
    Rule.POSITION: "the answers of a page are in order, with positions from 1 to answers_found; on a further page of a "
    "question they run on from the page before",
    Rule.ANSWERS_FOUND: "answers_found is the number of answers, in pages those of the page, in questions those of all "
    "its pages; of a question of several pages, answers that an earlier page has are left out",
    Rule.EXPERT_ANSWERS: "answers in experts is the number of answers that name the expert",
    Rule.MANIFEST_COUNTS: "the counts in the manifest are those of the tables",
    Rule.TEXT_ENCODING: "texts are valid UTF-8",
    Rule.TEXT_EMPTY: "no text is empty: unknown is null",
    Rule.TEXT_NFC: "texts are in Unicode NFC",
    Rule.TEXT_CONTROL: "texts have no control, zero-width or directional characters, but for joiners that a script or "
    "an emoji needs",
    Rule.TEXT_BLANKS: "outside code, texts have single spaces, none at the ends of lines, and at most one empty line "
    "in a row",
    Rule.TEXT_ONE_LINE: "titles, headlines, names and other fields of one line have one line",
    Rule.TEXT_EXPRESSION: "no template expression such as {{ user.name }} is left outside code, unless the page has "
    "the warning template_expression_left",
    Rule.RATING_SCALE: "ratings are from 0 to the best rating of their scale, which is above 0",
    Rule.DATE_IN_FUTURE: "no post is dated more than a day after the capture of its page",
    Rule.COUNT_NEGATIVE: "counts and offsets are not negative; an expert has answers",
}


class Tally(StrEnum):
    """What is counted and is no violation."""

    HTML_LEFT = "html_left"
    EXPRESSION_KEPT = "expression_kept"


TALLIES: dict[Tally, str] = {
    Tally.HTML_LEFT: "texts with a tag of a block element outside code: a person may write about HTML",
    Tally.EXPRESSION_KEPT: "texts with a template expression outside code, on pages with the warning for it",
}
