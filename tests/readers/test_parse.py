"""The laws as properties: whatever a page holds, it gives one record, the same one, with nothing lost or invented."""

import gc
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

import qapipe
from generators import realself
from qapipe.records import plain
from qapipe.records.reasons import Reason, Status
from support import text_rules

URLS = [None, "https://www.realself.com/question/some-slug", "https://other.example/page", "http://[bad", "nonsense"]


def parse(body: bytes, url: str | None = None, media_type: str | None = None) -> qapipe.Record:
    return qapipe.parse_page(qapipe.RawPage(body=body, url=url, media_type=media_type))


def texts_of(record: qapipe.Record) -> list[str]:
    """Every text that stands in a column of text."""
    question = record.question
    found = [question.title, question.body, question.asker, question.asker_location] if question else []
    for answer in record.answers:
        found += [answer.headline, answer.body, answer.author_name, answer.author_note, answer.specialty]
        found += [answer.location, answer.address, *answer.author_credentials]
    return [text for text in found if text is not None]


def check(record: qapipe.Record) -> None:
    """What holds of every record."""
    assert record.status in (Status.OK, Status.PARTIAL, Status.NOT_QA, Status.ERROR)
    assert (record.question is not None) == (record.status in (Status.OK, Status.PARTIAL))
    assert (record.reason is not None) == (record.question is None)
    assert record.reason is not Reason.PARSER_CRASHED, record.detail
    assert [answer.position for answer in record.answers] == list(range(1, len(record.answers) + 1))
    for text in texts_of(record):
        assert text_rules.faults(text) == []


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=3_000), st.sampled_from(URLS), st.sampled_from([None, "text/html", "text/plain", "x/y"]))
def test_any_bytes_give_a_record(body: bytes, url: str | None, media_type: str | None) -> None:
    check(parse(body, url, media_type))


PIECES = [
    *"<>/=\"' ",
    *"<p> </p> <li> <ul> <br> <h1> <h3> </a> <!-- --> </script> } words &amp; é".split(),
    *("\n", "\x00", "\ud800", "<a href='/dr/x-y-z'>", "Doctor Answers 3", "Miami Dentist", "Jane Roe, MD"),
    *("4.9 out of 5 stars 3 reviews", "{{ voteCount + 1 }}", "<b itemprop=name>", "<i itemprop=text>"),
    "<script type='application/ld+json'>",
    '{"@type":"QAPage","mainEntity":{"@type":"Question","name":"x"',
    "<div itemscope itemtype='https://schema.org/Question'>",
    "<div itemprop=acceptedAnswer itemscope itemtype='https://schema.org/Answer'>",
]
MARKUP = st.sampled_from(PIECES)


@settings(deadline=None, max_examples=150)
@given(st.lists(MARKUP, max_size=60), st.sampled_from(URLS))
def test_any_markup_gives_a_record(pieces: list[str], url: str | None) -> None:
    body = "".join(pieces).encode("utf-8", "surrogatepass")
    check(parse(body, url))
    check(parse(b"<html>" + body, url))


@settings(deadline=None, max_examples=120)
@given(st.integers(0, 5_000), st.randoms(use_true_random=False), st.booleans())
def test_damaged_pages_give_a_record(seed: int, chance: random.Random, html: bool) -> None:
    page = realself.html_page(seed) if html else realself.text_page(seed)
    lines = page.body.split(b"\n")
    for _ in range(chance.randint(0, 6)):
        place = chance.randrange(len(lines))
        match chance.randrange(4):
            case 0:
                del lines[place : place + chance.randint(1, 4)]
            case 1:
                lines[place:place] = lines[place : place + 2]
            case 2:
                lines.insert(place, chance.choice(lines) if lines else b"")
            case _:
                lines = lines[: place + 1]
        lines = lines or [b""]
    check(parse(b"\n".join(lines), page.url, page.media_type))


@settings(deadline=None, max_examples=80)
@given(st.integers(0, 5_000))
def test_every_word_of_a_text_page_is_somewhere_and_none_is_invented(seed: int) -> None:
    page = realself.text_page(seed)
    record = parse(page.body, page.url, page.media_type)
    if record.question is None:
        return
    text = page.body.decode()
    lines = [line for line in text_rules.paragraphs(text).split("\n") if line]
    shown = "\n".join(lines)
    kept = "\n".join([*texts_of(record), *(removal.text for removal in record.noise)])
    numbers = re.compile(r"[+-]?\d[\d.,]*|\W")
    for line in lines:
        rating = re.fullmatch(r"[\d.]+ out of 5 stars [\d,]+ reviews?", line)
        counted = re.fullmatch(r"(?:Doctor )?Answers \(?\d+\)?|[+-]\d+", line)
        if not rating and not counted:
            lost = [word for word in line.split() if word.strip(",()") not in kept]
            assert not lost, (lost, line)
    for value in texts_of(record):
        words = [word for word in value.split() if numbers.sub("", word)]
        assert not [word for word in words if word not in shown], value


@pytest.mark.parametrize("make", [realself.text_page, realself.html_page])
def test_the_same_page_gives_the_same_record(make: object) -> None:
    for seed in range(40):
        page = make(seed)  # type: ignore[operator]
        assert parse(page.body, page.url) == parse(page.body, page.url)


@settings(deadline=None)
@given(st.lists(st.text("abcXYZ019éßñ李.,!?:;'\"{}<>&%$#@()-", min_size=1, max_size=12), min_size=1, max_size=20))
def test_clean_text_comes_back_as_it_is(words: list[str]) -> None:
    text = " ".join(words)
    page = f"Some title here\n\nDoctor Answers 1\n\nHead of it\n\nStart {text} end.\n"
    record = parse(page.encode(), "https://www.realself.com/question/x")
    assert record.answers[0].body == f"Start {text} end."


MARKED_UP = b"""<script type="application/ld+json">{"@type": "QAPage", "mainEntity": {"@type": "Question",
    "name": "A title?", "answerCount": 1, "suggestedAnswer": {"@type": "Answer", "text": "Yes.",
    "author": {"@type": "Person", "name": "Kim Lee"}}}}</script>"""
TEXT = (
    b"A title?\n\nDoctor Answers 2\n\nHead\n\nBody of it.\n\nMiami Dentist\n\n"
    b"Other\n\nNo.\n\nKim Lee, MD\nMiami Dentist\n"
)


def expert_of(body: bytes, url: str | None) -> str | None:
    *_, answer = parse(body, url).answers
    assert answer.author_name == "Kim Lee"
    return answer.expert_id


def test_namesakes_on_two_hosts_are_two_people_but_on_a_named_site_one() -> None:
    hosts = ["a.example", "b.example", "www.a.example"]
    marked_up = [expert_of(MARKED_UP, f"https://{host}/q/{number}") for host in hosts for number in (1, 2)]
    assert [marked_up.index(expert) for expert in marked_up] == [0, 0, 2, 2, 4, 4]
    assert None not in marked_up
    named = {expert_of(TEXT, f"https://{host}realself.com/question/x") for host in ("", "www.", "m.")}
    assert len(named) == 1
    assert named.isdisjoint(marked_up)
    assert expert_of(TEXT, None) in named


CODE = [
    "Write {{ user.name }} and it is printed; {{ '{{' }} prints the braces themselves.",
    "In Angular {{ voteCount }} is only filled in when the controller ran, says {{ $ctrl.x | json }}.",
    'In Vue use v-pre, then {{ raw }} stays; Ansible wants {{ item }} in quotes: "{{ item }}".',
    "{% raw %}{{ x }}{% endraw %}",
]


@pytest.mark.parametrize("code", CODE)
@pytest.mark.parametrize("slot", ["{{ voteCount >= 0 ? '+' + (voteCount + 1) : (voteCount + 1) }}\n\n", ""])
def test_templates_in_somebodys_words_stay(code: str, slot: str) -> None:
    page = f"How do I print braces?\n\nDoctor Answers 2\n\nUse them\n\n{slot}{code}\n\nMiami Dentist\n\n"
    page += f"Or not\n\n{slot}Then write {code}\n\nJane Roe, MD\nTampa Dentist\n\n"
    record = parse(page.encode(), "https://www.realself.com/question/x")
    assert [answer.body for answer in record.answers] == [code, f"Then write {code}"]
    assert [removal.rule for removal in record.noise] == ["vote_placeholder"] * (2 if slot else 0)


@pytest.mark.parametrize(("size", "reason"), [(20, "no_question"), (21, "too_large")])
def test_the_largest_page_that_is_read(size: int, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "MAX_PAGE_BYTES", 20)
    record = qapipe.parse_page(qapipe.RawPage(body=b"x" * size))
    assert (record.reason, record.bytes) == (reason, size)
    assert (record.detail is not None and "21 bytes; the limit is 20" in record.detail) is (size == 21)


def question_id(url: str | None, head: str = "") -> str | None:
    answer = '"acceptedAnswer": {"@type": "Answer", "text": "Put a coin under it."}'
    data = f'{{"@type": "QAPage", "mainEntity": {{"@type": "Question", "name": "Why does it hum?", {answer}}}}}'
    page = f'<title>Why does it hum?</title>{head}<script type="application/ld+json">{data}</script>'
    return qapipe.parse_page(qapipe.RawPage(body=page.encode(), url=url)).question_id


def test_a_question_is_known_by_the_address_that_its_page_declares_on_its_own_host() -> None:
    link = "<link rel=canonical href='https://kettles.example/q/7'>"
    plain = question_id("https://kettles.example/q/7")
    assert question_id("https://kettles.example/q/7?page=2", link) == plain
    assert question_id("http://www.kettles.example/q/7?page=2", link) == plain
    assert question_id("https://kettles.example/q/7?page=2") != plain
    assert question_id("https://pots.example/q/7", link) == question_id("https://pots.example/q/7") != plain
    assert question_id(None, link) == plain
    assert question_id(None) not in (None, plain)


@pytest.mark.parametrize(
    ("answer", "count", "answers", "warnings"),
    [("answer", 3, 2, ()), ("answer", 1, 0, ()), ("reply-of-2031", 3, 0, ("unread_posts",))],
)
def test_a_page_of_a_known_site_whose_answers_only_other_readers_find_is_partial(
    answer: str, count: int, answers: int, warnings: tuple[str, ...]
) -> None:
    """A new design must not pass for a question without answers."""
    posts = [
        f'<div class="post {kind}" id={kind}><div class=post-signature><div class=user-action-time>'
        f"<span title='2021-03-0{n} 10:00:00Z'>{n} March 2021</span></div><div class=user-details><a href=/users/{n}>"
        f"user{n}</a></div></div><div class=js-post-body><p>{words}</p></div></div>"
        for n, (kind, words) in enumerate(zip(("question", answer, answer), SAID, strict=True), 1)
    ]
    page = (
        "<title>Creaking beam</title><div id=question-header><h1><a class=question-hyperlink href=#>Creaking beam</a>"
        f"</h1></div>{posts[0]}<div id=answers>{''.join(posts[1:count])}</div>"
    )
    record = parse(page.encode(), "https://stackoverflow.com/questions/31/beam")
    assert (record.site, len(record.answers), record.warnings) == ("stackexchange", answers, warnings)
    assert record.status is (Status.PARTIAL if warnings else Status.OK)


SAID = (
    "Why does the beam of my loom creak in every cold night?",
    "Wax on the pegs has helped with mine, and felt below the feet of it.",
    "It is the pawl. Oil it and the noise is gone until the next winter.",
)  # fmt: skip


SHRUNK = """<title>Wet wool</title><div itemscope itemtype="https://schema.org/QAPage">
<div itemprop=mainEntity itemscope itemtype="https://schema.org/Question">
<h1 itemprop=name>Why does wool shrink, {}?</h1>
<div itemprop=suggestedAnswer itemscope itemtype="https://schema.org/Answer"><p itemprop=text>Wash it cold.</p></div>"""


def test_the_tree_of_a_page_is_gone_with_the_page() -> None:
    """Not when garbage is collected: that would be after hundreds of pages, of some megabytes each."""
    pages = [SHRUNK.format(number).encode() for number in range(20)]
    gc.collect()
    gc.disable()
    try:
        before = sum(isinstance(one, LexborHTMLParser) for one in gc.get_objects())
        answers = [answer.body for page in pages for answer in parse(page, media_type="text/html").answers]
        after = sum(isinstance(one, LexborHTMLParser) for one in gc.get_objects())
    finally:
        gc.enable()
    assert answers == ["Wash it cold."] * len(pages)
    assert after - before <= 2  # what is remembered of the last page
