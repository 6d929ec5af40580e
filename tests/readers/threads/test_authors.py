"""Who wrote a post: the name is told from what else stands beside the date."""

import pytest

import qapipe
from qapipe.readers.threads.authors import is_profile
from support.posts import PEOPLE, TITLE, URL, WORDS

TOWNS = ("Oak Lodge", "Mill End", "Fern Hill", "Holm Farm", "Lake View")


def thread(head: str) -> qapipe.Record:
    """A thread whose posts begin with this: ``name``, ``town``, ``date`` and number ``n`` are filled in."""
    posts = ""
    for n, (name, words, town) in enumerate(zip(PEOPLE, WORDS, TOWNS, strict=True), 1):
        beside = head.format(n=n, name=name, town=town, date=f"March {n + 2}, 2015, 10:0{n}")
        posts += f'<div class="post" id="p{n}"><div>{beside}</div><div class="content"><p>{words}</p></div></div>'
    page = f"<!doctype html><title>{TITLE}</title><body><h1>{TITLE}</h1>{posts}</body>"
    return qapipe.parse_page(qapipe.RawPage(body=page.encode(), url=URL))


@pytest.mark.parametrize(
    "head",
    [
        "<span class=username>{name}</span> <span>{town}</span> <span>{date}</span>",
        "<span>{town}</span> <span class=username>{name}</span> <span>{date}</span>",
        "<span class=username>{name}</span> <span>{date}</span> <span>{town}</span>",
        "<span>{name}</span> <span class=location>{town}</span> <span>{date}</span>",
        "<span rel=author>{name}</span> <b>{town}</b> <span>{date}</span>",
        "<span itemprop=author>{name}</span> <i>{town}</i> <span>{date}</span>",
        "<a href='/towns/{n}'>{town}</a> <a href='/users/{n}'>{name}</a> <span>{date}</span>",
        "<a href='javascript:void(0)'>Menu</a> <span>{name}</span> <span>{date}</span>",
        "<a href='/u/{n}'><span>{name[0]}</span><span>{name}</span></a> <span>{date}</span>",
        "<p>By {name} on {date}</p>",
        "<p>Posted by {name}, {date}</p>",
        "<p>{name} · {date}</p>",
        "<span>{name}</span> <span>{date}</span>",
        "<span>{date}</span> <span>{name}</span>",
        "<span>Reply</span> <span>{date}</span> <span>{name}</span>",
        "<b>{{{{ badge }}}}</b> <span>{name}</span> <span>{date}</span>",
    ],
)
def test_the_author_stands_beside_the_date(head: str) -> None:
    record = thread(head)
    assert record.question is not None
    assert record.question.asker == PEOPLE[0]
    assert [answer.author_name for answer in record.answers] == list(PEOPLE[1:])
    assert [answer.body for answer in record.answers] == list(WORDS[1:])


@pytest.mark.parametrize(
    ("head", "link"),
    [
        ("<a href='/users/{n}'>{name}</a> {date}", "https://trades.example/users/{n}"),
        ("<a href='https://people.example/{n}'>{name}</a> {date}", "https://people.example/{n}"),
        (
            "<a href='/users/{n}'><img src=x></a> <a href='/users/{n}'>{name}</a> {date}",
            "https://trades.example/users/{n}",
        ),
        ("<a href='javascript:void(0)'>{name}</a> {date}", None),
        ("<span>{name}</span> <a href='#p{n}'>{date}</a>", None),
    ],
)
def test_profile_links(head: str, link: str | None) -> None:
    record = thread(head)
    assert [answer.author_url for answer in record.answers] == [link and link.format(n=n) for n in range(2, 6)]


def test_a_post_without_a_name_has_no_author() -> None:
    record = thread("<span>{date}</span>")
    assert [answer.author_name for answer in record.answers] == [None] * 4
    assert [answer.body for answer in record.answers] == list(WORDS[1:])


@pytest.mark.parametrize(
    ("href", "profile"),
    [
        ("/users/7/ann", True), ("https://looms.example/u/ann", True), ("memberlist.php?mode=viewprofile&u=7", True),
        ("/Members/Ann", True), ("/@ann", True), ("/~ann", True), ("space-uid-7.html", True), ("/a/membership", False),
        ("/userland/7", False), ("/t/looms/7", False), ("/users/login", False), ("/u/ann?search=1", False),
        (None, False),
    ],
)  # fmt: skip
def test_links_to_profiles(href: str | None, profile: bool) -> None:
    assert is_profile(href) is profile
