"""Posts of a page and the thread they make: what every way of finding them gives, so that they can be compared.

Markup (JSON-LD, microdata, RDFa) and the visible page each give threads of this form. The best of a page is chosen by
its score; its empty fields are filled from the others (same id, url or text). Only then does it become a reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import sqrt

from selectolax.lexbor import LexborNode

from qapipe.page.text import letters
from qapipe.readers.site import Reading
from qapipe.records.plain import Answer, Question, Removal
from qapipe.records.warnings import PageWarning

_KEY_LETTERS = 60
_LONG = 3_000  # characters; longer posts count no more
_MOST_ABOVE = 60  # elements from a field of a post, or a reply to it, to its own
_HALF = 400  # the sum at which a set is worth 0.5


@dataclass(slots=True)
class Profile:
    """What the page says about the author of a post beside name and link."""

    credentials: tuple[str, ...] = ()
    note: str | None = None
    specialty: str | None = None
    location: str | None = None
    address: str | None = None
    rating: float | None = None
    rating_best: float | None = None
    review_count: int | None = None


@dataclass(slots=True, eq=False)
class Post:
    """What one person wrote at one time. None is unknown."""

    body: str = ""
    """Clean text, as the tables hold it; empty where the post has none (a question that is all title)."""
    author: str | None = None
    """Name of the author, as printed; None for deleted and anonymous users."""
    author_url: str | None = None
    """Profile of the author, absolute."""
    date: datetime | None = None
    """When it was written, UTC."""
    votes: int | None = None
    accepted: bool | None = None
    """Whether it is marked as the accepted answer; None where the page marks none."""
    url: str | None = None
    """Link to the post itself, absolute."""
    id: str | None = None
    """The post's own id on the page: of its element, of its link, or of the markup."""
    headline: str | None = None
    parent: "Post | None" = None
    """The answer that this one replies to; None: it answers the question."""
    node: LexborNode | None = None
    """The element that shows the body; None where the page shows none."""
    profile: Profile = field(default_factory=Profile)
    cut: bool = False
    """Whether the body is known to break off before its end."""

    @property
    def key(self) -> str:
        """The first letters and digits of the body: equal for two renderings of one text."""
        return letters(self.body[: 3 * _KEY_LETTERS])[:_KEY_LETTERS]


@dataclass(slots=True, eq=False)
class Thread:
    """A question or first post, and the posts that follow it, in page order."""

    origin: str
    """What found it: ``json_ld``, ``microdata``, ``rdfa`` or ``thread`` (the structure of the page)."""
    title: str | None = None
    question: Post | None = None
    answers: list[Post] = field(default_factory=list)
    score: float = 0.0
    """How good the set is as the thread of its page, from 0 to 1; comparable over all origins."""
    asks: bool | None = None
    """Whether the markup's type says that it is a question (True) or a discussion (False); None: it does not say."""
    topics: list[str] = field(default_factory=list)
    views: int | None = None
    declared: int | None = None
    """Number of answers that the page says there are."""
    warnings: set[PageWarning] = field(default_factory=set)
    noise: list[Removal] = field(default_factory=list)


def owner_of(node: LexborNode, posts: Mapping[int, Post]) -> Post | None:
    """The nearest post around an element, of posts by the ``mem_id`` of theirs; None if none is near."""
    above = node.parent
    for _ in range(_MOST_ABOVE):
        if above is None or (post := posts.get(above.mem_id)) is not None:
            return post if above is not None else None
        above = above.parent
    return None


def worth(thread: Thread) -> float:
    """How much of a thread a set of posts holds, from 0 to 1: posts with text, each with author and date."""
    total = sum(sqrt(min(len(post.body), _LONG)) * (2 + bool(post.author) + bool(post.date)) for post in thread.answers)
    return total / (total + _HALF)


def reading_of(thread: Thread) -> Reading:
    """The thread as question and answers, with the warnings and the noise of its readers."""
    asked = thread.question or Post()
    question = Question(
        title=thread.title,
        body=asked.body or None,
        asker=asked.author,
        asker_location=asked.profile.location,
        asked_at=asked.date,
        topics=tuple(thread.topics),
        votes=asked.votes,
        views=thread.views,
    )
    positions = {id(post): number for number, post in enumerate(thread.answers, 1)}
    answers = [_answer(post, number, positions) for number, post in enumerate(thread.answers, 1)]
    return Reading(question, answers, thread.declared, thread.warnings, thread.noise)


def _answer(post: Post, position: int, positions: dict[int, int]) -> Answer:
    profile = post.profile
    return Answer(
        position=position,
        headline=post.headline,
        body=post.body,
        votes=post.votes,
        is_accepted=post.accepted,
        answered_at=post.date,
        url=post.url,
        author_name=post.author,
        author_credentials=profile.credentials,
        author_note=profile.note,
        author_url=post.author_url,
        specialty=profile.specialty,
        location=profile.location,
        address=profile.address,
        rating=profile.rating,
        rating_best=profile.rating_best,
        review_count=profile.review_count,
        parent_position=positions.get(id(post.parent)) if post.parent is not None else None,
    )
