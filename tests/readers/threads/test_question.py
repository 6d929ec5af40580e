"""Counts of answers, what a short text says and where it may stand; and the text before the records, on arrays."""

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.readers.threads.bodies import Body
from qapipe.readers.threads.question import before, count_in, declared, declared_above, fullest, outside
from qapipe.readers.threads.reader import arrays_of
from qapipe.readers.threads.records import Anchor, Family, Record

from .arrays import arrays, ids, named, t


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        *((f"3 {word}", 3) for word in (
            "Answer", "answers", "reply", "replies", "response", "responses", "comment", "comments", "Antwort",
            "Antworten",
            "Kommentare", "réponse", "réponses", "respuesta", "respuestas", "comentario", "comentarios", "resposta",
            "respostas",
            "risposte", "ответ", "ответов", "комментария", "个回答", "個回答", "条回答", "件の回答", "件",
            "条回复", "條回覆", "回帖", "条评论", "個評論",
        )),
        *((f"{word} 3", 3) for word in (
            "answer", "Answers", "replies", "response", "responses", "comment", "comments", "Antworten", "Kommentare",
            "réponses",
            "respuestas", "respostas", "ответ", "回答",
        )),
        ("Odpovědi (3)", 3), ("Cevaplar (3)", None), ("답변 3개", 3), ("回答3件", 3),
        ("3 cold answers", None),
        ("Answers (3)", 3), ("Answers: 3", 3), ("Answers:3", 3), ("(3 answers)", 3), ("1234 answers", 1234),
        ("12345 answers", None),
        ("3 answered", None), ("a3 answers", None), ("3", None), ("answers", None), ("3 votes", None),
        ("3 lines of answers", None), ("3 doctor answers", 3), ("3 Lawyer Answers", 3), ("3 more answers", None),
        ("3 answers, all " + "x" * 25, 3), ("3 answers, all " + "x" * 26, None),
        ("3|answers", 3), ("3|answers all ok", 3), ("3|answers all oks", None),
        ("x 3|answers", None),
    ],
)  # fmt: skip
def test_what_a_text_counts(texts: str, count: int | None) -> None:
    places = arrays_of(HtmlDocument("".join(f"<p>{text}</p>" for text in texts.split("|"))))[0]
    assert count_in(places, 0) == count


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (f"<p>{'a' * 40}</p><p>{'b' * 60}</p><ul><li>c</ul><p>d</p>", "a b c d"),
        (f"<p>{'a' * 60}</p><div>{'b' * 40}</div><p>c</p>", "a"),
        (f"<p>a</p><p>{'b' * 60}</p><h2>c</h2>", "a b"),
        (f"<p>{'b' * 60}</p><p><a href=/x>c</a></p><p>d</p>", "b"),
        (f"<p>{'b' * 60}</p><p>c <a href=/login>d</a></p>", "b"),
        (f"<div>{'b' * 60}</div><p>c</p>", "b"),
        (f"<ul class=x><li>a</ul><p>{'b' * 60}</p>", "b"),
        (f"<ul class=x><li>{'a' * 20}</ul><p>{'b' * 60}</p>", "a b"),
    ],
)
def test_paragraphs_beside_the_fullest_one_belong_to_the_question(html: str, text: str) -> None:
    places, _, prose = arrays_of(HtmlDocument(f"<main>{html}<p id=end>x</p></main>"))
    end = next(one for one, own in enumerate(places.attributes) if own.get("id") == "end")
    body = fullest(places, prose, end, 0, places.first_runs[end])
    assert body is not None
    assert " ".join(word[0] for root in body.roots for word in places.text(root).split()) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (f"<div id=q>{'a' * 40} <div>{'b' * 90}</div></div>", "a b"),
        (f"<div id=q>{'a' * 36}<div>{'b' * 90}</div></div>", "b"),
        (f"<div id=q>{'a' * 37}<div>{'b' * 90}</div></div>", "a b"),
        (f"<div id=q><b>{'a' * 40}</b><div>{'b' * 90}</div></div>", "b"),
    ],
)
def test_text_right_in_an_element_belongs_to_what_stands_in_it(html: str, text: str) -> None:
    places, _, prose = arrays_of(HtmlDocument(f"<main>{html}<p id=end>x</p></main>"))
    end = next(one for one, own in enumerate(places.attributes) if own.get("id") == "end")
    body = fullest(places, prose, end, 0, places.first_runs[end])
    assert body is not None
    assert " ".join(word[0] for word in places.text(body.roots[0]).split()) == text


def test_a_button_behind_a_number_counts_nothing() -> None:
    assert count_in(arrays_of(HtmlDocument("<p>3</p><button>answers</button>"))[0], 0) is None
    assert count_in(arrays_of(HtmlDocument("<button>3 answers</button>"))[0], 0) == 3
    assert count_in(arrays_of(HtmlDocument("<button>x</button><p>3</p><p>answers</p><button>y</button>"))[0], 1) == 3


@pytest.mark.parametrize(
    ("before", "first", "behind", "count"),
    [(0, 0, 0, 5), (1, 0, 399, 5), (1, 0, 400, None), (1, 1, 3, 5), (1, 2, 3, None), (3, 0, 0, 5)],
)
def test_the_last_count_before_the_posts_counts(before: int, first: int, behind: int, count: int | None) -> None:
    html = "<p>x</p>" * before + "<p>5 answers</p>" + "<p>y</p>" * behind + "<p>7 answers</p>"
    places = arrays_of(HtmlDocument(html))[0]
    assert declared(places, first, len(places.texts) - 1) == count
    assert declared(places, first, len(places.texts)) == 7


def region(html: str, title: int | None = -1) -> tuple[str | None, str | None]:
    """The body of the question above the element ``r``, and the text of its date; the title is a run, by number."""
    places, marks, prose = arrays(html)
    title = places.texts.index("Why does it hum?") if title == -1 else title
    found = before(places, ids(places, "r")[0], prose, marks, title)
    if found is None:
        return None, None
    assert found.body is not None
    assert (found.first, found.end) == (title, places.first_runs[ids(places, "r")[0]])
    return named(places, found.body.roots), places.texts[found.mark.run] if found.mark else None


TITLE, REST = "<h1>Why does it hum?</h1>", f"<div id=r>{t(90)}</div>"


@pytest.mark.parametrize(
    ("html", "body"),
    [
        # how much prose it has
        (f"<div id=a>{t(24)}</div>", None), (f"<div id=a>{t(25)}</div>", "a"),
        (f"<div id=a>{t(24)}</div><div id=b>{t(24)}</div>", None),
        (f"<div id=a>{t(24)}</div><div id=b>{t(25)}</div>", "b"),
        (f"<div id=a>{t(41)}</div><div id=b>{t(40)}</div>", "a"), ("", None),
        # how deep it stands
        (f"<div id=a><div id=b>{t(60)}</div><div>{t(40)}</div></div>", "b"),
        (f"<div id=a><div id=b>{t(59)}</div><div>{t(41)}</div></div>", "a"),
        (f"<div id=a>{t(20)}<div id=b>{t(50)}</div><div id=c>{t(130)}</div></div>", "c"),
        (f"<div id=a><div id=b>{t(25)}</div>{t(6)}</div>", "b"),
        (f"<div id=a><div id=b>{t(24)}</div>{t(6)}</div>", None),
        *((f"<div id=a><{tag} id=b>{t(90)}</{tag}></div>", "a") for tag in "p h2 h6 blockquote pre".split()),
        (f"<div id=a><ul id=b><li>{t(90)}</ul></div>", "a"), (f"<p id=a>{t(90)}</p>", "a"),
        # what may not ask
        *((f"<{tag} id=a>{t(159)}</{tag}>", None) for tag in ("nav", "aside", "footer", "form")),
        (f"<form id=a>{t(160)}</form>", "a"), (f"<aside id=a>{t(160)}</aside><div id=b>{t(30)}</div>", "b"),
        (f"<p>x</p><aside><div id=a>{t(90)}</div></aside>", None),
        (f"<div id=a><form id=b>{t(159)}</form>{t(30)}</div>", "a"),
        (f"<div id=a><form id=b>{t(160)}</form><div>{t(30)}</div></div>", "b"),
        # a short box with a way to sign in is for guests, a long one is a question with such a link in it
        (f"<div id=a><a href=/login>Log in</a>{t(400)}</div>", None),
        (f"<div id=a><a href=/login>Log in</a>{t(401)}</div>", "a"),
        (f"<a href=/login>Log in</a><div id=a>{t(90)}<a>x</a></div>", "a"),
        # with the paragraphs right beside it
        (f"<p id=y>{t(26)}</p><p id=a>{t(90)}</p>", "y a"),
        (f"<p id=a>{t(90)}</p><p id=b>{'u' * 9}<a href=/x>{'v' * 9}</a></p>", "a b"),
        (f"<p id=a>{t(90)}</p><p id=b>{'u' * 9}<a href=/x>{'v' * 10}</a></p>", "a"),
        (f"<div id=z>x</div><p id=y>{t(26)}</p><p id=a>{t(90)}</p><p id=b>{t(26)}</p><div id=c>x</div>", "y a b"),
        # text in links: one, and a long one
        (f"<a id=a>{'x' * 59}</a>", None), (f"<a id=a>{'x' * 60}</a>", "a"), (f"<b id=a>{'x' * 30}</b>", None),
        (f"<a id=a>{'x' * 60}</a><a id=b>{'y' * 60}</a>", None),
        (f"<a id=a>{'x' * 60}</a><a id=b>{'y' * 59}</a>", "a"), (f"<a id=a>{'x' * 60}<br>{'y' * 60}</a>", "a"),
        (f"<button><a id=a>{'x' * 60}</a></button>", None), (f"<nav><a id=a>{'x' * 60}</a></nav>", None),
        (f"<a id=a>{'x' * 60}</a><div id=b>{t(25)}</div>", "b"),
    ],
)  # fmt: skip
def test_the_text_before_the_first_record(html: str, body: str | None) -> None:
    assert region(f"{TITLE}{html}{REST}")[0] == body
    assert region(f"<main>{TITLE}{html}</main>{REST}")[0] == body


def test_a_text_must_stand_between_the_title_and_the_record() -> None:
    asked = f"<div id=a>{t(90)}</div>"
    assert region(f"{asked}{TITLE}{REST}", 1) == (None, None)
    assert region(f"{asked}{TITLE}{REST}", None) == (None, None)
    assert region(f"{TITLE}{asked}<div id=r>{t(9)}</div>", 2) == (None, None)
    assert region(f"{asked}{TITLE}<div id=b>{t(30)}</div>{REST}", 1)[0] == "b"
    assert region(f"<div id=w>{asked}{TITLE}<div id=b>{t(30)}</div></div>{REST}", 1)[0] == "b"
    assert region(f"{TITLE}<div id=w>{asked}{REST}</div>")[0] == "a"
    assert region(f"{TITLE}<div id=w><div id=v>{REST}</div>{asked}</div>") == (None, None)


def test_a_date_in_the_last_paragraph_of_a_question_is_rather_none_of_its_own() -> None:
    asked = f"<p id=a>{t(90)}</p><p id=b>{t(30)} <b>4 May 2014</b></p>"
    assert region(f"{TITLE}<b>3 May 2014</b>{'<i>x</i>' * 9}{asked}{REST}") == ("a b", "3 May 2014")
    assert region(f"{TITLE}{asked}{REST}") == ("a b", "4 May 2014")


def test_a_paragraph_that_is_the_title_is_no_part_of_the_question() -> None:
    assert region(f"<p>Why does it hum?</p><p id=a>{t(90)}</p>{REST}")[0] == "a"


def test_a_link_to_sign_in_is_a_part_of_a_long_question() -> None:
    places, _, prose = arrays(f"{TITLE}<div id=a>{t(401)} <a href=/login>Log in</a> first.</div>{REST}")
    record = ids(places, "r")[0]
    body = fullest(places, prose, record, 1, places.first_runs[record])
    assert body is not None
    assert (named(places, body.roots), body.skip) == ("a", set())


def test_a_link_that_repeats_the_title_asks_nothing() -> None:
    title = f"Why does it hum when it stands on {'the left plate ' * 3}and on no other of them?"
    assert region(f"<h1>{title}</h1><a id=a>{title.upper()}</a>{REST}", 0) == (None, None)
    assert region(f"<h1>{title}</h1><a id=a>{title} Say.</a>{REST}", 0)[0] == "a"


X = "<i>x</i>"


@pytest.mark.parametrize(
    ("html", "date"),
    [
        (f"{TITLE}<b>3 May 2014</b>[]", "3 May 2014"), (f"{TITLE}[]<b>3 May 2014</b>", "3 May 2014"),
        (f"{TITLE}[]", None),
        (f"{TITLE}<b>Edited 3 May 2014</b>[]", None), (f"<b>3 May 2014</b>{X * 11}{TITLE}[]", "3 May 2014"),
        (f"<b>3 May 2014</b>{X * 12}{TITLE}[]", None),
        # the nearest, and one that is known rather than one that needs the year
        (f"{TITLE}<b>3 May 2014</b>[]{X}<b>4 May 2014</b>", "3 May 2014"),
        (f"{TITLE}<b>3 May 2014</b>{X * 3}[]{X}<b>4 May 2014</b>", "4 May 2014"),
        (f"{TITLE}<b>3 May 2014</b>{X * 2}<b>4 days ago</b>[]", "3 May 2014"),
        (f"{TITLE}<b>3 days ago</b>{X * 2}<b>4 days ago</b>[]", "4 days ago"),
        # how far away
        (f"{TITLE}<b>3 May 2014</b>{X * 59}[]", "3 May 2014"), (f"{TITLE}<b>3 May 2014</b>{X * 60}[]", None),
        (f"{TITLE}[]{X * 60}<b>3 May 2014</b>", "3 May 2014"), (f"{TITLE}[]{X * 61}<b>3 May 2014</b>", None),
        # inside: at an edge
        (f"{TITLE}[{X * 3}<b>3 May 2014</b>{X * 5}]", "3 May 2014"),
        (f"{TITLE}[{X * 4}<b>3 May 2014</b>{X * 5}]", None),
        (f"{TITLE}[{X * 5}<b>3 May 2014</b>{X * 2}]", "3 May 2014"),
        (f"{TITLE}[{X * 5}<b>3 May 2014</b>{X * 3}]", None),
        (f"{TITLE}<b>3 May 2014</b>{X * 9}[<b>4 May 2014</b>]", "3 May 2014"),
        (f"{TITLE}<b>3 May 2014</b>{X * 9}<div id=a><b>4 May 2014</b><p>{t(90)}</p><p>{t(90)}</p></div>", "3 May 2014"),
        (f"{TITLE}<b>3 May 2014</b>{X * 3}[]<b>4 May 2014</b>", "4 May 2014"),
        (f"{TITLE}<div id=a><b>4 May 2014</b><p>{t(90)}</p><p>{t(90)}</p></div>", "4 May 2014"),
    ],
)  # fmt: skip
def test_the_date_of_a_text_before_the_records(html: str, date: str | None) -> None:
    html = html.replace("[]", "[ ]").replace("[", f"<div id=a><p>{t(90)}</p>").replace("]", f"<p>{t(90)}</p></div>")
    assert region(f"{html}<u>-</u>{REST}") == ("a", date)


def same(html: str, title: int | None = 0) -> str | None:
    """The question above records whose bodies are the elements ``r``."""
    places, marks, prose = arrays(html)
    roots = ids(places, "r")
    family = Family("place", [Record([root], Anchor(root, 0, ("day",))) for root in roots], ("day",))
    found = outside(places, family, [Body([root]) for root in roots], prose, marks, title)
    return named(places, found.body.roots) if found and found.body else None


def test_a_question_may_be_the_first_text_of_the_page() -> None:
    assert same(f"{box('a')}{DATE}{box('r') * 2}", None) == "a"
    first = f"<div id=r class=k>{TITLE}{t(30)}</div>"
    assert same(f"{box('a')}{DATE}{first}{box('r')}", 2) == "a"


@pytest.mark.parametrize(("between", "found"), [(4, "b"), (5, "a")])
def test_how_far_inside_of_a_signature_a_text_is_none(between: int, found: str) -> None:
    sign = f"<aside class=signature>{'<u>' * between}{box('a')}{'</u>' * between}</aside>"
    assert same(f"{TITLE}{box('b')}{sign}{DATE}{box('r') * 2}") == found


def box(name: str, prose: int = 30, css: str = "k") -> str:
    return f"<div id={name} class={css}>{t(prose)}</div>"


DATE = "<b>3 May 2014</b>"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (TITLE + DATE + box("a") + box("r") * 2, ("a", True)), (TITLE + box("a") + box("r") * 2, ("a", False)),
        (TITLE + DATE + box("a", css="q") + box("r") * 2, ("a", False)),
        (TITLE + DATE + box("a") + box("b", 40, "q") + box("r") * 2, ("a", True)),
        (TITLE + DATE + box("a", 40) + box("b") + box("r") * 2, ("b", True)),
        (TITLE + DATE + box("a", 1) + box("b", 40, "q") + box("r") * 2, ("a", True)),
        (TITLE + DATE + box("a", -5) + box("b", 40, "q") + box("r") * 2, ("b", False)),
        # most bodies say what their place is
        (TITLE + DATE + box("a") + box("r", css="q") + box("r") * 2, ("a", True)),
        (TITLE + DATE + box("a") + box("r") + box("r", css="q") * 2, ("a", False)),
        # behind the title, and around no record
        (DATE + box("a") + TITLE + box("r") * 2, None),
        (TITLE + DATE + f"<div class=k id=a>{t(30)}{box('r')}</div>" + box("r"), None),
    ],
)  # fmt: skip
def test_a_question_that_is_built_as_its_answers_are(html: str, found: tuple[str, bool] | None) -> None:
    """``found`` is the question, and whether it is found where no title is known, too."""
    title = 2 if html.startswith(DATE) else 0
    assert same(html, title) == (found and found[0])
    assert title or same(html.replace(TITLE, ""), None) == (found[0] if found and found[1] else None)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("6 posts 5 users 3 reactions 1,204 views", False), ("12 answers, 1.2k views and 3 users by now", True),
        ("412 visitors and counting today, or so", True), ("6 Beiträge · 1204 Aufrufe · 3 Gefällt", False),
    ],
)  # fmt: skip
def test_counts_of_posts_and_readers_ask_nothing(text: str, *, asks: bool) -> None:
    places, marks, prose = arrays(f"{TITLE}<div>{text}</div>{REST}")
    found = before(places, ids(places, "r")[0], prose, marks, 0)
    assert (found is not None) is asks


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<h2>3 answers</h2>", 3), ("<h6><b>Answers (3)</b></h6>", 3), ("<h2><b><i>3 answers</i></b></h2>", None),
        ("<p>3 answers</p>", None), ("<h2>3 answers to it</h2>", None), ("<h2>3 comments</h2>", None),
        (f"<h2>3 answers</h2>{X * 11}", 3), (f"<h2>3 answers</h2>{X * 12}", None),
        ("<h2>1 reply</h2>", 1), ("<h2>1 Antwort</h2>", 1), ("<h2>No answers yet</h2>", 0),
        ("<h2>3 answers</h2><h3>2 answers</h3>", 2), ("<h2>3 answers</h2><h3>None</h3>", 3),
    ],
)  # fmt: skip
def test_a_heading_that_counts_the_answers(html: str, count: int | None) -> None:
    places, _, _ = arrays(f"{TITLE}{html}{REST}")
    record = ids(places, "r")[0]
    assert declared_above(places, 0, record) == count
    assert declared_above(places, places.first_runs[record], record) is None
