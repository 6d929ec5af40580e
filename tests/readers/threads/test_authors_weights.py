"""What speaks for a text's being the name of an author, and how much: which of two texts is taken."""

import re

import pytest

from qapipe.readers.threads.authors import author_near
from support.posts import PEOPLE, TITLE, WORDS

from .arrays import arrays, ids
from .test_authors import TOWNS, parsed, thread_page

WHEN = "<i>3 May 2014</i>"
FAR = "<u>.</u>"
DEEP = "<div class=author><p class=author><s class=author>Bea</s></p></div>"


def near(html: str, like: str = "") -> str | None:
    """Who is named near a date; ``like`` is the id of an element such as those that name other authors."""
    places, marks, _ = arrays(f"<main><section>{html}</section></main>")
    kinds = {places.kinds[one] for one in ids(places, like)} if like else set()
    return author_near(places, range(len(places.texts)), marks[0].run, kinds).name


@pytest.mark.parametrize(
    ("html", "name"),
    [
        # what one text needs
        (f"<s>Ann</s>{WHEN}", None), (f"<a href=/t/1>Ann</a>{WHEN}", None), (f"<a href=/u/1>Ann</a>{WHEN}", "Ann"),
        (f"<s class=author>Ann</s>{WHEN}", "Ann"), (f"<s class=nick>Ann</s>{WHEN}", "Ann"),
        (f"<s class=author>Ann</s>{FAR * 3}{WHEN}", "Ann"), (f"<s class=author>Ann</s>{FAR * 5}{WHEN}", None),
        (f"{WHEN}{FAR * 3}<s class=author>Ann</s>", "Ann"), (f"{WHEN}{FAR * 5}<s class=author>Ann</s>", None),
        (f"<s class=nick>Ann</s>{FAR * 13}{WHEN}", "Ann"), (f"<s class=nick>Ann</s>{FAR * 14}{WHEN}", None),
        (f"<a href=/u/1>Ann</a>{FAR * 99}{WHEN}", "Ann"), (f"<p class=author><s>Ann</s>{WHEN}</p>", None),
        (f"<s class='author rank'>Ann</s>{WHEN}", None), (f"<a class=rank href=/u/1>Ann</a>{WHEN}", None),
        (f"<a class='author rank' href=/u/1>Ann</a>{WHEN}", "Ann"),
        (f"<p class=count><a class='author' href=/u/1>Ann</a></p>{WHEN}", "Ann"),
        (f"<p class=rank><a href=/u/1>Ann</a></p>{WHEN}", "Ann"),
        (f"<s class=author>Ann of a far land</s>{WHEN}", None),
        (f"<s class=author>Ann of a land</s>{WHEN}", "Ann of a land"),
        (f"<a class=author href=/u/1>Ann of a far land</a>{WHEN}", "Ann of a far land"),

        (f"<a href=/u/1>Ann of a far land</a>{WHEN}", None),
        # what a link says: all of its texts, but for a letter that stands for a picture
        (f"<a href=/u/1><s>Ann</s><s>Lee</s></a>{WHEN}", "Ann Lee"),
        (f"<a href=/u/1><s>a</s><s>Ann</s></a>{WHEN}", "Ann"),
        (f"<a href=/u/1><s>X</s><s>Ann</s></a>{WHEN}", "X Ann"),
        (f"<a href=/u/1><s>{'A' * 24}</s><s>{'b' * 23}</s></a>{WHEN}", f"{'A' * 24} {'b' * 23}"),
        (f"<a href=/u/1><s>{'A' * 24}</s><s>{'b' * 24}</s></a>{WHEN}", None),
        (f"<a href=/u/1><p><s><u>Ann</u></s></p></a>{WHEN}", "Ann"),
        (f"<a href=/u/1><p><s><s><u>Ann</u></s></s></p></a>{WHEN}", None),
        (f"<a href=/u/1>12-34</a>{WHEN}", None), (f"<a href=/u/1>{{{{ name }}}}</a>{WHEN}", None),
        # the line of the date, and of no other date
        ("<i>Al, 3 May 2014</i>", "Al"), ("<i>Ann (3 May 2014)</i>", "Ann"), ("<i>12.50 € 3 May 2014</i>", None),
        ("<i>A, 3 May 2014</i>", None), (f"{WHEN}<s>Ann, 4 May 2014</s>", None),
        # which of two
        (f"<a href=/u/1>Ann</a><a href=/u/2>Bea</a>{FAR * 18}{WHEN}", "Bea"),
        (f"<a href=/u/1>Ann</a><a href=/u/2>Bea</a>{FAR * 19}{WHEN}", "Ann"),
        (f"<s class=author>Ann</s>{FAR}<s class=author>Bea</s>{FAR}{WHEN}", "Bea"),
        (f"<s class=author>Ann</s><s class=author>Bea</s>{WHEN}<s class=author>Cid</s>", "Bea"),
        (f"<s class=author>Ann</s><s class=nick>Bea</s>{WHEN}", "Bea"),
        (f"<s class=nick>Ann</s><s class=author>Bea</s>{WHEN}", "Ann"),
        (f"<a href=/u/1>Ann</a><s class=nick>Bea</s>{WHEN}", "Ann"),
        (f"<s class=nick>Ann</s><a href=/u/1>Bea</a>{WHEN}", "Bea"),
        (f"<p class=author><s class=author>Ann</s></p><s class=nick>Bea</s>{WHEN}", "Ann"),
        (f"<p class=author><s class=author>Ann</s></p>{FAR}<a href=/u/1>Bea</a>{WHEN}", "Bea"),
        (f"<p class=author><s class=nick>Ann</s></p>{DEEP}{WHEN}", "Bea"),
        (f"<p class=nick><s class=nick>Ann</s></p><article class=nick>{DEEP}</article>{WHEN}", "Ann"),
        # not more than twenty texts away is far
        (f"<s class=nick>Ann</s>{FAR * 8}{WHEN}{FAR * 24}<a href=/u/1>Bea</a>", "Ann"),
        (f"<s class=nick>Ann</s>{FAR * 10}{WHEN}{FAR * 24}<a href=/u/1>Bea</a>", "Bea"),
        # the line of the date itself
        ("<i>Ann, 3 May 2014</i>", "Ann"), ("<s class=author>Ann</s><i>Bea, 3 May 2014</i>", "Bea"),
        ("<s class=nick>Ann</s><i>Bea, 3 May 2014</i>", "Ann"),
    ],
)  # fmt: skip
def test_names_near_a_date(html: str, name: str | None) -> None:
    assert near(html) == name


OTHER = "<s class=q id=o>Zoe</s>"


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<s class=q>Ann</s>", "Ann"), ("<s class=p>Ann</s>", None), ("<s>Ann</s>", None),
        ("<s class=q><s>Ann</s></s>", None),
        ("<s class=q><a href=/x>Ann</a></s>", "Ann"), ("<a href=/u/1>Bea</a><s class=q>Ann</s>", "Ann"),
        ("<a href=/u/1 class=author>Bea</a><s class=q>Ann</s>", "Bea"), ("<s class='q rank'>Ann</s>", None),
    ],
)  # fmt: skip
def test_names_in_elements_like_those_of_others(html: str, name: str | None) -> None:
    assert near(f"{html}{WHEN}<p><code>{OTHER}</code></p>", "o") == name
    assert near(f"{html}{WHEN}<p><code>{OTHER}</code></p>") == ("Bea" if "Bea" in html else None)


def names(head: str) -> list[str | None]:
    """Who answers; what stands in brackets stands in the first three posts alone, in angles in the others."""
    page = thread_page("@")
    for n, (name, town) in enumerate(zip(PEOPLE, TOWNS, strict=True)):
        own = re.sub(r"\[(.*?)\]", "" if n > 2 else r"\1", re.sub(r"<<(.*?)>>", r"\1" if n > 2 else "", head))
        own = own.format(name=name, town=town, pair=("Ivo", "Uwe")[n % 2], n=n, date=f"March {n + 2}, 2015, 10:0{n}")
        page = page.replace("@", own, 1)
    return [answer.author_name for answer in parsed(page).answers]


def test_the_other_texts_of_posts_that_do_not_show_the_name_as_most_do() -> None:
    likely = names("[<s class=nick>{name}</s>]<s class=k>{town}</s><i>{date}</i>")
    assert likely == [*PEOPLE[1:3], *TOWNS[3:]]
    assert names("[<s class=nick>{name}</s>]<<<s class=k>{town}</s>>><i>{date}</i>") == [*PEOPLE[1:3], None, None]
    assert names("[<a href='/u/{n}'>{name}</a>]<s class=k>{town}</s><i>{date}</i>") == [*PEOPLE[1:3], None, None]


def test_a_text_that_three_posts_share_names_nobody() -> None:
    post = '<div class="post"><div>{}<i>{} May 2014</i></div><div class="content"><p>{}</p></div></div>'

    def of(name: str, count: int) -> list[str | None]:
        posts = "".join(post.format(name, n + 2, WORDS[n]) for n in range(count))
        return [one.author_name for one in parsed(f"<title>{TITLE}</title><h1>{TITLE}</h1>{posts}").answers]

    assert of("<s>Ann</s>", 2) == ["Ann"]
    assert of("<s>Ann</s>", 3) == [None, None]
    assert of("<a href=/u/1>Ann</a>", 3) == ["Ann", "Ann"]


@pytest.mark.parametrize(
    ("hrefs", "expected"),
    [
        (["/u/1", "/u/1", "/u/1", "/x/1"], ["Ann", "Ann", "Ann"]),
        (["/u/1", "/u/1", "/x/1", "/x/1"], ["Ann", None, None]),
        (["/u/1", "/x/1", "/x/1", "/x/1"], [None, None, None]),
    ],
)  # fmt: skip
def test_a_name_that_all_posts_share_is_one_where_most_link_it_to_a_profile(
    hrefs: list[str], expected: list[str | None]
) -> None:
    post = '<div class="post"><div><a href={}>Ann</a><i>{} May 2014</i></div><div class="content"><p>{}</p></div></div>'
    posts = "".join(post.format(href, n + 2, WORDS[n]) for n, href in enumerate(hrefs))
    found = parsed(f"<title>{TITLE}</title><h1>{TITLE}</h1>{posts}").answers
    assert [one.author_name for one in found] == expected


RANKED = "<div class=rank><p class=rank><a class=rank href='/u/{n}'>{town}</a></p></div>"


@pytest.mark.parametrize(
    ("head", "first"),
    [
        # a name in few posts that is called one; a place in all
        ("<s>{town}</s>[<s class=nick>{name}</s>]<i>{date}</i>", "name"),
        ("<s class=writer>{town}</s>[<s>{name}</s>]<i>{date}</i>", "town"),
        # how many differ
        ("<s>{name}</s><s class=k>x</s><s class=w>{pair}</s><i>{date}</i>", "name"),
        ("<s>{name}</s>" + FAR * 5 + "<s class=w>{pair}</s><i>{date}</i>", "pair"),
        ("<s>{name}</s>" + FAR * 3 + "<s class=w>{pair}</s><i>{date}</i>", "name"),
        ("<s class=writer>{pair}</s>" + FAR * 14 + "<s>{name}</s><i>{date}</i>", "pair"),
        # links
        ("<a href='/x/{n}'>{town}</a>" + FAR * 13 + "<s>{name}</s><i>{date}</i>", "town"),
        ("<a href='/x/{n}'>{town}</a>" + FAR * 17 + "<s>{name}</s><i>{date}</i>", "name"),
        ("<a href='/u/{n}'>{town}</a><s class=nick>{name}</s><i>{date}</i>", "town"),
        ("<a href='/x/{n}'>{town}</a><s class=writer>{name}</s><i>{date}</i>", "name"),
        # a link to a profile is worth as much as two boxes that are called names, and more than that are worth no more
        ("<a href='/u/{n}'>{town}</a><p class=nick><s class=nick>{name}</s></p><i>{date}</i>", "name"),
        (f"<a href='/u/{{n}}'>{{town}}</a>{FAR * 14}<s class=nick>{{name}}</s><i>{{date}}</i>", "town"),
        ("<div class=nick><p class=nick><s class=nick>{name}</s></p></div><a href='/u/{n}'>{town}</a><i>{date}</i>",
         "town"),
        (f"<p class=nick><s>{{name}}</s></p>{FAR}{RANKED}<i>{{date}}</i>", "town"),
        # elements of one class in boxes of different ones
        ("<p class=author><s class=k>{name}</s></p><p class=b><s class=k>{town}</s></p><i>{date}</i>", "name"),
        # a link that leads nowhere, and a name in the line of the date
        ("<a href='javascript:x()'>{town}</a><s>{name}</s><i>{date}</i>", "name"),
        ("<s>{town}</s><i>{name}, {date}</i>", "name"),
        # how far from the date: up to twenty texts
        (f"<s>{{name}}</s><small>{{town}}</small>{FAR * 18}<i>{{date}}</i>", "town"),
        (f"<s>{{name}}</s><small>{{town}}</small>{FAR * 19}<i>{{date}}</i>", "name"),
        # words
        (f"<s>{{name}}</s>{FAR}<small>c d {{town}}</small><i>{{date}}</i>", "town"),
        (f"<s>{{name}}</s>{FAR}<small>b c d {{town}}</small><i>{{date}}</i>", "name"),
        ("<s class=nick>{town}, Fife</s><s>{name}</s><i>{date}</i>", "town"),
        ("<s>{town}, Fife</s><small>{name}</small><i>{date}</i>", "name"),
        ("<s class=writer>a b c d {town}</s><s>{name}</s><i>{date}</i>", "town"),
        ("<s>a b c d {town}</s><s>{name}</s><i>{date}</i>", "name"),
    ],
)  # fmt: skip
def test_which_texts_are_the_names_of_most_posts(head: str, first: str) -> None:
    found = [name and re.sub("^(?:[abcd] )+|, Fife$", "", name) for name in names(head)][:2]
    assert found == {"name": list(PEOPLE), "town": list(TOWNS), "pair": ["Ivo", "Uwe", "Ivo"]}[first][1:3]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("<a href=/u/{n}>Ann{n}</a> <a href=/u/9>Bodil</a>", ["Ann1", "Ann2"]),
        ("<a href=/u/{n}>Ann{n}</a> to <a href=/u/9>Bodil</a>", ["Bodil", "Bodil"]),
        ("<a href=/u/9>B</a> <a href=/u/9>Bodil</a>", ["Bodil", "Bodil"]),
        ("<a href=/x/{n}>Ann{n}</a> <a href=/u/9>Bodil</a>", ["Bodil", "Bodil"]),
    ],
)
def test_who_answers_stands_before_whom_they_answer(names: str, expected: list[str]) -> None:
    post = '<div class="post"><h5>{}</h5><i>{} May 2014</i><div class="content"><p>{}</p></div></div>'
    posts = "".join(post.format(names.replace("{n}", str(n)), n + 2, WORDS[n]) for n in range(3))
    found = parsed(f"<title>{TITLE}</title><h1>{TITLE}</h1>{posts}").answers
    assert [one.author_name for one in found] == expected


def test_links_to_several_users_that_say_the_same_name_nobody() -> None:
    post = (
        '<div class="post"><b class="author">{}</b><div class="content"><p>{}</p></div>'
        "<i>{} May 2014</i> <a href=/u/{}>Profile</a></div>"
    )
    posts = "".join(post.format(f"Ann{n}", WORDS[n], n + 2, n) for n in range(3))
    found = parsed(f"<title>{TITLE}</title><h1>{TITLE}</h1>{posts}").answers
    assert [one.author_name for one in found] == ["Ann1", "Ann2"]
