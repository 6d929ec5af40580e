"""What the elements of posts say about whether they are a thread: names of classes, headings, links."""

import re

from qapipe.page.text import letters
from qapipe.readers.threads.places import NAMES, Places
from qapipe.readers.threads.reader import Found

_POSTS = re.compile(r"(?<![a-z])(?:post|repl|answer|thread|topic|message|forum|question|discuss)")
_CARDS = re.compile(
    r"(?<![a-z])(?:card|review|product|article|teaser|event|news|blog|search|listing|recipe|job|testimonial"
    r"|slide)"
)
_COMMENTS = re.compile(r"(?<![a-z])comment")
_HEADINGS = frozenset("h1 h2 h3 h4 h5".split())
_OWN = re.compile(r"#|(?:post|comment|reply|msg|answer)s?[=/_-]?\d", re.IGNORECASE)  # a link of a post to itself
_LEAST_HEADING = 12
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
    inside = sum(_is_linked(places, record.roots[0]) for record in records)
    return {
        "undated": float(isinstance(found.family.sign, tuple) and found.family.sign[0] == "author"),
        "posts": float(bool(_POSTS.search(words))),
        "cards": float(bool(_CARDS.search(words))),
        "comments": float(bool(_COMMENTS.search(words))),
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


def _is_linked(places: Places, element: int) -> bool:
    """Whether an element stands in a link: a card."""
    while element >= 0 and places.tag(element) != "a":
        element = places.parents[element]
    return element >= 0


def _has_heading(places: Places, root: int, title: str, author: str | None) -> bool:
    """Whether an element has a heading that links elsewhere: not the thread's title or the author's name."""
    for element in range(root, places.ends[root]):
        if NAMES.get(places.tags[element]) not in _HEADINGS:
            continue
        key = letters(places.text(element))
        if len(key) <= _LEAST_HEADING or key in (title, f"re{title}") or (author and author in key):
            continue
        inside = range(element, places.ends[element])
        links = [*(one for one in inside if places.tag(one) == "a"), places.parents[element]]
        hrefs = [places.attributes[one].get("href") or "" for one in links if places.tag(one) == "a"]
        if any(href and not _OWN.search(href) for href in hrefs):
            return True
    return False
