"""What stands at the edges of the elements of posts and is no one's words; what looks like it and is."""

import pytest

from support.posts import TITLE, WORDS, bodies, thread


def behind(tail: str, posts: tuple[int, ...] = (2,)) -> list[str]:
    return bodies(thread(below=[tail if number in posts else "" for number in range(5)]))


@pytest.mark.parametrize(
    "line",
    ["Last edited by Minna Tow; March 6, 2015", "Edited by Minna Tow on 6 March 2015", "edited 2 times, by Minna",
     "This post was last edited by Minna Tow", "Zuletzt bearbeitet von Minna Tow", "Modifié par Minna",
     "Editado por Minna", "Bewerkt door Minna", "* Edited by " + "x" * 148,
     "Reply", "Share", "Click to expand", "Read more", "Quote", "Like", "- Report -", "Permalink",
     "Add a comment", "{{ signature }}", "Advertisement (gone after registration)", "Werbung",
     "We took the lime out of it on 7 May 2014"],
)  # fmt: skip
def test_lines_of_the_software_go(line: str) -> None:
    assert behind(f"<div>{line}</div>") == list(WORDS[1:])


@pytest.mark.parametrize(
    "line",
    ["Reply to me, then.", "I would share it.", "Edited it is better.", "Likewise.",
     "Quote me on that.", "Read more books.", "{{ x }} is a slot.", "* Edited by " + "x" * 149,
     "Updated parts are cheap.", "Werbung ist teuer.", "Advertisement of looms",
     "We took the limes out of it on 7 May 2014"],
)  # fmt: skip
def test_words_that_begin_like_the_softwares_stay(line: str) -> None:
    assert behind(f"<p>{line}</p>") == [WORDS[1], f"{WORDS[2]}\n\n{line}", *WORDS[3:]]


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
