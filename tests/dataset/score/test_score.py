"""Scores of a dataset against labelled pages: which fields are compared, what counts, and which pages are named."""

import json
from pathlib import Path
from typing import Any

import pytest

from qapipe.dataset.score import Scores, score_dataset
from qapipe.dataset.score.compare import compared
from qapipe.dataset.score.tally import Tally
from qapipe.dataset.score.values import known, similarity
from qapipe.errors import UsageError
from support.built import assemble, pages, rewrite

HEDGE = {
    "url": "http://www.garden.example/q/hedge",
    "status": "partial",
    "answers_declared": 3,
    "question": {"title": "When is a hedge cut?", "asked_at": "2024-04-01", "asker": "Bo Alder"},
    "answers": [{"body": "In late winter, before birds nest.", "author_name": "Di Reed", "specialty": None}],
}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return assemble(tmp_path_factory.mktemp("score") / "parsed", pages())


def scored(dataset: Path, tmp_path: Path, *gold: dict[str, Any]) -> Scores:
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(page) + "\n\n" for page in gold))
    return score_dataset(dataset, tmp_path / "gold.jsonl")


def wrong(scores: Scores) -> dict[str, tuple[object, object]]:
    return {one.place: (one.expected, one.found) for page in scores.worst for one in page.wrong}


def numbers(tally: Tally) -> tuple[int, int, int]:
    return tally.expected, tally.found, tally.right


def test_a_page_that_is_right(dataset: Path, tmp_path: Path) -> None:
    """Found by its URL in any spelling; what is labelled null is not there and not found, and counts nowhere."""
    scores = scored(dataset, tmp_path, HEDGE)
    assert (scores.pages, scores.perfect, scores.missing, scores.worst) == (1, 1, 0, [])
    assert (scores.total.f1, numbers(scores.total)) == (1.0, (7, 7, 7))
    assert sorted(scores.fields) == [
        "answers.author_name", "answers.body", "answers_declared", "question.asked_at", "question.asker",
        "question.title", "status",
    ]  # fmt: skip
    assert list(scores.sites) == ["www.garden.example"]


def test_each_kind_of_error_counts_on_its_side(dataset: Path, tmp_path: Path) -> None:
    scores = scored(dataset, tmp_path, {
        **HEDGE,
        "site": "gardens",
        "question": {"title": "When is a hedge trimmed?", "asker": None, "views": 12},
        "answers": [{"body": "In late winter, before birds nest.", "specialty": "Gardener"}],
    })  # fmt: skip
    assert wrong(scores) == {
        "question.title": ("When is a hedge trimmed?", "When is a hedge cut?"),
        "question.asker": (None, "Bo Alder"),
        "question.views": (12, None),
        "answers.1.specialty": ("Gardener", None),
    }
    assert numbers(scores.fields["question.title"]) == (1, 1, 0)
    assert numbers(scores.fields["question.asker"]) == (0, 1, 0)
    assert numbers(scores.fields["question.views"]) == (1, 0, 0)
    total = scores.total
    assert (total.precision, total.recall, total.f1) == (3 / 5, 3 / 6, 6 / 11)
    assert scores.fields["question.title"].fuzzy.f1 == pytest.approx(0.8), "four of five words"
    assert total.fuzzy.recall == pytest.approx(3.8 / 6)
    assert scores.by_site["gardens", "question.title"].right == 0


def test_a_lost_answer_is_one_error(dataset: Path, tmp_path: Path) -> None:
    """The answers behind it are compared with themselves."""
    bodies = ["Look for larvae at the core.", "Thin out the fruit in June."]
    answers = [{"body": "First of all, wait."}, {"body": "Water it."}]
    answers += [{"body": body, "author_name": name} for body, name in zip(bodies, ("Cy Moss", "Ada Fern"), strict=True)]
    scores = scored(dataset, tmp_path, {"url": "https://garden.example/q/pear", "answers": answers})
    tally = scores.fields["answers.body"]
    assert numbers(tally) == (4, 3, 2)
    assert numbers(scores.fields["answers.author_name"]) == (2, 2, 2)


def test_by_place_a_lost_answer_moves_all_behind_it() -> None:
    expected = {"answers": [{"body": "one"}, {"body": "two"}, {"body": "three"}]}
    found = {"answers": [{"body": "two"}, {"body": "three"}]}
    places = {one.place: (one.expected, one.found) for one in compared(expected, found, by_place=True)}
    assert places == {
        "answers.1.body": ("one", "two"), "answers.2.body": ("two", "three"), "answers.3.body": ("three", None)
    }  # fmt: skip
    aligned = [(one.expected, one.found) for one in compared(expected, found)]
    assert aligned == [("one", None), ("two", "two"), ("three", "three")]
    extra = [(one.expected, one.found) for one in compared(found, expected)]
    assert extra == [(None, "one"), ("two", "two"), ("three", "three")]


@pytest.mark.parametrize(("more", "right"), [(0, 999), (1, 1)])
def test_of_a_million_pairs_equal_texts_are_found_and_of_more_places_are_compared(more: int, right: int) -> None:
    expected = {"answers": [{"body": f"body {n}"} for n in range(1_000)]}
    found = {"answers": [{"body": f"body {n}"} for n in (0, *range(2, 1_001 + more))]}
    fields = list(compared(expected, found))
    assert sum(one.expected == one.found for one in fields) == right


def test_answers_without_a_text_are_like_none_of_the_other_side() -> None:
    """Not even like one without a text."""
    expected = {"answers": [{"votes": 1}, {"body": "b", "votes": 2}]}
    found = {"answers": [{"body": "b", "votes": 2}, {"votes": 1}]}
    fields = [(one.place, one.expected, one.found) for one in compared(expected, found) if one.field != "answers.body"]
    assert fields == [("answers.1.votes", 1, None), ("answers.2.votes", 2, 2), ("answers.3.votes", None, 1)]


def test_a_question_where_none_is(dataset: Path, tmp_path: Path) -> None:
    none: dict[str, Any] = {"url": "https://garden.example/q/hedge", "question": None, "answers": []}
    assert wrong(scored(dataset, tmp_path, none)) == {
        "question.title": (None, "When is a hedge cut?"),
        "question.body": (None, "When is a hedge cut? I have tried for a whole season, and nothing came of it."),
        "answers.1.body": (None, "In late winter, before birds nest."),
    }
    about = {"url": "https://garden.example/about", "status": "not_qa", "reason": "no_question", "question": None}
    assert scored(dataset, tmp_path, about).perfect == 1


def test_pages_that_are_not_in_the_dataset_are_missed_whole(dataset: Path, tmp_path: Path) -> None:
    scores = scored(dataset, tmp_path, HEDGE, {**HEDGE, "url": "https://garden.example/q/none"})
    assert (scores.pages, scores.perfect, scores.missing) == (2, 1, 1)
    assert numbers(scores.total) == (14, 7, 7)
    assert [(page.name, page.line, page.in_dataset) for page in scores.worst] == [
        ("https://garden.example/q/none", 3, False)
    ]


def test_pages_are_found_by_id_and_by_place(dataset: Path, tmp_path: Path) -> None:
    by_place = {"source": "pages.jsonl", "offset": 3, "status": "partial"}
    scores = scored(dataset, tmp_path, by_place, {**by_place, "offset": 99})
    assert (scores.perfect, scores.missing, list(scores.sites)) == (1, 1, ["(no site)"])
    assert scores.worst[0].name == "pages.jsonl 99"


def test_of_several_captures_the_one_with_the_question_counts(dataset: Path, tmp_path: Path) -> None:
    pear = {"url": "https://garden.example/q/pear", "status": "ok", "answers_found": 3}
    assert scored(dataset, tmp_path, pear).perfect == 1


def test_the_worst_pages_come_first(dataset: Path, tmp_path: Path) -> None:
    def page(title: str) -> dict[str, Any]:
        return {"url": "https://garden.example/q/hedge", "question": {"title": title}}

    scores = scored(dataset, tmp_path, page("When is a hedge trimmed?"), page("Why?"), page("When is a tree cut down?"))
    assert [page.line for page in scores.worst] == [3, 5, 1]


def test_the_hundred_worst_pages_are_named(dataset: Path, tmp_path: Path) -> None:
    gold = [{"url": f"https://garden.example/q/{number}", "status": "ok"} for number in range(101)]
    found: Any = scored(dataset, tmp_path, *gold).as_json()
    assert (found["missing"], len(found["worst"]), found["worst"][-1]["line"]) == (101, 100, 199)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1 is no JSON"),
        ("[]", "line 1 is no JSON object"),
        ('{"status": "ok"}', "does not say which page it is"),
        ('{"url": "x"}', "expects nothing"),
        ('{"url": "x", "question": []}', "question must be an object or null"),
        ('{"url": "x", "answers": {}}', "answers a list"),
        ('{"url": "x", "answers": ["y"]}', "an answer must be an object"),
        ('{"url": "x", "titel": "y"}', "unknown field 'titel'; known are question, answers, layout"),
        ('{"url": "x", "question": {"titel": "y"}}', "unknown field 'titel'; known are title, body"),
        ('{"url": "x", "answers": [{"expert_id": "y"}]}', "unknown field 'expert_id'"),
        ('{"url": "x", "question": {"asked_at": "yesterday"}}', "asked_at is no time: 'yesterday'"),
        ("", "has no pages"),
    ],
)
def test_what_is_not_in_the_format_is_an_error_of_the_user(
    dataset: Path, tmp_path: Path, line: str, message: str
) -> None:
    (tmp_path / "gold.jsonl").write_text(f"{line}\n")
    with pytest.raises(UsageError, match=r"gold\.jsonl") as raised:
        score_dataset(dataset, tmp_path / "gold.jsonl")
    assert message in str(raised.value)


def test_a_missing_gold_file_is_an_error_of_the_user(dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot read .*nowhere: No such file"):
        score_dataset(dataset, tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("a pear", "a pear", 1.0), ("A pear!", "a, pear", 1.0), ("a pear", "a plum", 0.5), ("pear", "plum", 0.0),
        ("one one two", "one two two", 2 / 3), (("MD", "FACS"), ("MD",), 2 / 3), (4, 4.0, 1.0), (4, 5, 0.0),
        (4, "4", 0.0), (True, False, 0.0), ("!", "?", 0.0),
    ],
)  # fmt: skip
def test_similarity(one: Any, other: Any, alike: float) -> None:
    assert similarity(one, other) == pytest.approx(alike)


def test_null_and_empty_are_unknown() -> None:
    unknown: list[object] = [None, [], {}, ()]
    assert [known(value) for value in unknown] == [None] * 4
    given: list[object] = [0, False, "", ["a"]]
    assert [known(value) for value in given] == [0, False, "", ("a",)]


def test_replies_are_compared_by_the_position_of_what_they_answer(tmp_path: Path) -> None:
    folder = assemble(tmp_path / "parsed", pages())
    rewrite(folder, "answers", lambda rows: rows[2].update(parent_answer_id=rows[1]["answer_id"]))
    answers = [{"parent_position": position} for position in (None, None, 2)]
    gold = {"url": "https://garden.example/q/pear", "answers": answers}
    assert numbers(scored(folder, tmp_path, gold).total) == (1, 1, 1)
