"""Who wrote a post: the name is told from what else stands beside the date."""

import pytest

import qapipe
from qapipe.readers.threads.author_words import before_date
from qapipe.readers.threads.names import name_in
from qapipe.readers.threads.profiles import is_profile
from support.posts import PEOPLE, TITLE, URL, WORDS

TOWNS = ("Oak Lodge", "Mill End", "Fern Hill", "Holm Farm", "Lake View")


def thread_page(head: str) -> str:
    """A thread whose posts begin with this: ``name``, ``town``, ``date`` and number ``n`` are filled in."""
    posts = ""
    for n, (name, words, town) in enumerate(zip(PEOPLE, WORDS, TOWNS, strict=True), 1):
        beside = head.format(n=n, name=name, town=town, date=f"March {n + 2}, 2015, 10:0{n}")
        posts += f'<div class="post" id="p{n}"><div>{beside}</div><div class="content"><p>{words}</p></div></div>'
    return f"<!doctype html><title>{TITLE}</title><body><h1>{TITLE}</h1>{posts}</body>"


def parsed(page: str) -> qapipe.Record:
    return qapipe.parse_page(qapipe.RawPage(body=page.encode(), url=URL))


def thread(head: str) -> qapipe.Record:
    return parsed(thread_page(head))


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
        "<a href='/u/{n}'><p>{name}</p><p>{date}</p></a> <span>{town}</span>",
        "<a href='/u/{n}'><span class=visually-hidden>Profile of</span> {name}</a> <span>{date}</span>",
        "<a href='/u/{n}'><span class=x-badge>Expert</span> <b>{name}</b></a> <span>{date}</span>",
        "<a href='/u/{n}'><b class=rank>{name}</b></a> <span>{date}</span>",
        "<p>By {name} on {date}</p>",
        "<p>Posted by {name}, {date}</p>",
        "<p>{name} · {date}</p>",
        "<span>{name}</span> <span>{date}</span>",
        "<span>{date}</span> <span>{name}</span>",
        "<span>Reply</span> <span>{date}</span> <span>{name}</span>",
        "<a href='/users/{n}'>{name}</a> (<a href='/users/{n}'>nick{n}</a>) said on <span>{date}</span>",
        "posted by <a href='/users/{n}'>{name}</a> at <a href='/t/9#{n}'>10:0{n} PM</a> <span>{date}</span>",
        "posted by <a href='/users/{n}'>{name}</a> in <a href='/in/{n}'>{town}</a> <span>{date}</span>",
        "<span class=username>{name}</span> <span class=username>1{n}:30</span> <span>{date}</span>",
        "<span>Customer: {name}</span> <span>{date}</span>",
        "<span>回答者：{name}</span> <span>{date}</span>",
        "<table><tr><td>From:<td>{name} &lt;x{n}@m.example&gt;<tr><td>Date:<td>{date}<tr><td>List:<td>{town}</table>",
        "<span>Author:</span> <span>{name}</span> <span class=user-town>{town}</span> <span>{date}</span>",
        "<b>{name}</b> <i>Mender, {town}</i> <span>{date}</span>",
        "<b>{{{{ badge }}}}</b> <span>{name}</span> <span>{date}</span>",
        "<table><tr><th><a href='msg{n}'>msg{n} (view)</a><th>Author: {name}<th>Date: {date}</table>",
        "<a href='/users/{n}'><b>{name}</b> <i>@nick{n}</i></a> <span>{date}</span>",
        "edited <u>9 May 2024</u> <i><a href=/users/7>Gyth</a> (9)</i> on <u>{date}</u> <a href=/users/{n}>{name}</a>",
    ],
)
def test_the_author_stands_beside_the_date(head: str) -> None:
    record = thread(head)
    assert record.question is not None
    assert record.question.asker == PEOPLE[0]
    assert [answer.author_name for answer in record.answers] == list(PEOPLE[1:])
    assert [answer.body for answer in record.answers] == list(WORDS[1:])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann Reed <ann@m.example>", "Ann Reed"), ("Ann (ann(at)m.example)", "Ann"), ("- a@m.example", "a@m.example"),
        ("Ann at Home", "Ann at Home"), ("Expert: Ann", "Ann"), ("Expert:", "Expert"), ("Anna: B", "Anna: B"),
        ("guest", None),
    ],
)  # fmt: skip
def test_the_name_in_a_text(text: str, name: str | None) -> None:
    assert name_in(text) == name


def test_a_place_before_a_date_is_no_name() -> None:
    record = thread("<p>Asked in {town}, {date}</p>")
    assert [answer.author_name for answer in record.answers] == [None] * 4


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


def named(head: str) -> list[str | None]:
    return [answer.author_name for answer in thread(head).answers]


@pytest.mark.parametrize(
    "head",
    [
        "<p>{name} wrote on {date}</p>", "<p>{name} said: {date}</p>", "<p>{name} answered {date}</p>",
        "<p>{name} posted {date}</p>", "<p>{name} replied at {date}</p>",
        "<p>{name} commented {date}</p>", "<p>{name} asked {date}</p>", "<p>{name} schrieb am {date}</p>",
        "<p>{name} a écrit le {date}</p>", "<p>{name} escribió el {date}</p>",
        "<p>{name} em {date}</p>", "<p>{name} пишет: {date}</p>", "<p>{name} on Mon, {date}</p>",
        "<p>{name} Tuesday, {date}</p>", "<p>Written by {name} {date}</p>",
        "<p>Answered by {name} {date}</p>", "<p>Asked by: {name}, {date}</p>", "<p>Submitted by {name} {date}</p>",
        "<p>von {name} {date}</p>", "<p>par {name}, {date}</p>",
        "<p>por {name} {date}</p>", "<p>от {name} {date}</p>", "<p>Posted by: {name} | {date}</p>",
        "<p>— {name} — {date}</p>",
        "<p>Date: {name} {date}</p>", "<p>Verfasst von {name} {date}</p>", "<p>Publié par {name} {date}</p>",
        "<p>发表于 {name} {date}</p>",
    ],
)  # fmt: skip
def test_names_in_the_line_of_a_date(head: str) -> None:
    assert named(head) == list(PEOPLE[1:])


@pytest.mark.parametrize(
    "head",
    [
        "<p>Posted {date}</p>", "<p>Posted on {date}</p>", "<p>Asked {date}</p>", "<p>Date: {date}</p>",
        "<p>X {date}</p>", "<p>12 {date}</p>", "<p>Monday {date}</p>",
        "<p>Reply {date}</p>", "<p>Member {date}</p>", "<p>{date}</p>", "<p>" + "x" * 49 + " {date}</p>",
        "<p>Datum: {date}</p>", "<p>发表于 {date}</p>",
    ],
)  # fmt: skip
def test_lines_of_a_date_without_a_name(head: str) -> None:
    assert named(head) == [None] * 4


@pytest.mark.parametrize("size", [47, 48, 49])
def test_the_longest_name(size: int) -> None:
    for head in (
        "<p>{long} {date}</p>",
        "<span>{long}</span> <span>{date}</span>",
        "<a href='/u/{n}'>{long}</a> <span>{date}</span>",
    ):
        found = named(head.replace("{long}", "{name}" + "x" * (size - 10)))
        names = [len(name) if name else None for name in found]
        assert [bool(name) for name in names] == [len(person) - 10 + size <= 48 for person in PEOPLE[1:]], head


@pytest.mark.parametrize("word", (
    "posted|submitted by|changed|reported by|asked on|answered|started|created at|written in|votes|vote|views|"
    "points|likes|answers|replies|comments|reply|quote|report|share|like|edit|delete|"
    "permalink|link|more|menu|follow|online|offline|member|moderator|administrator|staff|senior member|new member|"
    "registered user|top|accepted|solution|answer|best answer|"
    "top solution|verified reply|comment|thanks|location|posts|joined|registered|re|said|wrote|says|by|author|op|#12|"
    "101 months|3 years|12|antworten|zitat|zitatantwort|melden|citer|répondre|"
    "responder|ответить|回复|举报|Reply!|12 posts|1.2k points|3 pts|3 replies|1 reply|3 comments|3 Beiträge|3 likes|"
    "3 followers|3 badges|Level 3|Lvl 2|12 karma|12 reputation|3 reviews|"
    "3 contributions|3 mensajes|3 сообщения|{{{{ name }}}}|…|12.5|Reply 3|Post #12"
).split("|"))  # fmt: skip
def test_words_that_are_no_name(word: str) -> None:
    assert not any(named(f"<span>{word}</span> <span>{{date}}</span>"))


@pytest.mark.parametrize("word", (
    "Anonymous|Anonymous user|Guest|Deleted|Deleted user|[deleted]|[removed]|Unknown|Unknown user|Former member|Gast|"
    "Invité|Anonym|Anónimo|Anônimo|匿名用户|匿名|Аноним"
).split("|"))  # fmt: skip
def test_names_of_nobody(word: str) -> None:
    one = "<a class=username href='/u/{n}'>{name}</a> <span>{date}</span>"
    page = thread_page(one).replace(f">{PEOPLE[2]}<", f">{word}<")
    assert [answer.author_name for answer in parsed(page).answers] == [PEOPLE[1], None, *PEOPLE[3:]]


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        *((f"/{word}/x", True) for word in ("user", "users", "u", "member", "members", "memberlist", "profile",
        "profiles", "profil", "author", "people", "person", "uid", "userid",
                                            "showuser", "uname", "contributor", "account", "mitglied", "membre",
                                            "usuario", "utilisateur", "space", "auteur", "viewprofile")),
        ("/x?user=1", True), ("/x&u=1", True), ("/user.php?id=1", True), ("user-1", True), ("/@ida", True),
        ("/~ida", True), ("/USER/x", True), ("https://familysearch.example/user/ida", True), ("/superuser/x", False),
        ("/userx/1", False), ("/topic/1", False), ("", False),
        (None, False), *((f"/user/{word}", False) for word in ("login", "log-out", "logon", "register", "sign-in",
        "signup",
                                                                                                       "groups", "rank",
                                                                                                       "badges",
                                                                                                       "search",
                                                                                                       "filter")),
    ],
)  # fmt: skip
def test_words_of_links_to_profiles(href: str | None, expected: bool) -> None:
    assert is_profile(href) is expected


@pytest.mark.parametrize(
    ("head", "by_town"),
    [
        ("<b>{town}</b><i>{name}</i><i>{date}</i>", False),
        ("<span class=nick>{town}</span><span class=author>{name}</span><i>{date}</i>", True),
        ("<span class=author>{town}</span><span class='author rank'>{name}</span><i>{date}</i>", True),
        ("<a href='/x/{n}'>{town}</a><span>{name}</span><i>{date}</i>", True),
        ("<a href='/u/{n}'>{town}</a><span class=username>{name}</span><i>{date}</i>", True),
        ("<div class=author><p><span>{town}</span></p></div><span>{name}</span><i>{date}</i>", True),
        ("<div class=rank><span>{town}</span></div><span>{name}</span><i>{date}</i>", False),
        ("<span>{town}</span><i>{date}</i>" + "<u>x</u>" * 30 + "<span>{name}</span>", True),
        ("<code>{town}</code><span>{name}</span><i>{date}</i>", False),
        ("<button>{town}</button><span>{name}</span><i>{date}</i>", False),
        ("<a href='/u/{n}'><button>{town}</button></a><span>{name}</span><i>{date}</i>", True),
        ("<span>one two three four {town}</span><span>{name}</span><i>{date}</i>", False),
    ],
)  # fmt: skip
def test_which_of_two_texts_is_rather_a_name(head: str, by_town: bool) -> None:
    found = named(head)
    assert found == list((TOWNS if by_town else PEOPLE)[1:])


@pytest.mark.parametrize(
    "head",
    [
        "<h4><a href='/?show=user;u={n}'>{name}</a></h4><p class='custom user_town'>Location: {town}</p> <b>{date}</b>",
        "<p class=user-town>Town: {town}</p><p>{name}</p> <b>{date}</b>",
        "<p class=username>{name}</p><p class=user_ip>Logged</p> <b>{date}</b>",
    ],
)
def test_values_behind_their_labels_are_no_names(head: str) -> None:
    assert [post.author_name for post in thread(head).answers] == list(PEOPLE[1:])


def test_a_label_of_a_name_is_cut_off() -> None:
    found = thread("<p class=username>Author: {name}</p> <b>{date}</b>")
    assert [post.author_name for post in found.answers] == list(PEOPLE[1:])


def test_a_guest_is_not_called_by_the_number_of_the_post() -> None:
    head = "<b><a href='/users/{n}'>{name}</a></b><div class=at><i>Reply #{n} on:</i> {date}</div>"
    page = thread_page(head).replace(f"<a href='/users/3'>{PEOPLE[2]}</a>", "Guest")
    assert [post.author_name for post in parsed(page).answers] == [PEOPLE[1], None, *PEOPLE[3:]]


def test_a_name_with_a_long_address() -> None:
    address = "a.long.name.of.one@mail.kettles.example"
    assert named(f"<p>From: <b>{{name}} &lt;{address}&gt;</b></p><p>{{date}}</p>") == list(PEOPLE[1:])


def test_posts_of_a_board_on_which_nobody_gives_a_name_are_a_thread() -> None:
    posts = "".join(
        f"<div class=post><span class=number>{n}</span> <span class=name>{name}</span> <span>2015/03/0{n} 10:00</span>"
        f"<div class=message>Twist the warp tighter, {n} times.</div></div>"
        for n, name in enumerate(["名無しさん＠お腹いっぱい。"] * 4, 1)
    )
    found = parsed(f"<title>経糸の質問</title><h1>経糸の質問</h1>{posts}")
    assert [(answer.author_name, answer.body[-8:]) for answer in found.answers] == [
        (None, f"{n} times.") for n in (2, 3, 4)
    ]


def test_a_guest_without_a_link_stands_where_the_others_have_theirs() -> None:
    """Names in links, and others without one in the same element, beside a word that all posts have."""
    people = [
        '<a class="user" href="/profile/1/">Ann Woolf</a>',
        "Bert Holm",
        "Gast",
        '<a class="user" href="/profile/4/">Dora</a>',
    ]
    posts = "".join(
        f'<div class="post"><h3 class="pane"><strong>{name}</strong></h3><ul class="author-info"><li>{group}</li></ul>'
        f'<span class="when">{day} May 2014</span><div class="body">{words}</div></div>'
        for day, (name, group, words) in enumerate(
            zip(people, ("Members", "Visitors", "Visitors", "Members"), WORDS * 2, strict=False), 3
        )
    )
    record = parsed(f"<html><body><h1>{TITLE}</h1>{posts}</body></html>")
    assert record.question is not None
    assert [record.question.asker, *(answer.author_name for answer in record.answers)] == [
        "Ann Woolf",
        "Bert Holm",
        None,
        "Dora",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bodil respondió hace 3 años", "Bodil"),
        ("Бодиль ответила 3 года назад", "Бодиль"),
        ("作成日 2014年5月3日", None),
    ],
)
def test_what_stands_before_an_age(text: str, name: str | None) -> None:
    assert before_date(text) == name


def test_credentials_are_no_part_of_a_name() -> None:
    people = ("Ann Woolf, MD, FACS", "Smith, John", "Bert Holm, DDS", "Dora")
    posts = "".join(
        f'<div class="post"><a class="user" href="/profile/{day}/">{name}</a><span class="when">{day} May 2014</span>'
        f'<div class="body">{words}</div></div>'
        for day, (name, words) in enumerate(zip(people, WORDS * 2, strict=False), 3)
    )
    answers = parsed(f"<html><body><h1>{TITLE}</h1>{posts}</body></html>").answers
    assert [answer.author_name for answer in answers] == ["Smith, John", "Bert Holm", "Dora"]
    assert [list(answer.author_credentials) for answer in answers] == [[], ["DDS"], []]
