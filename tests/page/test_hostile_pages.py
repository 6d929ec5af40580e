"""Hostile pages: each gives exactly one record, and its work is bounded by its size.

Which markup is refused, and up to which depth, is tested beside the guard.
"""

import json
import sys
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from types import FrameType
from typing import Any, Literal, NamedTuple

import pytest

import qapipe
from qapipe.readers.parse import read_page
from qapipe.records.batches import record_batch
from qapipe.records.plain import RawPage
from qapipe.records.reasons import Reason, Status

pytestmark = pytest.mark.timeout(60)

TraceFunction = Callable[[FrameType, str, Any], Any]

QUESTION_URL = "https://www.realself.com/question/some-slug"
DEEP = 20_000


class Hostile(NamedTuple):
    """A page of one piece many times over."""

    start: bytes
    piece: bytes = b""
    times: int = 0
    end: bytes = b""

    def body(self) -> bytes:
        """The page's bytes."""
        return self.start + self.piece * self.times + self.end


TOO_COMPLEX = {
    "20 MB of div": Hostile(b"", b"<div>", 4_000_000),
    "nested inline": Hostile(b"<p>", b"<span>", DEEP),
    "attributes": Hostile(b"<html><a ", end=b" ".join(b"a%d=1" % n for n in range(50_000)) + b">"),
    "quotes that never end": Hostile(b"<html>", b"<a href='", 100_000),
    "in UTF-16": Hostile(b"\xff\xfe" + "<html>".encode("utf-16-le"), "<div>".encode("utf-16-le"), DEEP),
    "answers in JSON-LD": Hostile(
        b'<script type="application/ld+json">{"@type":"QAPage","mainEntity":{"@type":"Question","name":"A title?",'
        b'"suggestedAnswer":[{"@type":"Answer","text":"x"}',
        b',{"@type":"Answer","text":"x"}',
        160_000,
        b"]}}</script>",
    ),
    "blocks of JSON-LD": Hostile(
        b"<html>", b'<script type="application/ld+json">{"@type":"Question","name":"x"}</script>', 20_001
    ),
    "items of microdata": Hostile(
        b"<html>", b'<p itemscope itemtype="https://schema.org/Question"><b itemprop=name>x</b></p>', 20_001
    ),
    "properties of microdata": Hostile(
        b'<div itemscope itemtype="https://schema.org/Question">', b"<b itemprop=name>x</b>", 100_001
    ),
    "items of RDFa": Hostile(
        b'<div vocab="https://schema.org/">', b'<p typeof="Question"><b property=name>x</b></p>', 20_001
    ),
}


@pytest.mark.parametrize("name", TOO_COMPLEX)
def test_markup_beyond_what_a_parser_survives(name: str) -> None:
    body = TOO_COMPLEX[name].body()
    media_type = "text/html" if body.startswith(b"\xff\xfe") else None
    record = qapipe.parse_page(RawPage(body=body, media_type=media_type))
    assert (record.status, record.reason) == (Status.ERROR, Reason.TOO_COMPLEX)
    assert (record.question, record.bytes) == (None, len(body))
    assert record.detail


NO_QUESTION = {
    "flat divs": Hostile(b"<html>", b"<div>x</div>", 40_000),
    "5 MB in one line": Hostile(b"", b"word ", 1_000_000),
    "5 MB without a blank": Hostile(b"", b"word", 1_250_000),
    "5 MB of HTML in one line": Hostile(b"<p>", b"word ", 1_000_000),
    "5 MB of empty lines": Hostile(b"x", b"\n", 5_000_000, b"x"),
    "NULs in HTML": Hostile(b"<html><p>", b"a\0b ", 100_000),
    "damaged characters": Hostile("<p>Füße ".encode(), b"\xff\xc3 ", 100_000),
    "lone surrogates": Hostile(b"<p>", "\ud800 ".encode("utf-8", "surrogatepass"), 100_000),
    "escaped surrogates": Hostile(b"<p>", b"&#xD800;&#0;&#x110000; ", 100_000),
    "mixed line breaks": Hostile(b"", b"a\r\n\n\rb\x0c\xc2\x85\xe2\x80\xa8c", 50_000),
    "wrong charset": Hostile(b"<meta charset=utf-16><p>", "日本語 ".encode("shift_jis"), 100_000),
    "deep in a script": Hostile(b"<html><script>", b"<div>", 100_000, b"</script>"),
    "deep in a comment": Hostile(b"<html><!--", b"<div>", 100_000, b"-->"),
    "deep in a text area": Hostile(b"<html><textarea>", b"<div>", 100_000),
    "shapes of a drawing": Hostile(b"<html><svg>", b"<path/>", 100_000),
    "left out end tags": Hostile(b"<html><ul>", b"<li>", 40_000),
    "left out end tags of a table": Hostile(b"<html><table>", b"<tbody><tr><td><p>", 20_000),
    "left out end tags in a ruby": Hostile(b"<html><ruby>", b"x<rt>", 40_000),
    "links that end one another": Hostile(b"<html>", b"<a name=x>", 40_000),
    "formatting that is opened anew": Hostile(b"<html>", b"<p><b>", 20_000),
    "scripts that never end": Hostile(b"<html>", b"<script>", 100_000),
    "comments that never end": Hostile(b"<html>", b"<!--", 100_000),
    "comments over at once": Hostile(b"<html>", b"<!-->", 100_000),
    "end tags alone": Hostile(b"<html>", b"</div>", 100_000),
    "a value of 5 MB": Hostile(b"<html><a title='", b"x y ", 1_250_000, b"'>"),
    "a title of 5 MB": Hostile(b"<html><title>", b"x - ", 1_250_000, b"</title><h1>x</h1>"),
    "entities": Hostile(b"<p>", b"&amp;lt;&nbsp;&hellip", 100_000),
    "links": Hostile(b"<p>", b"<a href=/dr/x-y-z></a>", 50_000, b"x"),
    "10,000 malformed blocks of JSON-LD": Hostile(
        b"<html>", b'<script type="application/ld+json">{"@type":"Question",</script>', 10_000
    ),
    "nested JSON-LD": Hostile(
        b'<html><script type="application/ld+json">', b'{"@type":"QAPage","a":', 50_000, b"</script>"
    ),
    "closed nested JSON-LD": Hostile(
        b'<html><script type="application/ld+json">' + b"[" * 50_000, b"]", 50_000, b"</script>"
    ),
    "JSON-LD without an end": Hostile(b'<html><script type="application/ld+json">{"a":"', b"\\\\", 500_000),
    "items in items": Hostile(b"<html>", b"<div itemscope itemprop=x>", 3_900),
    "items that refer to all": Hostile(b"<html>", b"<i id=a itemscope itemref='a a a'></i>", 10_000),
    "braces": Hostile(b"", b"{{ ", 300_000),
    "closed braces": Hostile(b"", b"{{ x }} ", 100_000),
    "votes in open braces": Hostile(b"{{ ", b"votecount ", 50_000),
    "votes in braces in braces": Hostile(b"{{ votecount ", b"{a} ", 100_000),
    "dots": Hostile(b"", b". ", 500_000),
    "commas": Hostile(b"", b"A, ", 300_000),
    "counts": Hostile(b"", b"Answers\n", 100_000),
    "ratings": Hostile(b"", b"4.9 out of 5 stars\n\n", 50_000),
}


@pytest.mark.parametrize("name", NO_QUESTION)
def test_pages_without_a_question(name: str) -> None:
    body = NO_QUESTION[name].body()
    record = qapipe.parse_page(RawPage(body=body))
    assert (record.status, record.reason) == (Status.NOT_QA, Reason.NO_QUESTION), record.detail
    assert (record.question, record.bytes) == (None, len(body))


MARKS = "\u0301\u0323" * 5_000
"""Combining marks whose order is not canonical: above, below, above, below ..."""
NORMALISED = "\u1eb9" + "\u0323" * 4_999 + "\u0301" * 5_000
"""``e`` and the marks in NFC: first all marks below, of which the first composes."""


@pytest.fixture
def _linear_normalisation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail where Python is to sort a long run of marks, which it does by exchanging neighbours."""
    normalize = unicodedata.normalize

    def checked(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
        classes = list(map(unicodedata.combining, text))
        assert sum(one > other > 0 for one, other in pairwise(classes)) < 1_000
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", checked)


@pytest.mark.usefixtures("_linear_normalisation")
def test_combining_marks_in_text() -> None:
    body = f"A title?\n\nDoctor Answers 1\n\nHead\n\nBody of e{MARKS}\n\nMiami Dentist\n"
    record = qapipe.parse_page(RawPage(body=body.encode(), url=QUESTION_URL))
    assert [answer.body for answer in record.answers] == ["Body of " + NORMALISED]


@pytest.mark.usefixtures("_linear_normalisation")
def test_combining_marks_in_html() -> None:
    body = f"<title>e{MARKS}</title><h1>e{MARKS}</h1><h2>Doctor Answers 1</h2><h3>Head</h3><p>Body</p>"
    record = qapipe.parse_page(RawPage(body=body.encode(), url=QUESTION_URL))
    assert record.question is not None
    assert record.question.title == NORMALISED


@pytest.mark.usefixtures("_linear_normalisation")
def test_combining_marks_in_json_ld() -> None:
    answer = {"@type": "Answer", "text": f"e{MARKS}", "url": f"https://a{MARKS}.example/", "author": f"e{MARKS}"}
    page = {"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "A title?", "acceptedAnswer": answer}}
    body = f'<script type="application/ld+json">{json.dumps(page)}</script>'
    record = qapipe.parse_page(RawPage(body=body.encode(), url="https://other.example/x"))
    assert [(answer.body, answer.url) for answer in record.answers] == [(NORMALISED, None)]


@pytest.mark.usefixtures("_linear_normalisation")
@pytest.mark.parametrize(
    ("url", "declared"),
    [
        (f"https://a.example/e{MARKS}", f"https://a.example/{NORMALISED}"),
        (f"https://a{MARKS}.example/", None),
        (f"https://{MARKS}@a.example/", None),
        (f"//{MARKS}.example/", None),
        (MARKS, None),
        ("https://a.example/" + "x" * 65_519, None),  # one character too many
    ],
    ids=["path", "host", "user", "no scheme", "no host", "length"],
)
def test_combining_marks_in_urls(url: str, declared: str | None) -> None:
    """A URL with a host of more than 1,000 characters, or of more than 65,536 in all, is invalid; the row keeps it."""
    links = f'<link rel=canonical href="{url}"><a href="{url}">x</a>'.encode()
    captured = qapipe.parse_page(RawPage(body=links, url=url))
    assert (captured.url, captured.reason) == (url, Reason.NO_QUESTION)
    assert qapipe.parse_page(RawPage(body=links)).url == declared


NOTHING = {
    "no bytes": (b"", Reason.EMPTY),
    "blanks": (b" \n\t\r\n\x0c", Reason.EMPTY),
    "a mark": (b"\xef\xbb\xbf", Reason.NO_QUESTION),
    "half a mark": (b"\xff\xfe", Reason.NO_QUESTION),
    "zeros": (bytes(5_000_000), Reason.BINARY),
    "an image": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 1_000, Reason.BINARY),
    "one tag": (b"<", Reason.NO_QUESTION),
    "an empty page": (b"<html></html>", Reason.NO_QUESTION),
    "frames": (b"<html><frameset><frame src=x></frameset>", Reason.NO_QUESTION),
}


@pytest.mark.parametrize("name", NOTHING)
@pytest.mark.parametrize("media_type", [None, "text/html", "text/plain", "image/png", "nonsense"])
def test_pages_with_nothing_on_them(name: str, media_type: str | None) -> None:
    body, reason = NOTHING[name]
    record = qapipe.parse_page(RawPage(body=body, media_type=media_type))
    assert (record.status, record.reason, record.question) == (Status.NOT_QA, reason, None)


@pytest.mark.parametrize("name", ["no bytes", "blanks", "zeros", "one tag", "an empty page"])
def test_nothing_at_the_address_of_a_question(name: str) -> None:
    """The alarm of a redesigned site may ring here; a question is never made up."""
    record = qapipe.parse_page(RawPage(body=NOTHING[name][0], url=QUESTION_URL))
    assert record.question is None
    assert record.reason in (Reason.EMPTY, Reason.BINARY, Reason.UNKNOWN_LAYOUT, Reason.NO_QUESTION)


ANSWER = b"Head line\n\nBody of it, and a little more than that.\n\n"
AUTHOR = b"Jane Roe, MD\nMiami Dentist\n"
RATING = b"4.9 out of 5 stars 3 reviews\n\n"
SLOT = b"{{ voteCount }}\n\n"
HTML_ANSWER = b"<h3>Head line</h3><p>Body of it, and a little more.</p>"
HTML_AUTHOR = b"<p><a href=/dr/jane-roe-miami>Jane Roe, MD</a></p><p>Miami Dentist</p>"
HTML_RATING = b"<p>4.9 out of 5 stars 3 reviews</p>"
TEXT_TOP = b"A title?\n\nDoctor Answers 9\n\n"
HTML_TOP = b"<html><h1>A title?</h1><h2>Doctor Answers 9</h2>"
FEW, MANY = 100, 4_000
LONG_THREADS = {
    "rated authors": Hostile(TEXT_TOP, ANSWER + AUTHOR + RATING, MANY),
    "unrated authors": Hostile(TEXT_TOP, ANSWER + AUTHOR + b"\n", MANY),
    "both": Hostile(TEXT_TOP, ANSWER + AUTHOR + RATING + ANSWER + AUTHOR + b"\n", MANY // 2),
    "slots": Hostile(TEXT_TOP, b"Head line\n\n" + SLOT + b"Body of it.\n\n", MANY),
    "slots and authors": Hostile(TEXT_TOP, b"Head line\n\n" + SLOT + b"Body of it.\n\n" + AUTHOR + RATING, MANY),
    "promotions": Hostile(TEXT_TOP, ANSWER + b"You might also like...\n\n", MANY),
    "HTML: headings": Hostile(HTML_TOP, HTML_ANSWER, MANY),
    "HTML: rated authors": Hostile(HTML_TOP, HTML_ANSWER + HTML_AUTHOR + HTML_RATING, MANY),
    "HTML: slots": Hostile(HTML_TOP, b"<p>{{ voteCount }}</p>" + HTML_ANSWER + HTML_AUTHOR + HTML_RATING, MANY),
}


@pytest.mark.parametrize("name", LONG_THREADS)
def test_threads_of_many_answers_are_read(name: str) -> None:
    record = qapipe.parse_page(RawPage(body=LONG_THREADS[name].body(), url=QUESTION_URL))
    assert record.question is not None
    assert record.question.title == "A title?"
    assert record.reason is not Reason.PARSER_CRASHED, record.detail
    assert "Body of it" in record.answers[-1].body


def operations(page: Hostile) -> int:
    """How many functions and lines of Python a page takes; the same on every machine."""
    raw = RawPage(body=page.body(), url=QUESTION_URL)
    counted = 0

    def count(_frame: FrameType, _event: str, _arg: object) -> TraceFunction:
        nonlocal counted
        counted += 1
        return count

    qapipe.parse_page(raw)  # what is compiled and cached once
    before = sys.gettrace()
    sys.settrace(count)
    try:
        qapipe.parse_page(raw)
    finally:
        sys.settrace(before)
    return counted


@pytest.mark.parametrize("name", LONG_THREADS)
def test_four_times_the_answers_take_four_times_as_long(name: str) -> None:
    """Counted, not timed: work that grows with the square would take sixteen times as many steps."""
    few = operations(LONG_THREADS[name]._replace(times=FEW))
    many = operations(LONG_THREADS[name]._replace(times=4 * FEW))
    assert few > FEW
    assert many <= 4.5 * few


ONE_ANSWER = {
    "votes in open braces": Hostile(TEXT_TOP + b"Head line\n\n{{ ", b"votecount ", 50_000),
    "votes in open braces, later": Hostile(TEXT_TOP + b"Head line\n\nBody {{ ", b"votecount ", 50_000),
    "braces": Hostile(TEXT_TOP + b"Head line\n\n", b"{{ x ", 100_000),
    "many expressions": Hostile(TEXT_TOP + b"Head line\n\n", end=b"\n\n".join(b"{{ x%d }}" % n for n in range(30_000))),
    "one long line": Hostile(TEXT_TOP + b"Head line\n\n", b"word, and ", 500_000),
    "one long line of capitals": Hostile(TEXT_TOP + b"Head line\n\n", b"Word, MD, ", 500_000),
    "a list": Hostile(TEXT_TOP + b"Head line\n\n", "• word\n".encode(), 100_000),
}


@pytest.mark.parametrize("name", ONE_ANSWER)
def test_long_answers(name: str) -> None:
    record = qapipe.parse_page(RawPage(body=ONE_ANSWER[name].body(), url=QUESTION_URL))
    (answer,) = record.answers
    assert answer.headline == "Head line"
    assert len(answer.body) > 100_000


DECLARED = {
    "text": b"A title?\n\nDoctor Answers 99,999,999,999\n\nHead line\n\nBody of it.\n",
    "HTML": b"<h1>A title?</h1><h2>99999999999 Doctor Answers</h2><h3>Head line</h3><p>Body of it.</p>",
    "HTML, a page cut short": b"<h1>A title?</h1><h2>155 Doctor Answers</h2><h3>Head line</h3><p>Body of it.</p>",
    "JSON-LD": b"""<script type="application/ld+json">{"@type": "QAPage", "mainEntity": {"@type": "Question",
        "name": "A title?", "answerCount": 99999999999, "upvoteCount": "999999999999999M",
        "acceptedAnswer": {"@type": "Answer", "text": "Body of it."}}}</script>""",
    "microdata": b"""<div itemscope itemtype="https://schema.org/Question"><h1 itemprop=name>A title?</h1>
        <b itemprop=answerCount>-1</b><div itemprop=acceptedAnswer itemscope
        itemtype="https://schema.org/Answer"><p itemprop=text>Body of it.</p></div></div>""",
}


@pytest.mark.parametrize("name", DECLARED)
def test_a_number_that_cannot_be_costs_no_answer(name: str) -> None:
    url = "https://other.example/x" if name in ("JSON-LD", "microdata") else QUESTION_URL
    record = read_page(RawPage(body=DECLARED[name], url=url))
    (row,) = record_batch([record]).to_pylist()
    assert row["reason"] is None, row["detail"]
    assert [answer["body"] for answer in row["answers"]] == ["Body of it."]
    assert row["question"]["votes"] is None
    assert row["answers_declared"] in (None, 155)


def test_a_page_of_too_many_tags_is_refused_by_its_bytes() -> None:
    """31 MB of line breaks took 42 s and 1.7 GB."""
    body = b"<p>Why?" + b"<br>" * 1_000_000
    record = qapipe.parse_page(RawPage(body=body, url=QUESTION_URL))
    assert (record.status, record.reason) == (Status.ERROR, Reason.TOO_COMPLEX)
    few = qapipe.parse_page(RawPage(body=body[:40_000], url="https://other.example/x"))
    assert few.reason is Reason.NO_QUESTION


def test_neighbours_of_a_hostile_page_are_unharmed() -> None:
    good = RawPage(body=TEXT_TOP + ANSWER + AUTHOR, url=QUESTION_URL)
    bodies = [good.body, b"", TOO_COMPLEX["nested inline"].body(), bytes(9_000), DECLARED["text"], good.body]
    records = [read_page(RawPage(body=body, url=QUESTION_URL)) for body in bodies]
    rows = record_batch(records).to_pylist()
    assert rows[0] == rows[-1] == record_batch([read_page(good)]).to_pylist()[0]
    assert [row["bytes"] for row in rows] == [len(body) for body in bodies]
