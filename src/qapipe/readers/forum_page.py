"""Whether the address or the head of a page names a forum, and whether scripts have yet to put its content together."""

import re

from qapipe.page.document import Document, HtmlDocument
from qapipe.page.searching import find, has, has_any, lower
from qapipe.records.reasons import Reason

HEAD = 20_000
"""Bytes of a page in which its head is looked for."""
# For addresses and heads in lower case: patterns without a fixed first letter that ignore case take ten times as long.
_FORUM_ADDRESS = re.compile(
    r"forum|foros?\b|communit|comunidad|communaut|boards?\b|thread|topic|discuss|questions?\b|/q/|/qn?a\b|answers?\b"
    r"|ask\b(?<=\bask)|/t/|/d/|/comments/|support|helpdesk|frage|pregunta|pergunta|domand[ae]|pytani|kerdes|vopros|otvet"
    r"|sorular|soru-cevap|hoi-?dap|\bbbs\b|read\.cgi|wenda|zhidao|overflow|show_bug"
    r"|/issues?/|/tickets?/|://groups\.",
)
_FORUM_TYPES = (b"qapage", b"discussionforumposting", b"schema.org/question", b"schema.org/answer", b'"question"')
_GENERATOR = b'generator"'
_FORUM_SOFTWARE = re.compile(
    rb"generator\"[^>]{0,40}(?:bb\b|bbpress|phpbb|mybb|forum|discourse|flarum|misago|vanilla|xenforo|smf|kunena|discuz|"
    rb"question2answer|askbot|invision|nodebb)",
)
_FORUM_NAMES = (
    "форум Форум вопрос Вопрос ответы Ответы питання відповіді communauté réponses fórum kérdés válasz întrebări "
    "frågor φόρουμ ερωτήσεις diễn\\ đàn hỏi\\ đáp منتدى منتديات أسئلة انجمن پرسش פורום שאלות กระทู้ 论坛 論壇 社区 "
    "问答 問答 贴吧 掲示板 質問 回答 질문 답변 게시판 지식"
)
"""Words of forums in titles, in letters that are not ASCII alone."""
_FORUM_TITLE = re.compile(
    rb"<title[^>]*>(?:\s*ask \w+:"
    rb"|[^<]*(?:\b(?:forums?|community|boards?|questions?|answers?|discussions?|q&amp;a|support|fragen|antworten|foros?"
    rb"|comunidad(?:e)?|preguntas?|respuestas?|perguntas?|respostas?|domand[ae]|rispost[ae]|vragen|antwoorden|pytani[ae]"
    rb"|odpowiedzi|poradna|vastaukset|keskustelu|sorular|cevaplar)\b|"
    + "|".join(_FORUM_NAMES.split()).encode()
    + rb"))",
)
_SHELL = 200  # letters that the page of a script application shows at most: a menu, a notice


def is_forum(document: HtmlDocument) -> bool:
    """Whether the address or the head of a page names a forum."""
    if has_forum_address(document):
        return True
    head = lower(document.source, 0, HEAD)
    title = find(head, b"<title")
    return (title >= 0 and _FORUM_TITLE.match(head, title) is not None) or has_forum_type(head)


def has_forum_address(document: HtmlDocument) -> bool:
    """Whether the address of a page holds a word of forums."""
    return document.url is not None and _FORUM_ADDRESS.search(document.url.lower()) is not None


def has_forum_title(head: bytes) -> bool:
    """Whether a title in the head of a page, in lower case, holds a word of forums, be it that of a drawing."""
    return _FORUM_TITLE.search(head) is not None


def has_forum_type(head: bytes) -> bool:
    """Whether the head of a page, in lower case, names a type of schema.org or a generator that is a forum's."""
    generator = find(head, _GENERATOR)
    software = _FORUM_SOFTWARE.search(head, generator) if generator >= 0 else None
    return software is not None or has_any(head, _FORUM_TYPES)


def needs_rendering(document: HtmlDocument) -> bool:
    """Whether a page that names a forum shows next to no text, because scripts put its content together."""
    return is_forum(document) and is_shell(document)


def unless_shown(document: Document) -> Reason | None:
    """Why a page of a site that renders its pages by scripts is no question page: it was captured before they ran."""
    return Reason.NEEDS_RENDERING if isinstance(document, HtmlDocument) and is_shell(document) else None


def is_shell(document: HtmlDocument) -> bool:
    """Whether a page shows next to no text, and runs scripts."""
    if not has(document.source, b"script") or document.body is None or not _runs_scripts(document):
        return False
    unseen = "".join([node.text() for node in document.body.css("script, style, template, noscript")])
    return len("".join(document.body.text().split())) - len("".join(unseen.split())) < _SHELL


def _runs_scripts(document: HtmlDocument) -> bool:
    """Whether a page has scripts, or loads some; data in ``script`` elements are none."""
    types = [script.attributes.get("type") or "module" for script in document.tree.tags("script")]
    loaded = document.tree.css_first('link[as="script"], link[rel="modulepreload"]')
    return loaded is not None or any("javascript" in name or name == "module" for name in types)
