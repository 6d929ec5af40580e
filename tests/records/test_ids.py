"""Ids: the same thing has the same id in every build; different things never share one."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from w3lib.url import canonicalize_url

import qapipe
from qapipe.records import ids
from support.golden import digest

SPELLINGS = [
    "https://a.example/q/x?a=2&b=1",
    "http://a.example/q/x?a=2&b=1",
    "https://www.a.example/q/x?a=2&b=1",
    "http://WWW.A.example/q/x?a=2&b=1",
    "https://a.example/q/x/?a=2&b=1",
    "https://a.example/q/x?b=1&a=2",
    "https://a.example/q/x?a=2&b=1#answer-3",
    "https://a.example/q/x/?b=1&a=2#",
    "https://a.example:443/q/x?a=2&b=1",
    "http://a.example:80/q/x?a=2&b=1",
    "https://a.example/q/../q/./x?a=2&b=1",
    "https://a.example/%71/x?a=2&b=1",
]


@pytest.mark.parametrize("url", SPELLINGS)
def test_one_question_has_one_id(url: str) -> None:
    assert ids.canonical_url(url) == "a.example/q/x?a=2&b=1"
    assert ids.question_id("s", None, url, "00") == ids.question_id("s", None, SPELLINGS[0], "11")


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://a.example", "a.example/"),
        ("https://a.example/", "a.example/"),
        ("https://a.example/?", "a.example/"),
        ("https://www.example/", "example/"),
        ("https://a.example/caf%c3%a9", "a.example/caf%C3%A9"),
        ("https://a.example/café", "a.example/caf%C3%A9"),
        ("https://a.example/a b", "a.example/a%20b"),
        ("https://münchen.example/q", "xn--mnchen-3ya.example/q"),
        ("http://[bad", "http://[bad"),
        ("nonsense", "nonsense"),
    ],
)
def test_canonical_url(url: str, canonical: str) -> None:
    assert ids.canonical_url(url) == canonical


@pytest.mark.parametrize(
    "other",
    ["https://b.example/q/x", "https://m.a.example/q/x", "https://a.example/Q/x", "https://a.example/q/x?a=1",
     "https://a.example:8080/q/x", "https://a.example/q", "https://a.example/q/x/y", "https://a.example/q/x;v=2"],
)  # fmt: skip
def test_other_questions_have_other_ids(other: str) -> None:
    assert ids.canonical_url(other) != ids.canonical_url("https://a.example/q/x")


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=40) | st.text("htps:/w.aexmple?=&#[]%@019é\ud800\x00 +", max_size=40).map("http://{}".format))
def test_any_text_has_a_canonical_form(url: str) -> None:
    canonical = ids.canonical_url(url)
    assert ids.canonical_url(url) == canonical
    assert len(ids.page_id(url, "00")) == 32


@settings(deadline=None, max_examples=300)
@given(st.from_regex(r"https?://(www\.)?[a-z0-9.-]{1,12}(/[A-Za-z0-9_.~/-]{0,12})?", fullmatch=True))
def test_plain_urls_need_no_library(url: str) -> None:
    """Most URLs are told from their form alone; w3lib, which knows all others, says the same of them."""
    parts = urlsplit(canonicalize_url(url))
    assert ids.canonical_url(url) == parts.netloc.removeprefix("www.") + (parts.path.rstrip("/") or "/")


def test_ids_are_for_ever() -> None:
    """Pinned: a change here gives every dataset new keys."""
    assert ids.digest("question", "realself", "key", "some-slug") == "e178309589df94d28003e4c1269fd7de"
    assert ids.question_id("realself", "some-slug", None, "") == "e178309589df94d28003e4c1269fd7de"
    assert ids.question_id("s", None, "http://www.a.example/q/?b=1&a=2#x", "") == "3288727b97691567d55483d40e597a4e"
    assert ids.question_id("s", None, None, "00") == "08e235f3e63880ae1b16a451d3d25e3a"
    assert ids.page_id(None, "00") == "8efb1f3e8a7fd01b4fb039148a056f89"
    assert ids.answer_ids("q", [("Ana Silva", "Yes.")]) == ["7d27012147dfc310271a492717e77baf"]
    assert expert_id("s", None, "Ana Silva", None, "Miami") == "1d101b133031cf8007c0bb898928c14a"
    assert expert_id("s", None, "Ana Silva", "https://a.example/dr/ana", None) == "0475881d0ff16f8ba6d7329db64f3971"


def test_ids_are_hashes_of_what_identifies() -> None:
    posts = [("Ana", "Yes."), (None, "No."), ("Ana", "Yes."), (None, "No."), ("Ana", "Yes."), ("Bo", "")]
    numbers = "001120"
    assert ids.answer_ids("q", posts) == [
        digest("answer", "q", *post, number) for post, number in zip(posts, numbers, strict=True)
    ]
    assert ids.answer_ids("q", posts[:2]) == [digest("answer", "q", *post, "0") for post in posts[:2]]
    link = "https://www.a.example/dr/ana/"
    authors = [
        ("Ana É", link, "Miami"),
        (None, link, "Miami"),
        ("Bo", None, "MIAMI"),
        ("Bo", None, ""),
        ("", "https://a.example", None),
    ]
    assert ids.expert_ids("s", "h", authors) == [
        digest("expert", "s", "url", "a.example/dr/ana"), None, digest("expert", "s", "h", "name", "bo", "miami"),
        digest("expert", "s", "h", "name", "bo", None), digest("expert", "s", "url", "a.example/"),
    ]  # fmt: skip
    assert ids.expert_ids(None, None, []) == []


@pytest.mark.parametrize(
    ("site", "key", "url", "thread"),
    [
        (None, None, "https://a.example/q/1", "question"),
        ("s", "key", "https://a.example/q/1?page=2", "question"),
        ("s", None, None, "question"),
        ("s", None, "https://a.example/q/1?page=2", digest("question", "s", "url", "a.example/q/1")),
        (None, None, "https://www.a.example/q/1/page-3", digest("question", None, "url", "a.example/q/1")),
    ],
)
def test_the_pages_of_a_question_have_one_thread_id(
    site: str | None, key: str | None, url: str | None, thread: str
) -> None:
    assert ids.thread_id("question", site, key, url) == thread


def test_longer_urls_are_not_normalised() -> None:
    start = "https://a.example/?b=1&a="
    longest = start + "x" * (65_536 - len(start))
    assert ids.canonical_url(longest).startswith("a.example/?a=xxx")
    assert ids.canonical_url(f"{longest}x") == f"{longest}x"


def test_parts_of_an_id_do_not_run_together() -> None:
    parts = [
        ("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), ("abc", None), ("", "abc"), (None, "abc"), ("", ""), ("",),
        (None,), (None, None), ("a", "b"), ("a\x1fb",), ("a\x1f", "b"), ("a", "\x1fb"), ("a", "", "b"), ("\x00",),
    ]  # fmt: skip
    digests = [ids.digest(*one) for one in parts]
    assert [one for one, its in zip(parts, digests, strict=True) if digests.count(its) > 1] == []


PARTS = st.lists(st.none() | st.text("ab\x00\x10\x1f:0", max_size=4), min_size=1, max_size=4)


@settings(deadline=None, max_examples=500)
@given(PARTS, PARTS)
def test_different_parts_give_different_ids(one: list[str | None], other: list[str | None]) -> None:
    assert (ids.digest(*one) == ids.digest(*other)) == (one == other)


def test_a_key_names_the_question_before_its_url_and_its_url_before_its_content() -> None:
    ask = ids.question_id
    assert ask("s", "key", "https://a.example/1", "00") == ask("s", "key", None, "11")
    assert ask("s", None, "https://a.example/1", "00") == ask("s", None, "https://a.example/1", "11")
    assert ask("s", None, None, "00") != ask("s", None, None, "11")
    found = [ask(site, *rest) for site in "st" for rest in (("x", None, "x"), (None, "x", "x"), (None, None, "x"))]
    assert len(set(found)) == 6


def expert_id(site: str, host: str | None, *author: str | None) -> str | None:
    """The id of an expert, made among others."""
    name, url, location = author
    others = [(None, None, "Miami"), ("Bo Lee", None, None), ("Bo Lee", "https://a.example/dr/bo", None)]
    found = ids.expert_ids(site, host, [others[0], (name, url, location), *others[1:]])
    assert found[0] is None
    return found[1]


def test_equal_answers_are_told_apart_by_their_order() -> None:
    yes = [("Ana", "Yes."), ("Ana", "Yes."), (None, "Yes."), ("Bo", "Yes."), ("Ana", "No."), ("Ana", "Yes.")]
    found = [*ids.answer_ids("q", yes), *ids.answer_ids("r", [("Ana", "Yes.")])]
    assert len(set(found)) == 7
    assert ids.answer_ids("q", yes[:2]) == found[:2]
    assert ids.answer_ids("q", []) == []


def test_namesakes_are_told_apart() -> None:
    same = expert_id("s", None, "Ana Silva", None, "Miami")
    assert same == expert_id("s", None, "ANA SILVA", None, "miami")
    others = [
        ("s", "a.example", "Ana Silva", None, "Miami"),
        ("s", None, "Ana Silva", None, None),
        ("s", None, "Ana Silva", "https://a.example/dr/ana", "Miami"),
        ("t", None, "Ana Silva", None, "Miami"),
    ]
    assert len({same, *(expert_id(*other) for other in others)}) == 5


def test_a_profile_link_names_an_expert_whatever_the_page_prints() -> None:
    same = expert_id("s", "a.example", "Ana Silva", "https://www.a.example/dr/ana/", "Miami")
    assert same == expert_id("s", "b.example", "A. Silva", "http://a.example/dr/ana", None)


PAGE = (
    "A tiny bump?\n\nDoctor Answers 2\n\nYes\n\nWait for it.\n\nMiami Dentist\n\n"
    "No\n\nWait for it.\n\nJane Roe, MD\nTampa Dentist\n"
)


@pytest.mark.parametrize(
    "url",
    ["http://realself.com/question/Tiny-Bump", "https://www.realself.com/question/tiny-bump/",
     "//realself.com/question/tiny-bump", "https://m.realself.com/question/tiny%2Dbump?utm_source=x#answers"],
)  # fmt: skip
def test_captures_of_one_question_meet(url: str) -> None:
    """By http and https, with and without ``www.``, in any case: the slug is the question's own name."""
    record = qapipe.parse_page(qapipe.RawPage(body=PAGE.encode(), url=url))
    assert record.question_id == digest("question", "realself", "key", "tiny-bump")
    assert len({answer.answer_id for answer in record.answers}) == 2
    assert [answer.expert_id is None for answer in record.answers] == [True, False]


def test_without_a_url_nothing_is_merged_on_a_guess() -> None:
    one, other = (qapipe.parse_page(qapipe.RawPage(body=PAGE.encode() + more)) for more in (b"", b"\n"))
    assert one.question == other.question
    assert one.question_id != other.question_id


@pytest.mark.parametrize("most", [0, 3, 8_192])
def test_remembered_ids_of_experts_are_the_same(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are remembered: each is the hash of its own parts."""
    monkeypatch.setattr(ids, "_MOST_EXPERTS", most)
    pages = [[(f"N{n % 7}", f"https://e.example/{n}" if n % 3 else None, "") for n in range(page)] for page in range(9)]
    for host in (None, "h.example"):
        for authors in (*pages, *reversed(pages)):
            expected = [
                ids.digest("expert", "s", "url", f"e.example/{url[-1]}")
                if url
                else ids.digest("expert", "s", host, "name", (name or "").lower(), None)
                for name, url, _ in authors
            ]
            assert ids.expert_ids("s", host, [*authors, (None, "https://x.example/", "x")]) == [*expected, None]
