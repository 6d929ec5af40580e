"""Which site reads a page: those of its host, then software of many hosts, then what may be on any page."""

import pytest

import qapipe
from qapipe.readers.registry import is_elsewhere, known_sites, names_met
from support.places import ROOT

TOPIC = """<html><head><title>Warp</title><meta name="generator" content="Discourse 3.2">
<script type="application/ld+json">
{"@type": "QAPage", "mainEntity": {"@type": "Question", "name": "Warp?", "text": "Does it stick for you, too?",
"answerCount": 0}}</script></head><body><div id="main-outlet"><h1>Warp?</h1><div id="post_1" class="crawler-post">
<div class="post"><p>Does it stick for you, too?</p></div></div></div></body></html>"""
SHELL = '<html><head><title>Quora</title></head><body><div id="root"></div><script src="/a.js"></script></body></html>'
TEXT = "Why does my loom creak?\n\nasked Jan 5 '10 at 3:04\n\nWax the pegs.\n"


def parse(body: str, url: str | None) -> qapipe.Record:
    return qapipe.parse_page(qapipe.RawPage(body=body.encode(), url=url))


def test_software_is_tried_before_markup_and_gives_no_ids_of_its_own() -> None:
    record = parse(TOPIC, "https://talk.loom.example/t/warp/881")
    assert (record.status, record.site, record.layout) == ("ok", "discourse", "topic")
    marked = parse(
        TOPIC.replace("Discourse", "Other").replace("crawler-post", "x"), "https://talk.loom.example/t/warp/881"
    )
    assert (marked.site, marked.question_id) == ("schema_org", record.question_id)


def test_the_names_that_datasets_hold() -> None:
    """Whoever selects rows by site or layout relies on them."""
    assert {site.name: [layout.name for layout in site.layouts] for site in known_sites()} == {
        "quora": ["question"], "realself": ["text", "html", "text_prose"], "reddit": ["comments"],
        "stackexchange": ["question"], "zhidao": ["question"], "zhihu": ["question"], "discourse": ["topic"],
        "qa_text": ["labels", "faq"], "schema_org": ["json_ld", "microdata", "rdfa", "faq_page"],
        "thread": ["posts", "faq"],
    }  # fmt: skip


def test_which_sites_are_asked_when() -> None:
    """Software of many hosts before what may be on any page, and last what reads pages that nothing else reads."""
    sites = known_sites()
    assert [site.name for site in sites if site.software] == ["discourse"]
    assert [site.name for site in sites if site.fallback] == ["qa_text", "thread"]
    assert [site.name for site in sites if site.reads_text] == ["realself"]
    assert [site.name for site in sites if not site.hosts] == ["discourse", "qa_text", "schema_org", "thread"]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("stackoverflow.com", "stackexchange"), ("pt.stackoverflow.com", "stackexchange"),
        ("cooking.stackexchange.com", "stackexchange"), ("superuser.com", "stackexchange"),
        ("serverfault.com", "stackexchange"), ("askubuntu.com", "stackexchange"), ("mathoverflow.net", "stackexchange"),
        ("www.quora.com", "quora"), ("old.reddit.com", "reddit"), ("www.realself.com", "realself"),
        ("zhidao.baidu.com", "zhidao"), ("www.baidu.com", None), ("www.zhihu.com", "zhihu"), ("reddit.example", None),
    ],
)  # fmt: skip
def test_whose_host_it_is(host: str, name: str | None) -> None:
    assert [site.name for site in known_sites() if site.owns(host)] == ([name] if name else [])


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://stackoverflow.com/questions/881/why", "stackoverflow.com/881"),
        ("http://www.stackoverflow.com/q/881/12", "stackoverflow.com/881"),
        ("https://pt.stackoverflow.com/questions/881/x?page=2", "pt.stackoverflow.com/881"),
        ("https://stackoverflow.com/questions/tagged/warp", None),
        ("https://www.quora.com/Why-is-it-so", "quora.com/Why-is-it-so"),
        ("https://www.quora.com/unanswered/Why-is-it-so", "quora.com/Why-is-it-so"),
        ("https://www.quora.com/Why-is-it-so/answer/Hedda-Lind?x=1", "quora.com/Why-is-it-so"),
        ("https://de.quora.com/Warum-denn", "de.quora.com/Warum-denn"),
        ("https://www.quora.com/profile/Hedda-Lind", None),
        ("https://www.quora.com/Why-is-it-so/log", None),
        ("https://www.zhihu.com/question/31/answer/77", "31"),
        ("https://www.zhihu.com/question/31?sort=created", "31"),
        ("https://www.zhihu.com/question/31/followers", None),
        ("https://zhidao.baidu.com/question/88.html?fr=1", "88"),
        ("https://zhidao.baidu.com/browse/1", None),
    ],
)
def test_question_keys(url: str, key: str | None) -> None:
    [site] = [site for site in known_sites() if site.owns(url.split("/")[2])]
    assert site.question_key(url) == key


def test_a_key_may_be_in_the_url_that_the_page_declares() -> None:
    """``/a/12`` leads to the page of its question."""
    page = """<html><head><title>Why?</title><link rel="canonical" href="https://superuser.com/questions/881/why"></head>
<body><div id="question-header"><h1><a class="question-hyperlink">Why?</a></h1></div><div id="question">
<div class="post-text"><p>Why does my loom creak at night?</p></div></div></body></html>"""
    ids = {
        parse(page, url).question_id for url in ("https://superuser.com/a/12", "https://superuser.com/questions/881/w")
    }
    assert len(ids) == 1
    assert parse(page, "https://superuser.com/a/12").site == "stackexchange"


def test_pages_of_known_sites_that_no_layout_reads() -> None:
    """An alarm for a redesign; not for text where a site has no layout for it, and not before scripts have run."""
    moved = "<html><body><h1>We have moved</h1><p>All is new here.</p></body></html>"
    assert parse(moved, "https://superuser.com/questions/881/why").reason == "unknown_layout"
    assert parse(moved, "https://superuser.com/questions/tagged/why").reason == "no_question"
    assert parse(TEXT, "https://superuser.com/questions/881/why").reason == "no_question"
    assert parse(TEXT, "https://www.realself.com/question/why-so").reason == "unknown_layout"
    assert parse(SHELL, "https://www.quora.com/Why-is-it-so").reason == "needs_rendering"
    assert parse(SHELL, "https://www.zhihu.com/question/31").reason == "needs_rendering"


def test_doctor_answers_are_read_under_any_host() -> None:
    """Text of this form stands on sites of many clinics; there it is no page of RealSelf."""
    text = (ROOT / "tests/readers/sites/realself/country-as-location.txt").read_text("utf-8")
    here, there = parse(text, None), parse(text, "https://clinic.example/ask/1")
    assert (here.site, there.site, there.layout, there.status) == ("realself", "qa_text", "doctor_answers", "ok")
    assert [answer.body for answer in there.answers] == [answer.body for answer in here.answers]
    assert "realself" in names_met(there.url, there.layout)
    assert "realself" not in names_met(there.url, "labels")
    without = text.replace("Doctor Answers", "Answers")
    assert parse(without, "https://clinic.example/ask/1").status == "not_qa"


DOCTORS = """Find a Doctor

Paula Grant, DMD
Denver Dentist
4.8 out of 5 stars 31 reviews
{}
Lena Roy, MD
Miami Plastic Surgeon
5 out of 5 stars 2 reviews
"""


@pytest.mark.parametrize("url", [None, "https://www.realself.com/denver-dentists", "https://clinic.example/team"])
def test_a_list_of_doctors_is_no_question(url: str | None) -> None:
    record = parse(DOCTORS.format(""), url)
    assert (record.status, record.reason) == ("not_qa", "no_question" if url and "clinic" in url else "list")


def test_a_doctor_alone_is_a_profile() -> None:
    profile = DOCTORS.partition("{}")[0].replace("Find a Doctor", "Dr. Grant").strip()
    assert parse(profile, "https://www.realself.com/paula-grant").reason == "profile"
    assert parse(f"{profile}\n", "https://www.realself.com/question/why-so").status in ("ok", "partial")


def test_every_site_and_layout_says_what_it_is() -> None:
    said = [(site.name, site.description) for site in known_sites()]
    said += [(layout.name, layout.description) for site in known_sites() for layout in site.layouts]
    for name, description in said:
        assert name == name.lower().strip() != ""
        assert len(description) > 5
    for site in known_sites():
        assert len({layout.description for layout in site.layouts}) == len(site.layouts) > 0


@pytest.mark.parametrize(
    ("url", "names", "elsewhere"),
    [
        ("https://www.realself.com/question/x", ["realself"], False),
        ("https://www.realself.com/question/x", ["reddit"], True),
        ("https://www.reddit.com/r/x", ["realself", "reddit"], False), ("https://looms.example/x", ["realself"], True),
        ("https://looms.example/x", ["realself", "reddit"], True),
        ("https://looms.example/x", ["realself", "schema_org"], False),
        ("https://looms.example/x", ["schema_org"], False), ("http://127.0.0.1/x", ["realself"], False),
        ("http://localhost/x", ["realself"], False),
        ("http://copy.localhost/x", ["realself"], False), ("http://[::1]/x", ["realself"], False),
        (None, ["realself"], False), ("", ["realself"], False),
        ("https://www.realself.com/x", ["schema_org"], True),
    ],
)  # fmt: skip
def test_pages_that_no_chosen_site_reads(url: str | None, names: list[str], elsewhere: bool) -> None:
    assert is_elsewhere(url, names) is elsewhere


def test_other_sites_name_the_first_author_and_count_in_their_words() -> None:
    """RealSelf's texts lose the first name; what stands in its place there was signed by somebody."""
    body = "Lids are the last to settle, and one side is slower than the other. Wait for the third month and compare."
    text = f"""Is it normal at week five?

It goes down by noon.

Surgeons' Answers: 2

{body} It is so.

{body}

Ann Reed, MD
Leeds Plastic Surgeon

Wait

{body}

Tom Ruiz, MD
Bay Area Dermatologist
"""
    record = parse(text, "https://clinic.example/ask/1")
    assert (record.layout, record.answers_declared) == ("doctor_answers", 2)
    assert [(one.headline, one.body, one.author_name) for one in record.answers] == [
        (None, f"{body} It is so.\n\n{body}", "Ann Reed"), ("Wait", body, "Tom Ruiz"),
    ]  # fmt: skip
    nowhere = text.replace("Surgeons' Answers: 2", "Doctor Answers 2")
    assert [one.author_name for one in parse(nowhere, None).answers] == ["Ann Reed", "Tom Ruiz"]
    realself = parse(nowhere, "https://www.realself.com/question/lids")
    assert [one.author_name for one in realself.answers] == [None, "Tom Ruiz"]
