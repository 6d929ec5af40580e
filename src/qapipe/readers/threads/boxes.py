"""What the elements of posts say about whether they are a thread: names of classes, headings, links."""

import re

from qapipe.page.text import letters
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.places import A_LINK, NAMES, Places

_POSTS = re.compile(r"(?<![a-z])(?:post|repl|answer|thread|topic|message|forum|question|discuss)")
_CARDS = re.compile(
    r"(?<![a-z])(?:card|review|product|article|teaser|event|news|blog|search|listing|recipe|job|testimonial"
    r"|slide)"
)
_COMMENTS = re.compile(r"(?<![a-z])comment")
_MEMBER = re.compile(
    r"^(?:(?:total |forum )?(?:posts?|messages|threads|topics|beiträge|themen|mensajes|сообщений|帖子|主题)\W*\d*$"
    r"|\d+ posts?$|(?:joined|join date|registered|registriert|member since|mitglied seit|dabei seit|inscrit le"
    r"|регистрация|registrado|registrato|注册时间)\b|(?:re|aw|rép)\s?:|reply #|#\d+$|(?:reply with )?quote$|zitieren$"
    r"|citer$|citar$|(?:senior|junior|new|full|active|advanced) member$|newbie$|registered user$|level \d+$"
    r"|back to top$|top$|引用$|回复$|цитировать$)",
    re.IGNORECASE,
)
_LONGEST_LABEL = 40
_HEADINGS = frozenset("h1 h2 h3 h4 h5".split())
_OWN = re.compile(r"#|(?:post|comment|reply|msg|answer)s?[=/_-]?\d", re.IGNORECASE)  # a link of a post to itself
_LEAST_HEADING = 12
_BESIDE = 25  # letters beside the thread's title in the heading of a post: "Re", a score
_LOOKED_AT = 6  # records
_MANY_LINKS = 0.3


def features_of(found: Found) -> dict[str, float]:
    """The features of :data:`qapipe.readers.verdict.IS_THREAD` that only the elements know."""
    places, records = found.places, found.family.records
    words = " ".join(_words(places, record.roots, record.around) for record in records[:_LOOKED_AT]).lower()
    length = sum(places.length(root) for record in records for root in record.roots)
    links = sum(places.link_length(root) for record in records for root in record.roots)
    posts = [found.thread.question] if found.thread.question else []
    written = sum(len(post.body) for post in [*posts, *found.thread.answers])
    title = letters(found.thread.title or "")
    titled = sum(
        any(_has_heading(places, root, title, letters(author.name or "")) for root in record.roots)
        for record, author in zip(records, found.named, strict=True)
    )
    labelled = sum(_is_labelled(places, record.roots) for record in records)
    inside = sum(_is_linked(places, record.roots[0]) for record in records)
    return {
        "undated": float(isinstance(found.family.sign, tuple) and found.family.sign[0] == "author"),
        "posts": float(bool(_POSTS.search(words))),
        "cards": float(bool(_CARDS.search(words))),
        "comments": float(bool(_COMMENTS.search(words))),
        "member": labelled / len(records),
        "headings": max(titled, inside) / len(records),
        "links": float(links > _MANY_LINKS * max(1, length)),
        "share": min(1.0, 1.5 * written / max(1, places.letters[-1])),
    }


def _words(places: Places, roots: list[int], around: list[int]) -> str:
    inside = range(roots[0], min(roots[0] + 8, places.ends[roots[-1]]))
    return " ".join(
        f"{places.css_class(element)} {places.attributes[element].get('id') or ''}"
        for element in (*roots, *around, *inside)
    )


def _is_labelled(places: Places, roots: list[int]) -> bool:
    """Whether a box shows what forums say of a member, or how one answers to a post."""
    texts = places.texts[places.first_runs[roots[0]] : places.end_runs[roots[-1]]]
    return any(len(text) <= _LONGEST_LABEL and _MEMBER.match(text) for text in texts)


def _is_linked(places: Places, element: int) -> bool:
    """Whether an element stands in a link: a card."""
    while element >= 0 and places.tags[element] != A_LINK:
        element = places.parents[element]
    return element >= 0


def _has_heading(places: Places, root: int, title: str, author: str | None) -> bool:
    """Whether an element has a heading that links elsewhere: not the thread's title or the author's name."""
    for element in range(root, places.ends[root]):
        if NAMES.get(places.tags[element]) not in _HEADINGS:
            continue
        key = letters(places.text(element))
        own = bool(title) and title in key and len(key) <= len(title) + _BESIDE
        if len(key) <= _LEAST_HEADING or own or key in title or (author and author in key):
            continue
        inside = range(element, places.ends[element])
        links = [*(one for one in inside if places.tags[one] == A_LINK), places.parents[element]]
        hrefs = [places.attributes[one].get("href") or "" for one in links if places.tags[one] == A_LINK]
        if any(href and not _OWN.search(href) for href in hrefs):
            return True
    return False
