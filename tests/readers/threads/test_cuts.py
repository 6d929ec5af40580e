"""What stands at the edges of the elements of posts and is no one's words; what looks like it and is."""

from typing import Any

import pytest

import qapipe
from qapipe.readers.threads.cuts import trimmed
from qapipe.readers.threads.texts import TextLine
from support.posts import PEOPLE, TITLE, URL, WORDS, bodies, thread


def behind(tail: str, posts: tuple[int, ...] = (2,)) -> list[str]:
    return bodies(thread(below=[tail if number in posts else "" for number in range(5)]))


@pytest.mark.parametrize(
    "line",
    ["Last edited by Minna Tow; March 6, 2015", "Edited by Minna Tow on 6 March 2015", "edited 2 times, by Minna",
     "This post was last edited by Minna Tow", "Zuletzt bearbeitet von Minna Tow", "Modifié par Minna",
     "Editado por Minna", "Bewerkt door Minna", "* Edited by " + "x" * 148,
     "Reply", "Share", "Click to expand", "Read more", "Quote", "Like", "- Report -", "Permalink",
     "Posted by Minna Tow to Looms", "Answered by Dr. Tow", "Asked by: Minna Tow",
     "Add a comment",
     "Attached Thumbnails", "Attachments:", "Dateianhänge", "附件", "{{ signature }}",
     "Advertisement (gone after registration)", "Werbung",
     "We took the lime out of it on 7 May 2014"],
)  # fmt: skip
def test_lines_of_the_software_go(line: str) -> None:
    assert behind(f"<div>{line}</div>") == list(WORDS[1:])


@pytest.mark.parametrize(
    "line",
    ["Reply to me, then.", "I would share it.", "Edited it is better.", "Likewise.",
     "Quote me on that.", "Read more books.", "{{ x }} is a slot.", "* Edited by " + "x" * 149,
     "Updated parts are cheap.", "Werbung ist teuer.", "Advertisement of looms",
     "Posted by hand, as ever.", "Posted by " + "x" * 111, "Attachments are off here.",
     "We took the limes out of it on 7 May 2014"],
)  # fmt: skip
def test_words_that_begin_like_the_softwares_stay(line: str) -> None:
    assert behind(f"<p>{line}</p>") == [WORDS[1], f"{WORDS[2]}\n\n{line}", *WORDS[3:]]


@pytest.mark.parametrize(
    "tail",
    [
        "<div class=v>3 people found this reply helpful · Was this reply helpful?</div><div>Yes</div><div>No</div>",
        "<div>Helpful?</div><div>Yes (3)</div><div>No (0)</div>", "<div>Helpful?</div><div>Yes (3), No (0)</div>",
        "<p class=v>Was this answer helpful?</p><b>Yes</b>", "<p class=v>2 found this helpful</p>",
        "<p class=v>War diese Antwort hilfreich?</p><div>Ja</div><div>Nein</div><div>Vielleicht</div>",
    ],
)  # fmt: skip
def test_whether_a_post_was_helpful_is_asked_by_the_software(tail: str) -> None:
    assert behind(tail) == list(WORDS[1:])


@pytest.mark.parametrize(
    "tail",
    [
        "<p>Was this answer helpful?</p>", "<p>Helpful?</p>",
        "<p class=v>Was this hot?</p>", "<p class=v>I hope this was helpful.</p>",
        "<p class=v>Was this helpful?</p><p>Tell me, then, please do.</p>",
        "<p class=v>Was this helpful?</p>" + "<div>Yes</div>" * 4,
    ],
)  # fmt: skip
def test_who_asks_whether_it_helped_wrote_that(tail: str) -> None:
    assert behind(tail)[1] != WORDS[2]


@pytest.mark.parametrize(
    ("head", "goes"),
    [
        ("<h2>Answered by Minna Tow</h2>", True), ("<p>Answered by Minna Tow</p>", True), ("<h2>Question</h2>", True),
        ("<h3>Patient's Query</h3>", True), ("<div class=q>質問</div>", True), ("<p>Question</p>", False),
        ("<h2>Question of taste</h2>", False), ("<p>Answered by a smile.</p>", False),
    ],
)  # fmt: skip
def test_what_is_said_above_a_text(head: str, goes: bool) -> None:
    found = bodies(thread(above=["", "", head, "", ""]))[1]
    assert found.endswith(WORDS[2])
    assert (found == WORDS[2]) is goes


RULE = "_" * 10


@pytest.mark.parametrize(
    ("below", "stays"),
    [
        (f"<br>{RULE}<br>Mender of looms<br>of the town", ""), (f"<p>{RULE}</p>", ""),
        (f"<p>{RULE}</p>{'<p>x</p>' * 8}", ""), (f"<p>{RULE}</p>{'<p>x</p>' * 9}", f"\n\n{RULE}" + "\n\nx" * 9),
        (f"<p>{RULE[1:]}</p><p>Mender</p>", f"\n\n{RULE[1:]}\n\nMender"),
        (f"<p>Sign {RULE} here</p>", f"\n\nSign {RULE} here"),
        (f"<pre>{RULE}\nx</pre><p>y</p>", f"\n\n```\n{RULE}\nx\n```\n\ny"),
        (f"<blockquote>{RULE}</blockquote><p>y</p>", f"\n\n> {RULE}\n\ny"),
        (f"<p>x</p><p>{RULE}</p><p>y</p><p>{RULE}</p><p>z</p>", f"\n\nx\n\n{RULE}\n\ny"),
    ],
)  # fmt: skip
def test_what_stands_below_a_line_of_underscores_is_a_signature(below: str, stays: str) -> None:
    assert behind(below)[1] == f"{WORDS[2]}{stays}"


@pytest.mark.parametrize("line", ["Reply With Quote 0", "Save", "Reply Quote Like", "Share | Report (2)", "Copy link"])
def test_buttons_in_a_line_of_their_own_go(line: str) -> None:
    assert behind(f"<div class=x>{line}</div>") == list(WORDS[1:])
    assert behind(f"<p>{line}</p>")[1] == f"{WORDS[2]}\n\n{line}"


@pytest.mark.parametrize(
    ("note", "goes"),
    [
        ("<div class=x>Edited 3 May 2014 by Minna<br>spelling of vinegar</div>", True),
        ("<div class=x>Edited by Minna<br>spelling<br>of vinegar</div>", True),
        ("<div class=x>Edited by Minna<br>spelling<br>of<br>vinegar</div>", False),
        ("<div class=x>Edited by Minna</div><div class=y>spelling</div>", False),
        ("<div class=x>Softened by Minna<br>spelling</div>", False),
    ],
)  # fmt: skip
def test_the_reason_below_the_note_of_an_edit_goes_with_it(note: str, goes: bool) -> None:
    assert (behind(note) == list(WORDS[1:])) is goes


NOTICES = (
    "<div role=status>This question is closed.</div>", "<div role=alert>Closed.</div>", "<div class=notice>Why?</div>",
    "<div class=signature>Mender</div>", "<div class='last-edited'>by Ann</div>", "<div class=adslot>Buy oil</div>",
    "<div class='post-notice'>Closed</div>", "<div class=sig>Mender</div>", "<div style='display:none'>no</div>",
    "<div style='visibility: hidden'>no</div>", "<div hidden>no</div>",
)  # fmt: skip


@pytest.mark.parametrize("notice", NOTICES)
def test_elements_of_the_software_inside_a_text_go(notice: str) -> None:
    more = "And then there is more to it than that."
    assert behind(notice) == list(WORDS[1:])
    assert bodies(thread(above=["", "", f"<p>{more}</p>{notice}", "", ""]))[1] == f"{more}\n\n{WORDS[2]}"


@pytest.mark.parametrize(
    "element",
    ["<div role=note>Keep me.</div>", "<div class=noticeable>Keep me.</div>", "<div style='color: red'>Keep me.</div>",
     "<div class=design>Keep me.</div>", "<div style='background: none'>Keep me.</div>"],
)  # fmt: skip
def test_other_elements_stay(element: str) -> None:
    assert behind(element)[1] == f"{WORDS[2]}\n\nKeep me."


def test_a_date_alone_goes_and_a_date_in_a_sentence_stays() -> None:
    assert behind("<div>March 6, 2015</div>") == list(WORDS[1:])
    kept = behind("<p>It was on March 6, 2015 that I wrote to the makers of it.</p>")
    assert kept[1] == f"{WORDS[2]}\n\nIt was on March 6, 2015 that I wrote to the makers of it."


def test_what_ends_most_posts_goes_and_what_ends_one_stays() -> None:
    line = '<div class="tag">Mender of old things</div>'
    assert behind(line, (0, 1, 2, 3, 4)) == list(WORDS[1:])
    assert behind(line, (1, 2, 3)) == list(WORDS[1:])
    assert behind(line, (2,))[1].endswith("Mender of old things")


def test_several_lines_that_repeat_go() -> None:
    lines = '<div class="a">Mender of things</div><div class="b">Oban 1998</div>'
    assert behind(lines, (0, 1, 2, 3, 4)) == list(WORDS[1:])
    assert bodies(thread(above=[lines] * 5)) == list(WORDS[1:])


def test_what_begins_most_posts_goes() -> None:
    assert bodies(thread(above=['<div class="rank">Senior member</div>'] * 5)) == list(WORDS[1:])
    numbered = tuple(f'<div class="rank">Posts: {number * 7}</div>' for number in range(5))
    assert bodies(thread(above=numbered)) == list(WORDS[1:])


@pytest.mark.parametrize("subject", [TITLE, f"Re: {TITLE}", f"Re: {TITLE} by Minna", "Minna Tow"])
def test_the_title_and_the_name_above_a_text_go(subject: str) -> None:
    heads = ("", "", f'<div class="subject">{subject}</div>', "", "")
    assert bodies(thread(above=heads)) == list(WORDS[1:])


def test_greetings_stay() -> None:
    """They repeat, too, but stand as the words do."""
    kept = behind("<p>Cheers</p>", (0, 1, 2))
    assert kept == [f"{WORDS[1]}\n\nCheers", f"{WORDS[2]}\n\nCheers", *WORDS[3:]]


def test_code_and_quotations_at_the_ends_stay() -> None:
    assert behind("<pre>Reply</pre>")[1] == f"{WORDS[2]}\n\n```\nReply\n```"
    assert behind("<blockquote>Reply</blockquote>")[1] == f"{WORDS[2]}\n\n> Reply"


def line(text: str, *, run: int = 0, plain: bool = False, **more: Any) -> TextLine:
    return TextLine(text, gap=False, element=1, run=run, end=run + 1, plain=plain, **more)


def kept(*texts: str | TextLine, name: str | None = None, marked: set[int] | None = None, title: str = "") -> list[str]:
    """What is left of one body; each line is a run of its own."""
    lines = [line(text, run=run) if isinstance(text, str) else text for run, text in enumerate(texts)]
    return [own.text for own in trimmed([lines], [name], marked or set(), title)[0]]


@pytest.mark.parametrize(
    ("head", "name", "title", "goes"),
    [
        ("Ada Loom", "Ada Loom", "", True), ("ADA, LOOM!", "Ada Loom", "", True), ("Ada", "Ada Loom", "", False),
        ("Ada", None, "", False), ("x" * 80, "x" * 80, "", True), ("x" * 81, "x" * 81, "", False),
        ("Advertisement", None, "", True), ("My loom drifts", None, "My loom drifts?", True),
        ("RE: My loom drifts", None, "My loom drifts?", True), ("Is my loom drifting", None, "My loom drifts?", False),
        ("t" * 15 + "x" * 40, None, "t" * 15, True), ("t" * 15 + "x" * 41, None, "t" * 15, False),
        ("t" * 14 + "x", None, "t" * 14, False), ("#12", None, "", True), ("#12a", None, "", False),
        ("# 12", None, "", False), ("12", None, "", False), ("#", None, "", False), ("Reply", None, "", False),
    ],
)  # fmt: skip
def test_lines_above_a_body(head: str, name: str | None, title: str, goes: bool) -> None:
    assert kept(head, "Felt.", name=name, title=title) == (["Felt."] if goes else [head, "Felt."])
    for stays in (line(head, code=True), line(head, quoted=1)):
        assert kept(stays, "Felt.", name=name, title=title) == [head, "Felt."]


def test_a_title_that_stands_as_the_text_does_is_text() -> None:
    assert kept(line("My loom drifts", plain=True), "Felt.", title="My loom drifts") == ["My loom drifts", "Felt."]


@pytest.mark.parametrize(
    ("tail", "is_dated", "goes"),
    [
        ("3 May 2014", True, True), ("3 May 2014", False, False), ("3 May 2014 " + "x" * 29, True, True),
        ("3 May 2014 " + "x" * 30, True, False), ("May 3", True, False), ("Monday", True, True),
        ("x" * 80, True, True), ("x" * 81, True, False),
        ("Updated 3 May 2014, and it is a long story to tell", True, True),
        ("Updated 3 May 2014, and it is a long story to tell", False, False), ("Updated: it works", False, False),
        ("Edited by Ada", False, True), ("[Edited by Ada", False, False),
    ],
)  # fmt: skip
def test_lines_below_a_body(tail: str, is_dated: bool, goes: bool) -> None:
    marked = {1} if is_dated else set()
    assert kept("Felt.", tail, marked=marked) == (["Felt."] if goes else ["Felt.", tail])
    for stays in (line(tail, run=1, code=True), line(tail, run=1, quoted=1)):
        assert kept("Felt.", stays, marked=marked) == ["Felt.", tail]


@pytest.mark.parametrize(
    ("bodies", "alike", "text", "plain", "goes"),
    [
        (2, 2, "Mender of looms", False, True), (2, 1, "Mender of looms", False, False), (3, 2, "Mender", False, True),
        (5, 2, "Mender", False, False), (5, 3, "Mender", False, True), (6, 3, "Mender", False, True),
        (2, 2, "x" * 80, False, True), (2, 2, "x" * 81, False, False), (3, 3, "x" * 81, False, True),
        (4, 4, "Mender", True, True), (4, 3, "Mender", True, False), (5, 4, "Mender", True, True),
        (6, 4, "Mender", True, False), (10, 8, "Mender", True, True), (10, 7, "Mender", True, False),
        (3, 3, "Mender", True, False), (5, 5, "1234567", False, True), (5, 5, "12345678", False, False),
    ],
)  # fmt: skip
def test_how_many_bodies_must_have_a_line(bodies: int, alike: int, text: str, plain: bool, goes: bool) -> None:
    words = [f"{'abcdefghij'[number] * 9}." for number in range(bodies)]
    given = [[line(word), *([line(text, plain=plain)] if number < alike else [])] for number, word in enumerate(words)]
    found = trimmed(given, [None] * bodies, set(), "")
    assert [[own.text for own in lines] for lines in found] == [
        [word, text] if number < alike and not goes else [word] for number, word in enumerate(words)
    ]


def test_six_lines_at_each_end_may_repeat() -> None:
    names = "one two three four five six seven".split()
    given = [[line(text) for text in (*names, word, *map(str.upper, names))] for word in ("Felt.", "Oil.", "Wax.")]
    for found, word in zip(trimmed(given, [None] * 3, set(), ""), ("Felt.", "Oil.", "Wax."), strict=True):
        assert [own.text for own in found] == ["seven", word, "ONE"]


def test_numbers_in_lines_that_repeat_may_differ() -> None:
    given = [[line(f"Posts: {number}"), line(word)] for number, word in enumerate(("Felt.", "Oil.", "Wax."))]
    assert [[own.text for own in one] for one in trimmed(given, [None] * 3, set(), "")] == [
        ["Felt."],
        ["Oil."],
        ["Wax."],
    ]


def test_a_body_that_is_all_template_stays_unless_it_is_a_date() -> None:
    assert kept("Reply") == ["Reply"]
    assert kept("Reply", "3 May 2014", marked={1}) == []
    assert trimmed([[]], [None], set(), "") == [[]]


def test_lines_to_expand_go_wherever_they_stand() -> None:
    expand = "Click to expand the rest of it"
    assert kept("Felt.", expand, "Oil.") == ["Felt.", "Oil."]
    assert kept("Felt.", line(expand, code=True), "Oil.") == ["Felt.", expand, "Oil."]


@pytest.mark.parametrize(
    ("text", "image", "left"), [("Felt. grin", 5, "Felt."), ("grin", 4, None), ("grin", 0, "grin")]
)
def test_pictures_that_end_a_body(text: str, image: int, left: str | None) -> None:
    assert kept("Oil.", line(text, image=image)) == (["Oil.", left] if left else ["Oil."])
    assert kept(line(text, image=image), "Oil.") == [text, "Oil."]
    assert kept("Oil.", "Wax.", line(text, image=image)) == ["Oil.", "Wax.", *([left] if left else [])]


@pytest.mark.parametrize(
    "box",
    ["<div class=votes><div class=net>0</div><div class=all>of <b>0</b> votes</div></div>",
     "<div class=votes>12 points</div>", "<div class=votes><b>3</b> likes</div>", "<div class=label>Best answer</div>"],
)  # fmt: skip
def test_a_count_of_votes_or_a_label_at_an_edge_of_one_body_goes(box: str) -> None:
    assert bodies(thread(above=["", "", box, "", ""])) == list(WORDS[1:])
    assert bodies(thread(below=["", "", box, "", ""])) == list(WORDS[1:])


@pytest.mark.parametrize("line", ["<p>12 points</p>", "<div class=total>42</div>", "<p>Best answer</p>"])
def test_numbers_and_words_of_a_text_stay(line: str) -> None:
    words = line.partition(">")[2].partition("<")[0]
    assert bodies(thread(above=["", "", line, "", ""]))[1] in (f"{words}\n\n{WORDS[2]}", f"{words}\n{WORDS[2]}")


def test_posts_between_rules_begin_with_who_wrote_them_and_when() -> None:
    posts = "<hr>".join(
        f"<b>{name}</b> <i>{day} March 2015, 10:00</i><br><p>{words}</p><p><a href=/r?p={day}>Reply</a></p>"
        for day, (name, words) in enumerate(zip(PEOPLE, WORDS, strict=True), 3)
    )
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{posts}</div>"
    record = qapipe.parse_page(qapipe.RawPage(body=page.encode(), url=URL))
    assert record.question is not None
    assert (record.question.asker, record.question.body) == (PEOPLE[0], WORDS[0])
    assert [(answer.author_name, answer.body) for answer in record.answers] == list(zip(PEOPLE, WORDS, strict=True))[1:]


@pytest.mark.parametrize(
    "foot",
    ["<p>By <a href=/u/{n}>{name}</a> on {n} March 2015 | <a href=/r?p={n}>Reply</a> | <a href=/x?p={n}>Report</a></p>",
     "<small>{name} — {n} March 2015, 10:0{n} — {n} people found this helpful</small>"],
)  # fmt: skip
def test_posts_between_rules_end_with_who_wrote_them_and_when(foot: str) -> None:
    posts = "<hr>".join(
        f"<p>{words}</p>{foot.format(n=number, name=name)}"
        for number, (name, words) in enumerate(zip(PEOPLE, WORDS, strict=True), 3)
    )
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>{posts}</div>"
    record = qapipe.parse_page(qapipe.RawPage(body=page.encode(), url=URL), include=("discussion",))
    assert record.question is not None
    assert (record.question.asker, record.question.body) == (PEOPLE[0], WORDS[0])
    assert [(answer.author_name, answer.body) for answer in record.answers] == list(zip(PEOPLE, WORDS, strict=True))[1:]


def test_one_text_that_ends_with_a_dated_line_keeps_it() -> None:
    line = "<p>The one in the photograph above was made on 6 March 2014, in a shed.</p>"
    assert behind(line)[1].endswith("\n\nThe one in the photograph above was made on 6 March 2014, in a shed.")


@pytest.mark.parametrize(
    ("line", "goes"),
    [("Copy code", True), ("Code: Select all", True), ("Code Select Expand", True), ("复制代码", True),
     ("Copy code to the loom", False), ("Select the code", False)],
)  # fmt: skip
def test_what_copies_code_is_no_part_of_a_text(line: str, goes: bool) -> None:
    found = behind(f"<div>{line}</div><pre>warp 4 weft 6</pre><p>It held.</p>")[1]
    assert (line in found) is not goes
    assert found.endswith("warp 4 weft 6\n```\n\nIt held.")
