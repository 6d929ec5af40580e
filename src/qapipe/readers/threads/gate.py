"""Whether the bytes of a page may hold a thread: most other pages are refused by them, before there is a tree.

A word of forums stands in the address or the title, in the first lines of the body, or a word that posts bring with
them stands anywhere. On 110 threads and 353 other pages this keeps all and 13 %.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from qapipe.page.document import HtmlDocument
from qapipe.page.searching import find, finder, has_any, lower

_HEAD = 60_000  # bytes that are looked at for the title and the address
_EARLY_HEAD, _EARLY_BODY = 10_000, 32_000  # bytes that are looked at for words of posts
_TOP = 10_000  # bytes of the body that are looked at for words of forums
_STRONG = (b"forum", b"thread")
_NEAR = (
    *b"topic discuss question answer replies communit antwort frage respuesta resposta rispost pregunta".split(),
    *b"pergunta domand vraag pytani odpowied foros cevap keskustel kysymy vastau jawab odpoved dotaz".split(),
    b"message board",
)
"""Words of forums."""
_NOT_ASCII: Mapping[bytes, tuple[bytes, ...]] = {
    first: tuple(map(str.encode, words.split("|")))
    for first, words in {
        b"\xc3": "réponse|fórum|válasz|kérdés|inlägg|tråd|fråg|întreb",
        b"\xc4": "odpově|příspěv|răspuns",
        b"\xce": "φόρουμ|Φόρουμ|απάντησ|απαντήσ|Απαντήσ|ερωτήσ|Ερωτήσ",
        b"\xd0": "вопрос|Вопрос|ответ|Ответ|форум|Форум|сообщени|Сообщени|відпов|Відпов|питанн|Питанн|отговор",
        b"\xd7": "פורום|אשכול|תשובות|שאלות",
        b"\xd8": "منتدى|منتديات|مشاركات|سؤال|أسئلة|إجابة|پاسخ|پرسش|تاپیک",
        b"\xe0\xa4": "सवाल|जवाब|उत्तर",
        b"\xe0\xb8": "กระทู้|คำถาม|คำตอบ|ถามตอบ|ความคิดเห็นที่",
        b"\xe1\xba": "trả lời",
        b"\xe1\xbb": "diễn đàn|hỏi đáp|chủ đề",
        b"\xe4": "主题|楼主|返信",
        b"\xe5": "回答|回复|回復|回帖|質問|论坛|論壇|发表于",
        b"\xe6": "提问|掲示板|發表於",
        b"\xeb": "답변|댓글",
        b"\xec": "질문|게시판",
    }.items()
}
"""The same in other letters, by the first bytes of one of their letters. Small letters are made of ASCII alone."""
_names_any = finder((*_STRONG, *_NEAR))
_has_posts = finder(
    (
        *(b"replies", b"in reply to", b"to reply", b"post a reply", b"quick reply", b"reply #"),
        *(b">reply<", b"reply all", b"reply to author", b"message #", b"messages (", b"original message"),
        *(b"commented", b"comment_text", b"added a comment", b"comment #", b"comment by", b"top comment"),
        *(b"posted by", b"submitted by", b"joined", b"discussionforumposting", b"antworten", b"wrote:", b"said:"),
        *(
            b">re: ",
            b">answer<",
            b"issue #",
            b"bug report",
            b"user_talk:",
            b"votes",
            b"upvote",
            b"respuestas",
            b"respostas",
            b"cevap",
            b"vastaa",
            b"jawab",
            b"odpov",
        ),
    )
)
"""Whether a text in small letters has a word that posts bring with them."""
# One literal at a time: a pattern of alternatives has no first letters to look for, and takes as long as a parse.
_DATES = (
    (b"20", re.compile(rb"20[0-4]\d")),
    (b"19", re.compile(rb"19[89]\d")),
    (b"ago", re.compile(rb"ago\b(?<=\bago)")),
)
"""Each with its first letters, which are found sooner."""
_SHORT_DATE = re.compile(rb"\d(?:-[A-Za-z]{3}-|([./])\d\d?\1)\d\d\b")  # few pages are searched for it
_IN_HEAD = (b"<title", b"canonical", b"og:url")
_PLACE = 250  # bytes of one of them
_PLAIN_URL = re.compile(
    r"/(?:comments|t|d|q|qa|viewtopic|showthread|threads?|topics?|forums?|questions?|issues|discussions?|bugs?|show_bug|tickets?|browse)[/.?]"
)


@lru_cache(maxsize=1)  # the readers of posts and of questions without answers ask about the same page
def may_hold_thread(document: HtmlDocument) -> bool:
    """False for pages without any word of threads, or without any date."""
    source = document.source
    return _names_thread(source, document.url) and _has_date(source)


def _has_date(source: bytes) -> bool:
    for start, form in _DATES:
        at = find(source, start)
        if at >= 0 and form.search(source, at):
            return True
    return _SHORT_DATE.search(source) is not None


def _names_thread(source: bytes, url: str | None) -> bool:
    if url is not None and _PLAIN_URL.search(url):
        return True
    start = max(find(source, b"<body"), 0)
    places = [find(source, mark, 0, min(start or _HEAD, _HEAD)) for mark in _IN_HEAD]
    head = lower(b" ".join([source[place : place + _PLACE] for place in places if place >= 0]))
    if _names_any(head) or _has_other(head):
        return True
    at = min(start, _EARLY_HEAD)
    early = lower(source[:at] + source[start : start + _EARLY_BODY])
    top = early[at : at + _TOP]
    if _has_other(top):
        return True
    if _names_any(top):
        return has_any(top, _STRONG) or _has_posts(early[at:]) or _has_posts(lower(source))
    return _has_posts(early)


def _has_other(text: bytes) -> bool:
    """Whether a text has a word of forums in other letters."""
    if text.isascii():
        return False
    for part, words in _NOT_ASCII.items():  # noqa: SIM110  a generator costs as much as the search
        if find(text, part) >= 0 and has_any(text, words):
            return True
    return False
