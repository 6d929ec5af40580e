"""What begins below the last answer: sure lines of any length, menus only as short lines that are no sentence."""

import pytest

from qapipe.readers.lines.boilerplate import is_below

MENU = "Similar questions about looms "


@pytest.mark.parametrize(
    "line",
    ["Related posts", "related article", "Leave a reply", "Leave a comment", "Share this", "SHARE ON", "Previous post",
     "Next post", "Tag: looms", "Tags: looms", "Filed under looms", "Posted in looms", "Categories", "Copyright 2012",
     "© 2012 Looms", "Disclaimer", "About the Author", "You may also like", "Comments", "Comment 3", "Comments (2)",
     "Was this helpful", "Was this answer helpful?", "Did you find this useful?", "All rights reserved.",
     "Related posts about looms that you should read before you buy one, and some that you should not read at all."],
)  # fmt: skip
def test_sure_lines(line: str) -> None:
    assert is_below(line) is True


@pytest.mark.parametrize(
    "line",
    ["Similar questions", "Recent posts", "All topics", "Older articles", "Ask a doctor", "Submit your question",
     "Post an interesting question", "Have a question? Write", "Still have more questions", "Got any questions",
     "See also", "Read more", "Read next", "View all", "View more", "Subscribe", "Sign up", "Log in", "Signin", "Login",
     "Newsletter", "Terms of use", "Terms and conditions", "Privacy", "Contact us", "Follow us", "Back to top",
     "Advertisement", "Print this", "E-mail this", "Email this", "Ähnliche Fragen", "Kommentare", "Mehr Fragen",
     "Questions similaires", "Preguntas relacionadas", "Похожие вопросы", "相关问题", "関連する質問"],
)  # fmt: skip
def test_menus(line: str) -> None:
    assert is_below(line) is True
    assert is_below(f"{line}.") is False
    assert is_below(f"{line}!") is False


def test_a_menu_is_a_short_line() -> None:
    assert is_below(MENU.ljust(80, "x")) is True
    assert is_below(MENU.ljust(81, "x")) is False


@pytest.mark.parametrize(
    "line",
    ["Oil the pegs", "I have related posts", "Comments are fun", "Sharethis", "Ask your neighbour", "Advertisements",
     "Copyrighted patterns", "Readmore", "Similar questionsmarks", "Ask a " + "very " * 9 + "good question"],
)  # fmt: skip
def test_what_somebody_wrote(line: str) -> None:
    assert is_below(line) is False
