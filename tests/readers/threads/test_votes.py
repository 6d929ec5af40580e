"""Votes of posts: which numbers they are, wherever software puts them, and how many posts must show them."""

import pytest

from qapipe.readers.threads.votes import votes_in, votes_of
from support.posts import WORDS, bodies, thread

from .arrays import BODY, family

VALUES = (9, 4, -1, 12, 0)


def votes(form: str) -> list[int | None]:
    record = thread(beside=[form.format(value) for value in VALUES])
    assert bodies(record) == list(WORDS[1:])
    assert record.question is not None
    return [record.question.votes, *(answer.votes for answer in record.answers)]


@pytest.mark.parametrize(
    "form",
    [
        "<div class=votes>{}</div>",
        "<div class=vote-count-post>{}</div>",
        "<div class=score><b>{}</b> <i>up</i></div>",
        "<div class='like-count'><span><em>{}</em></span></div>",
        "<div aria-label='helpful'>{}</div>",
        "<div id=points>{}</div>",
        "<div data-score=x>{}</div>",
        "<div>{} votes</div>",
        "<div>{} points</div>",
        "<div>{} people found this helpful</div>",
        "<div class=karma>{}</div>",
        "<a class=agree><i class=icon></i> <b class=count>{}</b></a>",
        "<div class=badge aria-label='{0} points'>{0}</div>",
        "<div class=reply-like-value>{}</div>",
        "<div>{} lawyers agree</div>",
        "<div class=user_vote><span class=votes_up>{}</span><span class=votes_down>0</span></div>",
        "<div><span class=upvotes>{}</span><span class=downvotes>0</span></div>",
        "<div class=up-count>{}</div>",
        "<div aria-label='赞同'>{}</div>",
        "<div class=user_action><u class=votes>{}</u></div>",
        "<div>{} people rated this as good</div>",
        "<div>{} 个赞</div>",
        "<a href=#v>Vote ({})</a>",
        "<div>Helpful: {}</div>",
        "<div>赞 {}</div>",
        "<div class=votes>{}</div><div class=foot>March 8, 2015</div>",
    ],
)
def test_votes(form: str) -> None:
    assert votes(form) == list(VALUES)


@pytest.mark.parametrize(
    "form",
    [
        "<div class=x>{}</div>",
        "<div class='votes views'>{}</div>",
        "<div class='user-score reputation'>{}</div>",
        "<div>{} replies</div>",
        "<div class=user-card><b>Likes ({})</b></div>",
        "<div>Answers ({})</div>",
        "<div>Vote by {}</div>",
        "<div class=votes>rank {}</div>",
        "<div class=votes><b><i><u><s>{}</s></u></i></b></div>",
        "<div class=votes>{}/5</div>",
        "<div class=badge aria-label='level'>{}</div>",
        "<div class=downvotes>{}</div>",
        "<div class=disagree>{}</div>",
    ],
)
def test_numbers_that_are_no_votes(form: str) -> None:
    assert votes(form) == [None] * 5


@pytest.mark.parametrize(
    ("css", "counts"), [("answer__score", True), ("score__answers", False), ("answer-score", False)]
)
def test_the_block_that_a_class_names_says_nothing(css: str, counts: bool) -> None:
    assert (votes(f"<div class={css}>{{}}</div>") != [None] * 5) is counts


def test_numbers_in_a_text_are_no_votes() -> None:
    record = thread(below=["<p class=votes>7</p>"] + [""] * 4)
    assert record.question is not None
    assert record.question.votes is None


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("<div class=votes>+{}</div>", True), ("<div class=votes>{}k</div>", True),
        ("<div class=vote><i><u>{}</u></i></div>", True),
        ("<div class=votes><i><u><s>{}</s></u></i></div>", False), ("<div itemprop=upvoteCount>{}</div>", True),
        ("<div data-vote=x>{}</div>", True),
        ("<div class=thumbs>{}</div>", True), ("<div class=likes>{}</div>", True), ("<div class=kudos>{}</div>", True),
        ("<div class=reactions>{}</div>", True),
        ("<div class=recommends>{}</div>", True), ("<div class=upvoted>{}</div>", True),
        ("<div class=rating>{}</div>", True),
        *((f"<div class='score {name}'>{{}}</div>", False) for name in (
            "view-count", "replies", "comments", "answers",
        "post-count", "postcount", "posts", "badge",
                                                                    "reputation", "shares", "followers",
                                                                    "message-count")),
        *((f"<div class='{name}'><span class=votes>{{}}</span></div>", False) for name in ("author", "user", "profile",
        "poster", "member", "who-points", "signature")),
        ("<div class=user><b><span class=votes>{}</span></b></div>", False),
        ("<div class=user><b><s><span class=votes>{}</span></s></b></div>", True),
        ("<div class=user>{} votes</div>", False),
        *((f"<div>{{}} {word}</div>", True) for word in ("like", "likes", "point", "vote", "votes", "upvote", "upvotes",
        "kudos", "thanks", "thumbs up", "thumb up",
                                                         "people like this", "users found it good", "members like it")),
        ("<div>+{} votes</div>", True), ("<div>{}votes</div>", False), ("<div>{} voters</div>", True),
        ("<div>has {} votes</div>", False),
        ("<div>{} votes " + "x" * 30 + "</div>", True), ("<div>{} votes " + "x" * 33 + "</div>", False),
    ],
)  # fmt: skip
def test_where_votes_stand_and_how_they_are_printed(form: str, found: bool) -> None:
    record = thread(beside=[form.format(number) for number in (9, 4, 2, 7, 5)])
    factor = 1_000 if "{}k" in form else 1
    expected = [number * factor if found else None for number in (4, 2, 7, 5)]
    assert [answer.votes for answer in record.answers] == expected


@pytest.mark.parametrize(
    "form",
    [
        "<button>Hilfreich ({})</button>", "<a class=x>赞 {}</a>", "<p>ナイス! <b>{}</b></p>",
        "<p>추천 <em class=cnt>{}</em></p>",
        "<p>Нравится <b>{}</b></p>", "<p><span>{}</span> <span>Kudos</span></p>", "<a href='#'>Beğen ({})</a>",
        "<p>👍 <i>{}</i> 👎 <i>1</i></p>", "<p>За это сообщение автора поблагодарили: <b>{}</b></p>",
        "<p>{} of 20 people found this helpful</p>", "<p>{} person found this reply helpful</p>", "<p>{} votos</p>",
        "<button aria-label='Upvote ({})'></button> <button aria-label='Downvote (8)'></button>",
        "<button aria-label='{} likes'><svg></svg></button>",
    ],
)  # fmt: skip
def test_what_votes_are_called(form: str) -> None:
    record = thread(beside=[form.format(number) for number in (9, 4, 2, 7, 5)])
    assert [answer.votes for answer in record.answers] == [4, 2, 7, 5]


@pytest.mark.parametrize(
    "form",
    ["<p>Views <b>{}</b></p>", "<p>Posts: {}</p>", "<p>Thanks <b>a lot</b> {}</p>", "<button>Share ({})</button>"],
)
def test_other_counts_are_no_votes(form: str) -> None:
    record = thread(beside=[form.format(number) for number in (9, 4, 2, 7, 5)])
    assert [answer.votes for answer in record.answers] == [None] * 4


def test_votes_for_a_question_stand_beside_it() -> None:
    text = "My loom creaks since it was damp, at each beat. What can I oil?"
    asked = f"<div><span class=score>21</span><div>{text}</div></div>"
    places, _, _ = family(asked)
    assert votes_in(places, range(len(places.texts))) == 21
    assert votes_in(places, range(1, len(places.texts))) is None


def test_votes_stand_at_one_place_in_at_least_half_of_the_posts() -> None:
    def votes(*beside: str) -> list[int | None]:
        return [answer.votes for answer in thread(beside=["", *beside]).answers]

    one, other = "<div class=votes>{}</div>", "<div><span class=score>{}</span></div>"
    assert votes(one.format(3), one.format(4), "", "") == [3, 4, None, None]
    assert votes(one.format(3), one.format(4), one.format(5), other.format(6)) == [3, 4, 5, None]
    assert votes(one.format(3), one.format(4), other.format(6), "") == [3, 4, 6, None]
    assert votes(one.format(3) + one.format(8), one.format(4), one.format(5), "") == [3, 4, 5, None]


@pytest.mark.parametrize(
    ("posts", "votes"),
    [
        ([f"<s>{'x' * 41}</s><s>12 posts</s><s class=votes>7</s>{BODY}"], [7]),
        ([f"<s class='votes views'>3</s><s class=votes>7</s>{BODY}"], [7]),
        ([f"<s class=votes>7</s><s class=votes>9</s>{BODY}"], [7]), (["<p id=b class=votes>7</p>"], [None]),
        ([f"<p class=votes>7</p>{BODY}<p id=n class=votes>9</p>"], [7]),
        ([f"{BODY}<div id=n class=votes>9</div>"], [None]),
        ([f"<s class=votes>7</s>{BODY}<u class=score>8</u>", f"{BODY}<u class=score>9</u>"], [8, 9]),
        ([f"<s class=votes>7</s>{BODY}", f"{BODY}<u class=score>9</u>"], [7, 9]),
        ([f"<s class=votes>7</s>{BODY}"] * 2 + [f"{BODY}<u class=score>9</u>"], [7, 7, 9]),
        ([f"<s class=votes>7</s>{BODY}"] * 3 + [f"{BODY}<u class=score>9</u>"], [7, 7, 7, None]),
        ([f"<s title=vote data-vote-id=x>7</s>{BODY}"], [7]), ([f"<s data-score=x><u><u>7</u></u></s>{BODY}"], [7]),
        ([f"<s data-score=x><u><u><u>7</u></u></u></s>{BODY}"], [None]), ([BODY], [None]), ([BODY, BODY], [None, None]),
        ([f"<s data-likes=x>7</s>{BODY}"], [None]), ([f"<s>7 votes {'x' * 32}</s>{BODY}"], [7]),
        ([f"<s>7 votes {'x' * 33}</s>{BODY}"], [None]),
        ([f"<s class=votes>k</s>{BODY}"], [None]), ([f"<s class=votes>1.5</s>{BODY}"], [None]),
    ],
)  # fmt: skip
def test_votes_of_records(posts: list[str], votes: list[int | None]) -> None:
    places, records, bodies = family(*posts)
    assert votes_of(places, records, bodies, set()) == votes
