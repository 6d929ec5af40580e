"""Names in short texts, and the texts that are none."""

import pytest

from qapipe.readers.threads.names import is_aside, is_clock, name_in, says_from


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bodil", "Bodil"),
        ("Bodil  Lund", "Bodil Lund"),
        # who they are said to be
        *((f"{role}: Bodil", "Bodil") for role in ("Customer", "EXPERT", "user", "Author", "Autor", "Auteur", "Asker",
                                                   "Patient", "質問者", "回答者", "投稿者", "作者", "楼主")),
        ("作者：Bodil", "Bodil"), ("Author :Bodil", "Bodil"), ("by Author: Bodil", "Bodil"),
        ("Author:", "Author"), ("Authors: Bodil", "Authors: Bodil"), ("Our author: Bodil", "Our author: Bodil"),
        ("Author Bodil", "Author Bodil"),
        # what stands before them
        *((f"{words} Bodil", "Bodil") for words in ("by", "By:", "posted by", "Written by", "answered by", "Asked by",
                                                    "Started by", "Replied by", "Re: Kettles by", "Kettles, asked by")),
        ("by", "by"), ("Standby Bodil", "Standby Bodil"), ("byBodil", "byBodil"),
        ("x" * 29 + " by Bodil", "Bodil"), ("x" * 30 + " by Bodil", "x" * 30 + " by Bodil"),
        ("Re: " + "x" * 29 + " by Bodil", "Bodil"),
        # the address behind them
        ("Bodil bodil@kettles.example", "Bodil"), ("Bodil <bodil@kettles.example>", "Bodil"),
        ("Bodil (bodil@kettles.example)", "Bodil"), ("Bodil [bodil(at)kettles.example]", "Bodil"),
        ("Bodil <left plate>", "Bodil"), ("Bodil bodil@kettles.example now", "Bodil bodil@kettles.example now"),
        ("Bodil Lund @bodil-lund", "Bodil Lund"), ("@bodil", "@bodil"), ("Bodil @ home", "Bodil @ home"),
        ("bodil@kettles.example", "bodil@kettles.example"), ("<left plate>", "<left plate>"), ("Bodil <>", "Bodil <>"),
        # what stands around them
        *((f"{mark} Bodil {mark}", "Bodil") for mark in ",:;|·•—–-"),
        ("Bodil!", "Bodil!"),
        # nobody
        *((text, None) for text in ("Anonymous", "anonymous user", "Guest", "deleted", "Deleted user", "[deleted]",
                                    "[removed]", "unknown", "Unknown User", "former member", "Gast", "invité", "Anonym",
                                    "Anónimo", "anônimo", "匿名用户", "匿名", "Аноним")),
        ("by Guest", None), ("Author: anonymous", None), ("Guest:", None), ("", None), (" - ", None), ("by - ", None),
        ("Guestina", "Guestina"), ("Our Guest", "Our Guest"),
    ],
)  # fmt: skip
def test_the_name_that_a_text_gives(text: str, name: str | None) -> None:
    assert name_in(text) == name


@pytest.mark.parametrize(
    ("text", "is_label"),
    [
        *((text, True) for text in ("From:", "from：", "Author :", "SENDER:", "Posted by:", "written by:", "by:",
                                    "Name:", "user:", "Username:", "User name:", "von:", "Autor:", "auteur:", "de:",
                                    "от:", "Автор:", "投稿者：", "作者：")),
        *((text, False) for text in ("From", "From: Bodil", "Away from:", "Fromm:", "Subject:", "")),
    ],
)  # fmt: skip
def test_labels_of_names(text: str, *, is_label: bool) -> None:
    assert says_from(text) is is_label


@pytest.mark.parametrize(
    ("text", "is_time"),
    [
        *((text, True) for text in ("7:05", "17:05", "17.05", "17h05", "17:05:59", "17.05.59", "7:05 pm", "7:05PM",
                                    "7:05 a.m.", "17.05 Uhr", "17:05 ")),
        *((text, False) for text in ("7:5", "117:05", "17-05", "17:05:5", "at 17:05", "17:05 h", "7:05 pma", "Bodil",
                                     "17")),
    ],
)  # fmt: skip
def test_times_of_day(text: str, *, is_time: bool) -> None:
    assert is_clock(text) is is_time


@pytest.mark.parametrize(
    ("texts", "run", "aside"),
    [
        ("(|Bo|)", 1, True), ("Bodil (|Bo|) wrote", 1, True), ("x|y (|Bo|) z|x", 2, True),
        ("Bodil|Bo|)", 1, False), ("(|Bo|Lund", 1, False), ("(Bodil|Bo|)", 1, False), ("(|Bo|Lund)", 1, False),
        # before the first and behind the last text there is nothing
        ("Bo|)|(", 0, False), ("(|Bo", 1, False), ("Bo", 0, False),
        # the brackets stand right around
        ("(|x|Bo|)", 2, False), ("(|Bo|x|)", 1, False), ("x|(|)", 1, False), ("(|)|x", 1, False),
    ],
)  # fmt: skip
def test_texts_in_parentheses_of_their_own(texts: str, run: int, *, aside: bool) -> None:
    assert is_aside(texts.split("|"), run) is aside


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bodil (not verified)", "Bodil"), ("Bodil (not verified", "Bodil"), ("Bodil (nicht überprüft)", "Bodil"),
        ("Anonymous (not verified)", None), ("Аня (не проверено)", "Аня"), ("Bodil (weaver)", "Bodil (weaver)"),
    ],
)  # fmt: skip
def test_names_that_nobody_verified(text: str, name: str | None) -> None:
    assert name_in(text) == name
