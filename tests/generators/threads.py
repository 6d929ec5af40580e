"""Seeded threads as forum and Q&A software of many kinds prints them, without structured data, with their exact parse.

The same seed gives the same bytes. What varies: elements and class names, where author, date and votes stand, how dates
are printed, what else a post shows (ranks, numbers, buttons), and what surrounds the thread.
"""

import html
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

SUBJECTS = (
    "loom",
    "kiln",
    "fig tree",
    "bee hive",
    "boat engine",
    "sourdough",
    "bicycle hub",
    "wood stove",
    "violin bridge",
)
TITLES = (
    "How do I stop my {} from failing in winter?",
    "Why does my {} make that odd noise?",
    "Is it safe to leave the {} out in the rain?",
    "What should I check before I buy a used {}?",
)
QUESTIONS = (
    "I have had the {} for about two years and it never gave me any trouble until last week.",
    "The manual says nothing about it, and the shop that sold me the {} has closed for good.",
    "My neighbour thinks that it is normal for a {} of that age, but I would rather ask.",
    "Has anybody here seen this with a {} before, and what did you do about it?",
)
SENTENCES = (
    "First of all look at the underside, because that is where the damp collects over the winter.",
    "Mine did the same and it turned out that a single screw had worked itself loose.",
    "I would not spend money on it before you have tried a drop of thin oil and some patience.",
    "A friend of mine repairs these for a living and he says the cheap ones all end like that.",
    "Take a photograph in daylight and compare it with the drawing in the old catalogue.",
    "You can make a new part from beech in an afternoon if you have a sharp knife.",
    "In my experience the {} does better when it is used every day than when it stands still.",
    "Do not let anybody tell you that it needs replacing, they last for two generations.",
    "The second thing to check is the bearing on the left side, which hardly anyone greases.",
    "It helps to keep a diary of the weather, then you will see the pattern within a month.",
    "We had this discussion here three years ago and the answer was a plain cotton cover.",
    "If all of that fails there is still the workshop in town that takes them in on Mondays.",
)
COMMENTS = ("Which screw do you mean?", "That worked for me, too.", "Not on the older ones.", "Do you have a drawing?")
ITEMS = ("a soft brush", "two clean rags", "linseed oil", "a spare belt", "patience and good light")
PEOPLE = (
    "Hedda Wick", "Olaf Reed", "Minna Tow", "Ansel Thorn", "Perpetua Lund", "Jory Beck", "Sunna Ide", "Tilda Ross",
    "Ivo Marsh", "Greta Holm", "Rufus Penn", "Odile Marsh", "Sorin Vale", "Kit Arden", "Wenzel Tarr", "Ida Bly",
)  # fmt: skip
CAPTURED = datetime(2024, 5, 10, 12, tzinfo=UTC)
"""When the pages were captured: ages of posts are counted back from then."""
MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page and its exact parse."""

    name: str
    body: bytes
    url: str
    expected: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """The habits of one piece of software."""

    post: str
    container: str
    classes: tuple[str, str, str, str]
    """Of a post, its text, its author and its date."""
    date: str
    author_below: bool
    votes: bool
    accepted: bool
    ranks: bool
    numbers: bool
    buttons: bool
    titled: bool
    """Whether the question is a post of its own kind, above the answers."""
    comments: bool
    notes: bool
    """Whether posts have signatures and notes of who edited them."""
    notes_inside: bool
    quotes: bool
    guests: bool
    """Whether some posts are by nobody who is named."""


CLASSES = (
    ("post", "content", "username", "date"), ("message", "message-body", "author", "time"),
    ("comment", "comment-text", "user", "posted"), ("answer", "body", "by", "when"),
)  # fmt: skip


def _look(rng: random.Random) -> Look:
    hashed = tuple("".join(rng.choices("abcdefghkmnpqrstuvwxyz", k=6)) for _ in range(4))
    classes = rng.choice(CLASSES) if rng.random() < 0.7 else hashed
    post, container = rng.choice(
        (("div", "div"), ("article", "section"), ("li", "ol"), ("div", "main"), ("tr", "table"))
    )
    return Look(
        post,
        container,
        (classes[0], classes[1], classes[2], classes[3]),
        rng.choice(("time", "us", "eu", "iso", "age")),
        author_below=rng.random() < 0.35,
        votes=rng.random() < 0.5,
        accepted=rng.random() < 0.3,
        ranks=rng.random() < 0.4,
        numbers=rng.random() < 0.3,
        buttons=rng.random() < 0.5,
        titled=rng.random() < 0.5 and post != "tr",
        comments=rng.random() < 0.25,
        notes=rng.random() < 0.25,
        notes_inside=rng.random() < 0.5,
        quotes=rng.random() < 0.25,
        guests=rng.random() < 0.15,
    )


def _date(look: Look, moment: datetime) -> str:
    name, text = MONTHS[moment.month - 1], look.classes[3]
    clock = f"{moment:%H:%M}"
    match look.date:
        case "time":
            return (
                f'<time class="{text}" datetime="{moment:%Y-%m-%dT%H:%M:%SZ}">{name} {moment.day}, {moment.year}</time>'
            )
        case "us":
            half = f"{(moment.hour - 1) % 12 + 1}:{moment.minute:02} {'am' if moment.hour < 12 else 'pm'}"
            return f'<span class="{text}">{name[:3]} {moment.day}, {moment.year} {half}</span>'
        case "age":
            days = (CAPTURED - moment).days
            return f'<span class="{text}">{days} {"day" if days == 1 else "days"} ago</span>'
        case "eu":
            return f'<span class="{text}">{moment.day} {name} {moment.year}, {clock}</span>'
    return f'<span class="{text}">{moment:%Y-%m-%d} {clock}</span>'


def _text(rng: random.Random, sentences: list[str], subject: str) -> tuple[str, str]:
    """A text as HTML and as it is read: paragraphs, now and then with a list or bold words."""
    parts, read = [], []
    for _ in range(rng.choice((1, 1, 2))):
        words = " ".join(sentences.pop() for _ in range(min(rng.choice((1, 2)), len(sentences)))).replace("{}", subject)
        shown = html.escape(words, quote=False)
        if rng.random() < 0.2:
            first, _, rest = shown.partition(" ")
            shown = f"<b>{first}</b> {rest}"
        parts.append(f"<p>{shown}</p>")
        read.append(words)
    if rng.random() < 0.15:
        items = rng.sample(ITEMS, 2)
        parts.append(f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")
        read.append("\n".join(f"- {item}" for item in items))
    if rng.random() < 0.1:
        parts.append("<pre><code>turn = 3\n  if worn:\n    turn = 4</code></pre>")
        read.append("```\nturn = 3\n  if worn:\n    turn = 4\n```")
    return "".join(parts), "\n\n".join(read)


def _post(rng: random.Random, look: Look, number: int, name: str, moment: datetime, text: str, marks: str) -> str:
    post, body, author, _ = look.classes
    user = f'<a class="{author}" href="/users/{100 + PEOPLE.index(name)}">{name}</a>'
    if look.guests and number % 4 == 0:
        user = f'<span class="{author}">Guest</span>'
    rank = f"<div>Member</div><div>Posts: {rng.randint(3, 900)}</div>" if look.ranks else ""
    mark = f'<a href="#p{number}">#{number}</a> ' if look.numbers else ""
    head = f"<div>{user} {mark}{_date(look, moment)}</div>{rank}"
    buttons = '<div><button>Share</button> <a href="/report">Report</a></div>' if look.buttons else ""
    notes = ""
    if look.notes and number % 2:
        notes += f'<div class="signature">{name}, mender of old things since 1998</div>'
    if look.notes and number % 3 == 0:
        notes += f'<div class="edited">Last edited by {name}; {moment:%Y-%m-%d %H:%M}</div>'
    words = (
        f'<div class="{body}">{text}{notes}</div>' if look.notes_inside else f'<div class="{body}">{text}</div>{notes}'
    )
    inner = f"{marks}{words}{head}" if look.author_below else f"{head}{marks}{words}"
    if look.post == "tr":
        cells = (f"<td>{head}</td>", f"<td>{marks}{words}</td>")
        inner = "".join(reversed(cells) if look.author_below else cells)
    comments = _comments(rng, look, moment) if look.comments and number % 2 == 0 else ""
    if look.post == "tr":
        buttons = comments = ""
    return f'<{look.post} class="{post}" id="p{number}">{inner}{buttons}{comments}</{look.post}>'


def _comments(rng: random.Random, look: Look, moment: datetime) -> str:
    """Two short comments below a post, which are nobody's answers."""
    items = [
        f'<li class="comment-item"><span>{words}</span> <a href="/users/{100 + PEOPLE.index(name)}">{name}</a> '
        f"{_date(look, moment + timedelta(minutes=rng.randint(1, 99)))}</li>"
        for words, name in zip(rng.sample(COMMENTS, 2), rng.sample(PEOPLE, 2), strict=True)
    ]
    return f'<ul class="comments">{"".join(items)}</ul>'


def _answer(
    position: int, body: str, name: str | None, moment: datetime, votes: int | None, *, url: str | None, accepted: bool
) -> dict[str, Any]:
    """What a perfect parser says of one answer: all fields but ids."""
    unknown = "headline author_note specialty location address rating rating_best review_count parent_position"
    return {
        **dict.fromkeys(unknown.split()),
        "position": position,
        "url": url,
        "body": body,
        "votes": votes,
        "is_accepted": accepted,
        "answered_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "author_name": name,
        "author_credentials": [],
        "author_url": f"https://trades.example/users/{100 + PEOPLE.index(name)}" if name else None,
    }


def thread_page(seed: int) -> ThreadPage:
    """A page with a question and two to seven answers."""
    rng = random.Random(f"thread {seed}")
    url = f"https://trades.example/q/{seed}"
    look, subject = _look(rng), rng.choice(SUBJECTS)
    title = rng.choice(TITLES).format(subject)
    sentences = rng.sample(SENTENCES, len(SENTENCES))
    people = rng.sample(PEOPLE, 8)
    moment = datetime(rng.randint(2009, 2022), rng.randint(1, 12), rng.randint(1, 28), rng.randint(0, 23), tzinfo=UTC)
    moment += timedelta(minutes=rng.randint(0, 59))
    if look.date == "age":
        moment = CAPTURED.replace(hour=0) - timedelta(days=rng.randint(8, 29))
    asked, asked_read = _text(rng, rng.sample(QUESTIONS, 4), subject)
    posts = [_post(rng, look, 1, people[0], moment, asked, "")]
    question: dict[str, Any] = {
        "title": title, "body": asked_read, "asker": people[0], "asker_location": None,
        "asked_at": f"{moment:%Y-%m-%dT%H:%M:%SZ}", "topics": [], "votes": None, "views": None,
    }  # fmt: skip
    answers: list[dict[str, Any]] = []
    best = rng.randint(2, 4) if look.accepted else None
    for number in range(2, rng.randint(4, 9)):
        moment += timedelta(days=1) if look.date == "age" else timedelta(minutes=rng.randint(3, 4_000))
        if len(sentences) < 4:
            break
        text, read = _text(rng, sentences, subject)
        if look.quotes and number % 2:
            quoted = answers[-1]["body"].partition("\n")[0]
            text = f"<blockquote>{html.escape(quoted, quote=False)}</blockquote>{text}"
            read = f"> {quoted}\n\n{read}"
        votes = rng.choice((0, 1, 3, 12, -2)) if look.votes else None
        marks = f'<div class="votes"><span class="count">{votes}</span> votes</div>' if votes is not None else ""
        marks += '<div class="accepted">Accepted answer</div>' if number == best else ""
        posts.append(_post(rng, look, number, people[number - 1], moment, text, marks))
        link = f"{url}#p{number}" if look.numbers else None
        name = None if look.guests and number % 4 == 0 else people[number - 1]
        answers.append(_answer(number - 1, read, name, moment, votes, url=link, accepted=number == best))
    if not any(answer["is_accepted"] for answer in answers):
        answers = [{**answer, "is_accepted": None} for answer in answers]
    count = f"<h2>{len(answers)} answers</h2>" if look.titled else ""
    thread = f"{posts[0]}{count}<{look.container}>{''.join(posts[1:])}</{look.container}>"
    if not look.titled:
        thread = f"<{look.container}>{''.join(posts)}</{look.container}>"
    page = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} - Old Trades</title></head><body>
<header><a href="/">Old Trades</a><nav><a href="/new">New</a> <a href="/tags">Tags</a></nav></header>
<h1>{title}</h1>
{thread}
<aside><h3>Related</h3><ul><li><a href="/q/1">{TITLES[0].format("cart")}</a></li></ul></aside>
<footer>Old Trades, a place for people who mend things</footer></body></html>"""
    expected = {"status": "ok", "reason": None, "warnings": [], "question": question, "answers": answers}
    return ThreadPage(f"thread-{seed}", page.encode(), url, expected)
