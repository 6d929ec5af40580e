"""Two verdicts on the posts of a page: whether they are a thread, and whether its first post is a question.

The first is a sum of weights, chosen on labelled pages of forums, help sites and comment sections, and on the pages of
other kinds of the WCXB benchmark; the table is meant to be read. For the second, one sign is enough.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import pairwise

from selectolax.lexbor import LexborNode

from qapipe.page.document import HtmlDocument
from qapipe.page.searching import has_any, lower
from qapipe.readers.asking import has_question_mark, is_for_help, seeks_help, title_asks, title_states
from qapipe.readers.forum_page import HEAD, has_forum_address, has_forum_title, has_forum_type, is_forum
from qapipe.readers.members import member_asks
from qapipe.readers.posts import Thread
from qapipe.records.reasons import Reason

IS_THREAD: Mapping[str, float] = {
    "always": -2.5,
    "address": 2.5,  # a forum word in the page's address
    "listing": -6.0,  # or a word of searches, tags or members
    "head": 1.5,  # a type of schema.org or a generator that is a forum's
    "title": 1.5,  # a forum word in the page's title
    "other": -2.0,  # a type of schema.org that is an article's, a product's
    "authors": 2.0,  # share of the answers with an author
    "nameless": 2.0,  # share of the boxes that name nobody in particular: guests, deleted accounts
    "profiles": 1.0,  # share of the answers whose author is linked
    "votes": 1.0,  # votes are shown
    "undated": -2.0,  # no post has a date or an age: they were found by their authors
    "posts": 0.8,  # the boxes are called post, reply, message
    "peers": 2.5,  # who asked is named as those are who answered: by an element of the same classes
    "announced": 2.0,  # a label, a heading or the text at its start calls the one answer so
    "member": 1.2,  # share of the boxes with a count of the author's posts, "Joined", "Re:", "#5", "Quote"
    "cards": -1.5,  # or card, review, article
    "comments": -0.8,  # or comment
    "nested": 0.5,  # posts reply to posts
    "headings": -4.0,  # share of the boxes with a heading of their own
    "listed": -4.0,  # share of the boxes that count answers or comments below a heading of their own
    "titled": -8.0,  # most boxes begin with a link to another page, and each with another: a list
    "alone": -4.0,  # all of several posts are by the same author
    "rising": 0.8,  # dates rise; -1 where they do not
    "links": -2.5,  # a third of the text is links
    "short": -0.8,  # bodies of less than 60 letters
    "article": -2.0,  # what stands before the answers is as long as an article
    "share": 1.5,  # share of the page's text that is in the posts
}
_LISTING_ADDRESS = re.compile(
    r"/search(?:\.php|/|\?|$)|[?&](?:keywords|search_id|tag)=|/tag(?:s|ged)?/|/members?/|memberlist|/latest/?$|viewforum|forumdisplay"
)
_OTHER_NAMES = (
    b"newsarticle article product recipe blogposting reportagenewsarticle howto faqpage itemlist podcastseries".split()
)
_OTHER_ITEMS = (b"schema.org/product", b"schema.org/recipe", b"schema.org/blogposting", b"schema.org/newsarticle")
_OTHER_TYPE = re.compile(rb"(?<![=\w])\"(?:%s)\"" % b"|".join(_OTHER_NAMES))  # and no class of an element
_OTHER_TYPES = tuple(b'"%s"' % name for name in _OTHER_NAMES)
_OTHER_OBJECT = re.compile(rb"og:type\"[^>]{0,20}\"(?:product|article)")
_ARTICLE = 1_500
_THREAD_LEAST = 0.5
_LEAST_SIGNS = 2
AGAINST: Mapping[str, tuple[str, frozenset[str]]] = {
    "proposal": ("a change that is proposed and reviewed", frozenset()),
    "article": ("comments below a text, at the address of an article", frozenset({"markup"})),
    "comments": ("comments below a text, and nothing names a forum", frozenset({"markup", "part"})),
    "kind": ("the title names another kind of post", frozenset({"markup", "title_mark", "part", "site"})),
}
"""What speaks against a question: its sentence, and the signs that hold in spite of it."""
_PROPOSAL = re.compile(r"/(?:pull|merge_requests|commits?)/\w")
_ARTICLE_ADDRESS = re.compile(
    r"/(?:articles?|blogs?|news|kb|knowledge-?(?:base)?|recipes?|wiki|docs?|manual|help|hilfe|20\d\d/[01]?\d)/|://(?:www\.)?blogs?\."
)
_TICKET_ADDRESS = re.compile(r"/browse/|bug")
_NOTHING: Mapping[str, float] = {}
_FIRST_LETTERS = 2_000  # of a first post in which a question mark is looked for
_PATHS = '[class*="crumb"], [id*="crumb"], [itemtype$="BreadcrumbList"]'
_PATH_WORDS = (b"crumb", b"BreadcrumbList")
_OLD_PATHS = '[class*="navigat"], [class*="navbar"], [class*="linktree"], [id="pt"]'
_SEPARATED = re.compile(r"[\w)]\s*(?:[»›>→/]|::)\s*\w")  # the parts of a path, where its element is called as menus are
_MOST_PATHS, _LONGEST_PATH = 4, 400  # letters


def thread_features(document: HtmlDocument, thread: Thread, boxes: Mapping[str, float]) -> dict[str, float]:
    """What is known of posts that may be a thread; ``boxes`` is what their reader knows of their elements."""
    head = lower(document.source, 0, HEAD)
    answers = thread.answers
    count = max(1, len(answers))
    mean = sum(len(post.body) for post in answers) / count
    asked = len(thread.question.body if thread.question else "")
    return {
        "always": 1.0,
        "address": float(has_forum_address(document)),
        "listing": float(document.url is not None and _LISTING_ADDRESS.search(document.url.lower()) is not None),
        "head": float(has_forum_type(head)),
        "title": float(has_forum_title(head)),
        "other": float(_has_other_type(head)),
        "authors": sum(bool(post.author) for post in answers) / count,
        "profiles": sum(bool(post.author_url) for post in answers) / count,
        "votes": float(any(post.votes is not None for post in answers)),
        "rising": _rising(thread),
        "nested": float(any(post.parent is not None for post in answers)),
        "short": float(mean < 60),
        "article": float(asked > max(_ARTICLE, 4 * mean)),
        **boxes,
    }


def _has_other_type(head: bytes) -> bool:
    if has_any(head, _OTHER_ITEMS) or _OTHER_OBJECT.search(head):
        return True
    return has_any(head, _OTHER_TYPES) and _OTHER_TYPE.search(head) is not None


def _rising(thread: Thread) -> float:
    dates = [post.date for post in thread.answers if post.date]
    if len(dates) < 2:
        return 0.0
    share = sum(first <= second for first, second in pairwise(dates)) / (len(dates) - 1)
    return 1.0 if share >= 0.8 else -1.0 if share < 0.55 else 0.0


def question_signs(document: HtmlDocument, thread: Thread, boxes: Mapping[str, float] = _NOTHING) -> dict[str, bool]:
    """What speaks against a thread's first post being a question (:data:`AGAINST`), if it holds, and each sign for it.

    ``boxes`` is what its reader knows of the elements of the posts.
    """
    signs = dict.fromkeys(_against(document, thread, boxes), True)
    signs["answered"] = bool(boxes.get("answered"))
    for name, holds in _SIGNS.items():
        if name in _LAST_SIGNS and asks(signs):
            break
        signs[name] = holds(document, thread)
    return signs


def asks(signs: Mapping[str, bool]) -> bool:
    """Whether signs are those of a question: one is enough, if it holds in spite of what speaks against it."""
    return any(signs.get(name) for name in _counting(signs))


def _counting(against: Collection[str]) -> frozenset[str]:
    """The signs that count where something speaks against a question."""
    return frozenset((*_SIGNS, "answered")).intersection(
        *(names for name, (_, names) in AGAINST.items() if name in against)
    )


def _against(document: HtmlDocument, thread: Thread, boxes: Mapping[str, float]) -> Iterator[str]:
    url = (document.url or "").lower()
    if _PROPOSAL.search(url):
        yield "proposal"
    if boxes.get("commented"):
        if _ARTICLE_ADDRESS.search(url):
            yield "article"
        elif not (_TICKET_ADDRESS.search(url) or is_forum(document) or member_asks(thread, boxes)):
            yield "comments"
    if title_states(thread.title or ""):
        yield "kind"


def _title_asks(document: HtmlDocument, thread: Thread) -> bool:
    return title_asks(thread.title or "", in_forum=is_forum(document))


def _asked(thread: Thread) -> str:
    return thread.question.body if thread.question else ""


def _is_of_help_site(document: HtmlDocument) -> bool:
    title = re.search(rb"<title[^>]*>[^<]*", document.source[:HEAD], re.IGNORECASE)
    head = title[0].decode("utf-8", "replace") if title else ""
    return is_for_help(f"{document.url or ''} {head}")


def _paths(document: HtmlDocument) -> list[str]:
    """The paths that a page shows to its part of the site ("breadcrumbs")."""
    found = []
    if has_any(document.source, _PATH_WORDS):
        found = [_one_line(node) for node in document.tree.css(_PATHS)[:_MOST_PATHS]]
    old = [_one_line(node) for node in document.tree.css(_OLD_PATHS)[:_MOST_PATHS]]
    return found + [path for path in old if _SEPARATED.search(path)]


def _one_line(node: LexborNode) -> str:
    return " ".join(node.text().split())[:_LONGEST_PATH]


_SIGNS: Mapping[str, Callable[[HtmlDocument, Thread], bool]] = {
    "markup": lambda _, thread: bool(thread.asks) or any(post.accepted for post in thread.answers),  # QAPage
    "title_mark": lambda _, thread: has_question_mark(thread.title or ""),
    "title_words": _title_asks,  # how, why, which, help, problem, error ...
    "first_mark": lambda _, thread: has_question_mark(_asked(thread)[:_FIRST_LETTERS]),
    "topics": lambda _, thread: any(map(is_for_help, thread.topics)),
    "site": lambda document, _: _is_of_help_site(document),
    "first_words": lambda _, thread: seeks_help(f"{thread.title or ''}\n{_asked(thread)}"),
    "part": lambda document, _: any(map(is_for_help, _paths(document))),
}
"""The signs of a question. Those that take longest are last."""
_LAST_SIGNS = ("first_words", "part")  # looked for only where none of the others holds


def weigh(features: Mapping[str, float], table: Mapping[str, float]) -> float:
    """The sum of the weights of what is known."""
    return sum(weight * features.get(name, 0.0) for name, weight in table.items())


def is_thread(features: Mapping[str, float]) -> bool:
    """Whether posts are a thread."""
    return weigh(features, IS_THREAD) > _THREAD_LEAST


def is_lone_question(features: Mapping[str, float]) -> bool:
    """Whether a post without answers is a question's page: two signs of a forum, and none of an article or a list.

    That nobody has answered is one.
    """
    signs = features["address"] + features["head"] + features["title"] + features.get("unanswered", 0.0)
    return signs >= _LEAST_SIGNS and not any(features[name] for name in ("other", "article", "listing"))


def reason_of(document: HtmlDocument, thread: Thread, boxes: Mapping[str, float] = _NOTHING) -> Reason | None:
    """Why a thread is no question page: it is a discussion; None if its first post is a question."""
    counting = _counting(set(_against(document, thread, boxes)))
    answered = "answered" in counting and bool(boxes.get("answered"))
    asked = answered or any(holds(document, thread) for name, holds in _SIGNS.items() if name in counting)
    return None if asked else Reason.DISCUSSION
