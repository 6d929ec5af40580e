"""Whether the bytes of a page may hold a thread: most other pages are refused by them, before there is a tree.

A word of forums stands in the address or the title, in the first lines of the body, or a word that posts bring with
them stands anywhere. On 110 threads and 353 other pages this keeps all and 13 %.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from qapipe.page.document import HtmlDocument
from qapipe.page.searching import find, has_any, lower

_HEAD = 60_000  # bytes that are looked at for the title and the address
_EARLY_HEAD, _EARLY_BODY = 10_000, 32_000  # bytes that are looked at for words of posts
_TOP = 10_000  # bytes of the body that are looked at for words of forums
_STRONG = (b"forum", b"thread")
_NEAR: Mapping[bytes, tuple[bytes, ...]] = {
    **dict.fromkeys(b"topic discuss question answer replies communit".split(), ()),
    b"message board": (),
    **dict.fromkeys(b"antwort frage respuesta domand vraag pytani odpowied foros".split(), ()),
    b"gunta": (b"pregunta", b"pergunta"),
    b"spost": (b"resposta", b"rispost"),
}
"""Words of forums; or what several of them share, with these: most pages have none, and one search replaces several."""
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
_POSTS: Mapping[bytes, tuple[bytes, ...]] = {
    b"repl": (b"replies", b"in reply to", b"to reply", b"post a reply", b"quick reply", b"reply #"),
    b"comment": (b"commented", b"comment_text", b"added a comment", b"comment #", b"comment by"),
    b"ted by": (b"posted by", b"submitted by"),
    **dict.fromkeys(b"joined discussionforumposting antworten wrote: said:".split(), ()),
    **dict.fromkeys((b">re: ", b">answer<", b"issue #"), ()),
    b"vote": (b"votes", b"upvote"),
    b"stas": (b"respuestas", b"respostas"),
}
"""Words that posts bring with them, likewise."""
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
    if _names_forum(head) or _has_word(head, _NEAR):
        return True
    top = lower(source, start, start + _TOP)
    if _names_forum(top):
        return True
    if _has_word(top, _NEAR):
        return _has_word(lower(source), _POSTS)
    if start <= _EARLY_HEAD:
        return _has_word(lower(source, 0, start + _EARLY_BODY), _POSTS)
    return _has_word(lower(source[:_EARLY_HEAD] + source[start : start + _EARLY_BODY]), _POSTS)


def _names_forum(text: bytes) -> bool:
    return has_any(text, _STRONG) or (not text.isascii() and _has_word(text, _NOT_ASCII))


def _has_word(text: bytes, words: Mapping[bytes, tuple[bytes, ...]]) -> bool:
    """Whether a text has a word, or one of those that share a part."""
    for part, sharing in words.items():  # noqa: SIM110  a generator costs as much as the search
        if find(text, part) >= 0 and (not sharing or has_any(text, sharing)):
            return True
    return False
