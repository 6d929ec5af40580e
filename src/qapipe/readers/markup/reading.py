"""Markup to threads: each syntax's question or discussion with the texts that the page displays."""

import re
from collections import Counter

from qapipe.page import text
from qapipe.page.document import Document, HtmlDocument
from qapipe.page.expressions import STARTS, is_expression
from qapipe.page.outline import Line
from qapipe.page.structured import Item
from qapipe.page.text import letters
from qapipe.readers.lines import counts, noise
from qapipe.readers.markup import values
from qapipe.readers.markup.bodies import Body, body_of, is_advert
from qapipe.readers.markup.chosen import find_chosen
from qapipe.readers.markup.located import PageText, is_cut, without_cut
from qapipe.readers.markup.replies import COMMENTS, Reply
from qapipe.readers.markup.selection import MarkedThread, replies_alone, verdict_of
from qapipe.readers.markup.topics import topics_of
from qapipe.readers.posts import Post, Thread, worth
from qapipe.readers.threads.places import Places
from qapipe.readers.threads.texts import TextLine, block
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Removal
from qapipe.records.warnings import PageWarning

_TITLES = ("name", "headline")
_TAG_NAME = re.compile(r"[a-z][a-z0-9-]*")
_NUMBERED = re.compile(r"^\W*(?:re|aw|antwort|post|reply|answer|comment)?\W*(?:#?\d+\W*$|:)", re.IGNORECASE)
_ADVERTISER = re.compile(
    r"\W*(?:advert|sponsored|promoted|werbung|anzeige|publicité|publicidad|реклама|广告)", re.IGNORECASE
)
_LEAST_ID = 3  # digits of an id that identifies a post
_DIGITS = re.compile(r"\d+")


def threads_of(
    document: Document,
    *,
    located: bool = True,
    heads: bool = True,
    asking: bool = False,
    shown: Places | None = None,
) -> list[Thread]:
    """The page's thread in each syntax that marks one up, the fullest first; none for other pages.

    With ``located``, texts that JSON-LD flattens or truncates are taken from the elements that display them; callers
    that need only the other fields can save that search, or, without ``heads``, only that of a question or first post
    where no reply is marked up. With ``asking``, questions only. ``shown`` are the arrays of
    the page, if it was read by its structure, too.
    """
    if not isinstance(document, HtmlDocument):
        return []
    verdict = verdict_of(document)
    marked = verdict.threads if asking else verdict.threads + verdict.discussions
    if not marked and not asking:
        marked = replies_alone(document)
    page = PageText(document, shown) if located else None
    if not heads and not any(one.replies for one in marked):
        page = None
    threads = [_thread(one, document, page) for one in marked]
    _find_first_posts(marked, threads)
    for thread in threads:
        thread.score = worth(thread)
    return threads


def may_be_whole(document: Document) -> bool:
    """Whether the markup of the posts themselves may hold as many replies as the page declares; no text is read."""
    verdict = verdict_of(document)
    for one in verdict.threads + verdict.discussions:
        if one.layout != "json_ld" and one.head is not None and 0 < (_declared(one.head) or 0) <= len(one.replies):
            return True
    return False


def _thread(marked: MarkedThread, document: HtmlDocument, page: PageText | None) -> Thread:
    head = marked.head
    thread = Thread(marked.layout, asks=marked.asks)
    clock = values.Clock.of(document, [*([head] if head else []), *(reply.item for reply in marked.replies)])
    asked = _body_of_head(head, page) if head else Body()
    bodies = [(reply, body_of(reply.item, page)) for reply in marked.replies]
    if marked.layout == "json_ld":  # elements are in page order
        bodies = _in_page_order(bodies, document)
    thread.noise += [removal for body in (asked, *(body for _, body in bodies)) for removal in body.noise]
    _drop_slots(thread, [body for _, body in bodies])
    if head:
        _read_head(thread, head, asked, [body for _, body in bodies], document, clock)
    links: list[str | None] = []
    posts: dict[int, Post] = {}
    find_chosen(marked.replies)
    for reply, body in bodies:
        if not body.lines:
            links.append(values.link(reply.item, document))
            thread.warnings.add(PageWarning.ANSWER_WITHOUT_TEXT)
            continue
        post = post_of(reply.item, body, document, clock, thread)
        links.append(post.url)
        if is_advert(reply.item.node) or is_by_advertiser(post):
            thread.noise.append(Removal(NoiseRule.ADVERT, text.one_line(post.body)))
            continue
        posts[id(reply)] = post
        post.accepted = reply.accepted
        post.headline = _headline(reply.item, post.body, thread.title)
        thread.answers.append(post)
    drop_shared_links(thread.answers, links)
    for reply, _ in bodies:
        if replied := posts.get(id(reply)):
            replied.parent = posts.get(id(reply.parent))
    return thread


def drop_shared_links(posts: list[Post], links: list[str | None]) -> None:
    """Remove the links that several of the replies have; ``links`` are those of all."""
    shared = Counter(links)
    for post in posts:
        post.url = post.url if shared[post.url] < 2 else None


def _body_of_head(head: Item, page: PageText | None) -> Body:
    """The body of a question or first post; the description of a discussion is the site's unless the page shows it."""
    body = body_of(head, page)
    if not head.is_a("Question") and not head.has("text", "articleBody") and body.node is None:
        return Body()
    return body


def _read_head(
    thread: Thread, head: Item, asked: Body, bodies: list[Body], document: HtmlDocument, clock: values.Clock
) -> None:
    thread.title = _title(head, document)
    if asked.located and len(asked.lines) > 1 and letters(asked.lines[0].text) == letters(thread.title or ""):
        asked.lines = asked.lines[1:]  # the page shows its title above the text
    post = thread.question = post_of(head, asked, document, clock, thread)
    displayed = asked.node is not None and not asked.located and not head.is_a("Question")
    if thread.title is not None and letters(post.body) == letters(thread.title) and not displayed:
        post.body = ""
    thread.topics = topics_of(head, [asked, *bodies], document)
    thread.views = values.statistic(head, "ViewAction")
    thread.declared = _declared(head)


def _declared(head: Item) -> int | None:
    """How many replies the markup says there are."""
    declared = values.count(head.literals("answerCount"))
    if declared is None and not head.is_a("Question"):
        declared = _declared_comments(head)
    return declared if declared is not None and 0 <= declared <= counts.MOST_ANSWERS else None


def _declared_comments(head: Item) -> int | None:
    counted = values.count(head.literals("commentCount"))
    found = (values.statistic(head, action) for action in ("CommentAction", "ReplyAction", "WriteAction"))
    return counted if counted is not None else next((number for number in found if number is not None), None)


def _find_first_posts(marked: list[MarkedThread], threads: list[Thread]) -> None:
    """Move the first post out of the replies where markup lists it among them.

    It is the first reply if the head has no text of its own and the same author or date, or the same text; without
    any head it is the first comment, unless that is said to be a reply.
    """
    headed = any(thread.question is not None and thread.question.body for thread in threads)
    for one, thread in zip(marked, threads, strict=True):
        if not thread.answers or one.asks:
            continue
        head, first = thread.question, thread.answers[0]
        if head is None:
            reply = one.replies[0].item
            if headed or not reply.is_a(*COMMENTS) or reply.has("parentItem"):
                continue
        elif (head.body and head.key != first.key) or (
            not head.body and not (head.author == first.author and head.date == first.date)
        ):
            continue
        thread.question = first if head is None else _with_head(first, head)
        thread.answers = thread.answers[1:]
        for post in thread.answers:
            post.parent = None if post.parent is first else post.parent


def _with_head(first: Post, head: Post) -> Post:
    for name in ("author", "author_url", "date", "votes", "url"):
        if getattr(first, name) is None:
            setattr(first, name, getattr(head, name))
    return first


def _in_page_order(bodies: list[tuple[Reply, Body]], document: HtmlDocument) -> list[tuple[Reply, Body]]:
    """The replies in page order if the page displays every one, else in markup order."""
    if any(body.node is None for _, body in bodies) or not bodies:
        return bodies
    tags = {body.node.tag or "" for _, body in bodies if body.node is not None}
    if not all(map(_TAG_NAME.fullmatch, tags)):  # malformed tag names that no selector can match
        return bodies
    order = {node.mem_id: index for index, node in enumerate(document.tree.css(", ".join(sorted(tags))))}
    return sorted(bodies, key=lambda own: order.get(own[1].node.mem_id, 0) if own[1].node else 0)


# Fields


def post_of(item: Item, body: Body, document: HtmlDocument, clock: values.Clock, thread: Thread) -> Post:
    """The fields of a post; ``thread`` gets the noise in them."""
    author = values.author_of(item, document)
    if author.name and is_expression(author.name):
        thread.noise.append(Removal(NoiseRule.TEMPLATE_PLACEHOLDER, author.name))
        author.name = author.url = None
    shown = values.line(item.literals("upvoteCount"))
    if shown and is_expression(shown):
        thread.noise.append(Removal(NoiseRule.TEMPLATE_PLACEHOLDER, shown))
    url = values.link(item, document)
    return Post(
        body=block(body.lines),
        author=author.name,
        author_url=author.url,
        date=clock.instant(item.literals(*values.DATES)),
        votes=_votes(item),
        url=url,
        id=_id(item, url),
        node=body.node,
        profile=author.profile,
        cut=body.cut,
    )


def is_by_advertiser(post: Post) -> bool:
    """Whether the name of the author says that a post is an advertisement."""
    return _ADVERTISER.match(post.author or "") is not None


def _id(item: Item, url: str | None) -> str | None:
    """The post's own id: the last number of its identifier or link."""
    for name in (item.identity, (url or "").partition("#")[2], item.node.attributes.get("id") if item.node else None):
        numbers = _DIGITS.findall(name or "")
        if numbers and len(numbers[-1]) >= _LEAST_ID:
            return str(numbers[-1])
    return None


def _votes(item: Item) -> int | None:
    found = values.count(item.literals("upvoteCount"))
    if found is None:
        return values.statistic(item, "LikeAction")
    down = values.count(item.literals("downvoteCount"))
    return found - down if down else found


def _title(head: Item, document: HtmlDocument) -> str | None:
    """The name of the question, completed from the page's top heading where the markup truncates it."""
    names = [values.line([value]) for name in _TITLES for value in head.literals(name)]
    found = next((name for name in names if name and not is_expression(name)), None)
    if found is not None and not is_cut(found):
        return found
    beginning = letters(without_cut(found or ""))
    whole = (heading for heading in document.top_headings if heading and letters(heading).startswith(beginning))
    return next(whole, found)


def _headline(item: Item, body: str, title: str | None) -> str | None:
    """The reply's own headline, unless it repeats the title or the start of the body."""
    found = values.line(item.literals("headline", "name"))
    key = letters(_NUMBERED.sub("", found or ""))
    return found if key not in letters(title or "") and not letters(body).startswith(key) else None


def _drop_slots(thread: Thread, bodies: list[Body]) -> None:
    """Remove unrendered expressions from the slots at the edges of answers; in code they are content."""
    if not any(line.text[:1] in STARTS for body in bodies for line in body.lines):
        return
    slots = noise.slot_expressions([[_slot(line) for line in body.lines] for body in bodies])
    for body in bodies if slots else ():
        removed = [line for line in body.lines if line.text in slots and not line.code]
        body.lines = [line for line in body.lines if line.text not in slots or line.code]
        thread.noise += [Removal(NoiseRule.TEMPLATE_PLACEHOLDER, line.text) for line in removed]


def _slot(line: TextLine) -> Line:
    """A line for the search of slots: code is indented, so that it is no expression."""
    return Line(f" {line.text}" if line.code else line.text)
