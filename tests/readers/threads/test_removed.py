"""What is left out of posts is counted by rule."""

import pytest

from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Removal

from .pages import ASKED, FIRST, SECOND, post, thread

HEAD = "<h1>Why does my kettle hum?</h1>"
RULE = "<p>____________</p>"


def page(first: str, *, asked: str = "") -> str:
    return (
        f"{HEAD}<main>{post(1, 'Bodil', '3 May 2014', ASKED + asked)}{post(2, 'Kasper', '3 May 2014', FIRST + first)}"
        f"{post(3, 'Ottilie', '4 May 2014', SECOND)}</main>"
    )


@pytest.mark.parametrize(
    ("html", "removed"),
    [
        ("", []),
        ("<div class=notice></div>", []),
        ("<div class='site notice'>Closed <b>as old</b></div>", [(NoiseRule.SITE_NOTICE, "Closed as old")]),
        ("<div role=alert>Log in first</div>", [(NoiseRule.SITE_NOTICE, "Log in first")]),
        ("<div class=Post-Signature>Hum on</div>", [(NoiseRule.SIGNATURE, "Hum on")]),
        ("<div class=post-signature><a href=/u/1>Kasper</a> on 3 May 2014</div>", []),  # a byline
        ("<div class=editby>Edited at noon</div>", [(NoiseRule.EDIT_NOTE, "Edited at noon")]),
        ("<div class=post-menu>Reply</div>", [(NoiseRule.CONTROL, "Reply")]),
        ("<div class=adslot>Buy tea <i class=sig>now</i></div>", [(NoiseRule.ADVERT, "Buy tea now")]),
        (f"{RULE}<p>Hum on</p><p>and on</p>", [(NoiseRule.SIGNATURE, "Hum on and on")]),
        ("<p>Edited by Kasper at noon</p>", [(NoiseRule.EDIT_NOTE, "Edited by Kasper at noon")]),
        (f"<p>Edited by Kasper</p>{RULE}<p>Hum on</p>",
         [(NoiseRule.SIGNATURE, "Hum on"), (NoiseRule.EDIT_NOTE, "Edited by Kasper")]),
        ("<pre>lift -n 2</pre><pre class=hide>lift -n 2</pre>", [(NoiseRule.REPEATED_TEXT, "lift -n 2")]),
    ],
)  # fmt: skip
def test_what_is_removed_from_a_post(html: str, removed: list[tuple[NoiseRule, str]]) -> None:
    found = thread(page(html))
    assert sorted(found.noise, key=lambda one: one.text) == [
        Removal(*one) for one in sorted(removed, key=lambda one: one[1])
    ]
    assert [post.body.split("\n")[0] for post in found.answers] == [FIRST[3:-4], SECOND[3:-4]]


def test_what_is_removed_from_the_question() -> None:
    assert thread(page("", asked="<div class=notice>Moved</div>")).noise == [Removal(NoiseRule.SITE_NOTICE, "Moved")]


def test_the_second_form_of_posts() -> None:
    forms = "".join(
        f"<li class=post><div class=long><b><a href=/u/{n}>Ida{n}</a> {n} May 2014</b><div>{words}</div></div>"
        f"<div class=short>Ida{n} {n} May 2014 {words[3:-4]}</div></li>"
        for n, words in enumerate((ASKED, FIRST, SECOND), 3)
    )
    found = thread(f"{HEAD}<ul>{forms}</ul>")
    assert [one.rule for one in found.noise] == [NoiseRule.REPEATED_TEXT] * 3
    assert all(one.text.endswith(words[3:-4]) for one, words in zip(found.noise, (ASKED, FIRST, SECOND), strict=True))
