"""Explanations: which reader gave a field, and how far readers came on pages without a question."""

from datetime import UTC, datetime

import qapipe
from qapipe.readers.explain import explain
from qapipe.records.plain import RawPage

POST = """<div class="post"><div class="head"><a class="author" href="/users/{0}">{1}</a>
<time datetime="2015-03-0{0}T10:00:00Z">March {0}, 2015</time></div><div class="body"><p>{2}</p></div></div>"""
TEXTS = (
    "Mine has begun to drift about on the floor. What do you put under the feet of yours?",
    "Felt, cut twice as large as the foot, and glued to the foot instead of to the floor.",
    "A strip of old bicycle tube does it, too, and one tube is enough for all four feet.",
)
NAMES = ("Hedda", "Olaf", "Minna")
THREAD = (
    "<html><head><title>Why does my loom drift? - Loom forum</title></head><body><h1>Why does my loom drift?</h1>"
    + "".join(POST.format(number, *one) for number, one in enumerate(zip(NAMES, TEXTS, strict=True), 1))
    + "</body></html>"
)
MARKED = """<html><head><title>Why does my loom drift?</title><script type="application/ld+json">{"@type": "QAPage",
"mainEntity": {"@type": "Question", "name": "Why does my loom drift?", "text": "%s", "answerCount": 2,
"suggestedAnswer": [{"@type": "Answer", "text": "%s", "upvoteCount": 7,
"author": {"@type": "Person",
"name": "Olav"}}]}}</script></head>"""


def explained(page: str) -> tuple[qapipe.Record, dict[str, str], dict[str, list[str]], list[str]]:
    raw = RawPage(body=page.encode(), url="https://looms.example/topic/3", captured_at=datetime(2024, 1, 1, tzinfo=UTC))
    record = qapipe.parse_page(raw)
    found = explain(raw, record)
    return record, dict(found.steps), found.sources, found.differences


def test_fields_of_a_page_without_markup_come_from_its_structure() -> None:
    record, steps, sources, differences = explained(THREAD)
    assert record.status == "ok"
    assert (
        sources["answer 1: body"] == sources["answer 2: author_name"] == sources["question: asked_at"] == ["structure"]
    )
    assert steps["thread/posts"] == "reads this page"
    assert steps["markup"] == "no question"
    assert steps["structure"].startswith("a question, 2 answers; score 0.")
    assert steps["is a thread"].startswith("yes, +")
    assert differences == []


def test_fields_of_both_name_both_and_what_differs() -> None:
    page = MARKED % (TEXTS[0], TEXTS[1]) + THREAD.partition("</head>")[2]
    record, steps, sources, differences = explained(page)
    assert len(record.answers) == 2
    assert set(sources["answer 1: body"]) == {"json_ld", "structure"}
    assert sources["answer 1: votes"] == ["json_ld"]
    assert sources["answer 2: body"] == ["structure"]
    assert [one for one in differences if one.startswith("answer 1: author_name")] != []
    assert steps["json_ld"].startswith("a question, 1 answers, 2 declared")


def test_a_page_without_a_thread_says_where_each_reader_stopped() -> None:
    record, steps, sources, _ = explained(
        "<html><body><p>Opening hours: nine to five, closed on Mondays.</p></body></html>"
    )
    assert record.status == "not_qa"
    assert sources == {}
    assert steps["thread/posts"] == "no"
    assert steps["structure"] == "not tried: no date, or no word of forums, in the page's bytes"


def test_fields_of_a_named_site_come_from_its_layout() -> None:
    text = "Q: Is it safe to leave a loom out in the rain?\n"
    text += "A: No. The beams swell, and a sheet over it flies off in the first night."
    raw = RawPage(body=text.encode(), media_type="text/plain")
    record = qapipe.parse_page(raw)
    assert explain(raw, record).sources == {
        "question: title": ["qa_text/labels"], "answer 1: body": ["qa_text/labels"],
    }  # fmt: skip


def test_a_named_site_that_refuses_a_page_of_its_host_says_why_also_of_an_archived_copy() -> None:
    url = "https://www.realself.com/review/tampa-fl-loom-shoulder"
    for address in (url, f"https://web.archive.org/web/20150102030405/{url}"):
        raw = RawPage(body=b"Loom shoulder\n\nIt was worth it, says Ida.", media_type="text/plain", url=address)
        record = qapipe.parse_page(raw)
        assert (record.url, record.reason) == (url, "review")
        steps = dict(explain(raw, record).steps)
        assert steps["realself"] == "refuses the page: review"
        assert "realself/text" in steps
        assert "zhihu/question" not in steps


def test_every_step_of_a_page_with_markup_and_posts() -> None:
    page = MARKED % (TEXTS[0], TEXTS[1]) + THREAD.partition("</head>")[2]
    _, steps, sources, differences = explained(page)
    assert {name: said for name, said in steps.items() if said != "no"} == {
        "schema_org/json_ld": "reads this page",
        "thread/posts": "reads this page",
        "json_ld": "a question, 1 answers, 2 declared; score 0.06; title 'Why does my loom drift?'",
        "structure": "a question, 2 answers; score 0.15; title 'Why does my loom drift?'",
        "is a thread": "yes: its markup says so",
        "is a question": "yes: markup, title_mark, title_words, first_mark",
        "one post alone": "'Why does my loom drift?'",
    }
    both, marked, shown = ["json_ld", "structure"], ["json_ld"], ["structure"]
    assert sources == {
        "answers_declared": marked,
        "question: title": both, "question: body": both, "question: asker": shown, "question: asked_at": shown,
        "answer 1: body": both, "answer 1: author_name": marked, "answer 1: author_url": shown,
        "answer 1: answered_at": shown, "answer 1: votes": marked, "answer 1: is_accepted": marked,
        "answer 2: body": shown, "answer 2: author_name": shown, "answer 2: author_url": shown,
        "answer 2: answered_at": shown,
    }  # fmt: skip
    assert differences == ["answer 1: author_name: structure says 'Olaf', kept is 'Olav'"]


def test_long_values_are_cut_in_what_is_said() -> None:
    name = "Olav of the " + "x" * 49
    page = (MARKED % (TEXTS[0], TEXTS[1])).replace("Olav", name) + THREAD.partition("</head>")[2]
    assert explained(page)[3] == [f"answer 1: author_name: structure says 'Olaf', kept is '{name[:60]}…'"]
    assert f"'{name[:60]}'" in explained(page.replace(name, name[:60]))[3][0]


def test_posts_that_are_no_thread_and_a_page_that_a_site_refuses() -> None:
    posts = "".join(POST.format(number, *one) for number, one in enumerate(zip(NAMES, TEXTS, strict=True), 1))
    _, steps, _, _ = explained(
        f"<title>My looms</title><h1>My looms</h1>{posts.replace('?', '.').replace('What', 'x')}"
    )
    assert steps["is a question"] == "no: neither the title nor the first post nor the place asks"
    items = '[{"@type": "Question", "name": ""}, {"@type": "Review", "name": "x"}]'
    review = f'<title>Looms</title><script type="application/ld+json">{items}</script><p>forum 2015</p>'
    _, steps, _, _ = explained(review)
    assert steps["schema_org"] == "refuses the page: review"
    assert steps["structure"] == "nothing repeats around dates or names of authors"
    assert (steps["markup"], steps["one post alone"]) == ("no question", "none")


def test_what_speaks_against_a_question_is_said() -> None:
    body = THREAD.partition("<body>")[2]
    for title, said in (
        ("FS: loom, which drifts", "no: the title names another kind of post; in spite of first_mark, first_words"),
        (
            "FS: does it drift?",
            "yes: title_mark, title_words, first_mark; in spite of: the title names another kind of post",
        ),
    ):
        page = f"<title>{title}</title>" + body.replace("Why does my loom drift?", title)
        assert explained(page)[1]["is a question"] == said
    listed = "".join(
        f'<div class="row"><a href="/l/{n}">Loom of {name} is for sale</a><p>{text}</p>'
        f'<time datetime="2015-03-0{n}">x</time></div>'
        for n, (name, text) in enumerate(zip(NAMES, TEXTS, strict=True), 1)
    )
    _, steps, _, _ = explained(f"<title>Looms?</title><h1>Looms?</h1>{listed}")
    assert "titled -8.0" in steps["is a thread"]
    assert steps["is a thread"].startswith("no, ")
    assert steps["is a question"] == "not asked: no thread"


def test_markup_without_the_text_of_its_question_says_so() -> None:
    page = (MARKED % ("", TEXTS[1])).replace('"text": "", ', "") + f"<body><p>{TEXTS[1]}</p>"
    assert explained(page)[1]["json_ld"].startswith("no text of a question, 1 answers")


REPLY = """<div itemscope itemtype="https://schema.org/Answer"><a itemprop="author">{0}</a>
<time itemprop="dateCreated" datetime="2015-03-0{1}">March {1}</time><p itemprop="text">{2}</p></div>"""


def test_replies_that_are_marked_up_without_a_question() -> None:
    replies = (REPLY.format(NAMES[n], n + 1, TEXTS[n]) for n in (1, 2))
    page = THREAD.partition("<div")[0] + POST.format(1, NAMES[0], TEXTS[0]) + "".join(replies)
    _, steps, sources, differences = explained(page)
    assert steps["microdata"] == "no text of a question, 2 answers; score 0.15; title 'None'"
    assert {name: found for name, found in sources.items() if found != ["microdata", "structure"]} == {
        name: ["structure"] for name in sources if name.startswith("question: ")
    }
    assert (len(sources), differences) == (4 + 2 * 3, [])


def test_names_are_the_same_however_they_are_written_and_other_values_are_not() -> None:
    page = (MARKED % (TEXTS[0], TEXTS[1])).replace("Olav", "OLAF") + THREAD.partition("</head>")[2]
    page = page.replace('"upvoteCount"', '"dateCreated": "2016-01-01", "upvoteCount"')
    _, _, sources, differences = explained(page)
    assert sources["answer 1: author_name"] == ["json_ld", "structure"]
    assert differences == [
        "answer 1: answered_at: structure says '2015-03-02 10:00:00+00:00', kept is '2016-01-01 00:00:00+00:00'"
    ]


def test_what_a_reader_says_of_a_field_that_is_unknown_is_left_out() -> None:
    """The record may hold less than the page: the name of who asked is not in this one."""
    raw = RawPage(body=THREAD.encode(), url="https://looms.example/topic/3")
    record = qapipe.parse_page(raw)
    assert record.question is not None
    nameless = record.model_copy(update={"question": record.question.model_copy(update={"asker": None})})
    found = explain(raw, nameless)
    assert found.sources == {
        name: said for name, said in explain(raw, record).sources.items() if name != "question: asker"
    }
    assert found.differences == []


def test_a_site_does_not_refuse_pages_of_other_hosts() -> None:
    """Quora shows nothing before its scripts have run; elsewhere that says nothing."""
    page = (
        '<html><head><title>Shop</title></head><body><div id="root"></div><script src="/a.js"></script></body></html>'
    )
    raw = RawPage(body=page.encode(), url="https://shop.example/")
    assert not [said for _, said in explain(raw, qapipe.parse_page(raw)).steps if said.startswith("refuses")]
