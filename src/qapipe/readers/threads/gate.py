"""Whether the bytes of a page may hold a thread: most other pages are refused by them, before there is a tree.

A word of forums stands in the address or the title, in the first lines of the body, or a word that posts bring with
them stands anywhere. On 110 threads and 353 other pages this keeps all and 13 %.
"""

import re
from functools import lru_cache

from qapipe.page.document import HtmlDocument
from qapipe.page.searching import find, has_any, lower

_HEAD = 60_000  # bytes that are looked at for the title and the address
_EARLY_HEAD, _EARLY_BODY = 10_000, 32_000  # bytes that are looked at for words of posts
_TOP = 10_000  # bytes of the body that are looked at for words of forums
_NEAR = (b"forum", b"thread", b"topic", b"discuss", b"question", b"answer", b"replies", b"communit", b"message board")
_ABROAD = tuple(
    b"antwort frage respuesta pregunta resposta pergunta rispost domand vraag pytani odpowied foros".split()
)
_NOT_ASCII = tuple(
    word.encode()
    for word in "réponse вопрос Вопрос ответ Ответ форум Форум сообщени Сообщени 回答 質問 提问 提問 回复 回復 回帖 "
    "返信 论坛 論壇 主题 掲示板 질문 답변 댓글".split()
)
"""The same in other languages. Small letters are made of ASCII alone."""
_STRONG = (b"forum", b"thread")
_POSTS = (
    *b"replies votes upvote joined discussionforumposting commented antworten respuestas respostas".split(),
    *(b"posted by", b">re: ", b">answer<", b"comment_text", b"added a comment"),
)
# Most pages have none of the words: one search for what several of them share replaces several.
_SOME_NEAR = (
    *b"topic discuss question answer replies communit antwort frage gunta puesta spost domand vraag pytani".split(),
    *(b"odpowied", b"foro", b"message board"),
)
"""What each of :data:`_NEAR` and :data:`_ABROAD` contains, those of :data:`_STRONG` aside."""
_SOME_POSTS = (
    *b"replies vote joined discussionforumposting commented antworten stas".split(),
    *(b"posted by", b">re: ", b">answer<"),
)
"""The same of :data:`_POSTS`."""
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
    return _names_thread(source, document.captured_url) and _has_date(source)


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
    if has_any(head, _NEAR) or _names_abroad(head):
        return True
    top = lower(source, start, start + _TOP)
    if has_any(top, _STRONG) or (not top.isascii() and has_any(top, _NOT_ASCII)):
        return True
    if has_any(top, _SOME_NEAR) and (has_any(top, _NEAR) or has_any(top, _ABROAD)):
        return _names_posts(lower(source))
    if start <= _EARLY_HEAD:
        return _names_posts(lower(source, 0, start + _EARLY_BODY))
    return _names_posts(lower(source[:_EARLY_HEAD] + source[start : start + _EARLY_BODY]))


def _names_posts(text: bytes) -> bool:
    return has_any(text, _SOME_POSTS) and has_any(text, _POSTS)


def _names_abroad(text: bytes) -> bool:
    return has_any(text, _ABROAD) or (not text.isascii() and has_any(text, _NOT_ASCII))
