"""Two builds of a dataset compared: rows added, removed, changed and moved, and the rates of each site and layout."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from qapipe.dataset import diff
from qapipe.dataset.diff import Differences, compare, index
from qapipe.dataset.diff.changes import Changes
from qapipe.dataset.diff.drift import Drift, Thresholds, drifts
from qapipe.errors import DatasetError, UsageError
from qapipe.readers.sites.realself import html
from support.built import CAPTURED, Rows, assemble, pages, rewrite
from support.golden import SITES, golden

LAYOUT = "schema_org/json_ld"
DEFAULTS = Thresholds(fill_drop=0.05, ok_drop=0.02, lost=0.01, min_rows=1)


def realself_pages() -> Rows:
    """The HTML pages that the reader of RealSelf is tested with."""
    found = sorted((SITES / "realself").glob("*.html"))
    return [{"url": golden(path)["url"], "html": path.read_text("utf-8"), "date": CAPTURED} for path in found]


def both(folder: Path, change: Callable[[Rows], object]) -> tuple[Path, Path]:
    """A dataset, and one of the same pages after a change of them."""
    rows = pages()
    old = assemble(folder / "old", rows)
    change(rows)
    return old, assemble(folder / "new", rows)


def edited(folder: Path, table: str, change: Callable[[Rows], object]) -> tuple[Path, Path]:
    """A dataset, and the same with other rows of a table."""
    old, new = assemble(folder / "old", pages()), assemble(folder / "new", pages())
    rewrite(new, table, change)
    return old, new


def counts(changes: Changes) -> dict[str, int]:
    names = ("matched", "moved", "changed", "added", "removed")
    return {name: getattr(changes, name) for name in names if getattr(changes, name)}


def sentences(found: Differences, **limits: Any) -> list[str]:
    return [drift.sentence for drift in drifts(found, replace(DEFAULTS, **limits))]


def test_identical_builds_of_another_version_are_not_compared(tmp_path: Path) -> None:
    old, new = both(tmp_path, lambda _: None)
    for folder in (old, new):
        manifest = folder / "manifest.json"
        text = re.sub(r'"schema_version": \d+', '"schema_version": 999', manifest.read_text("utf-8"))
        manifest.write_text(text, "utf-8")
    with pytest.raises(DatasetError, match="schema_version 999"):
        compare(old, new)


def test_identical_builds_are_known_by_their_manifests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No table is opened, however large it is."""
    old, new = both(tmp_path, lambda _: None)
    monkeypatch.setattr(diff, "open_dataset", None)
    for folder in (old, new):
        for path in folder.rglob("*.parquet"):
            path.unlink()
    found = compare(old, new)
    assert found.identical
    assert drifts(found, Thresholds(0, 0, 0, 1)) == []


def test_a_broken_selector_is_named_with_its_column_and_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = realself_pages()
    old = assemble(tmp_path / "old", rows)
    monkeypatch.setattr(html, "_BYLINES", ".renamed")
    monkeypatch.setattr(html, "_BYLINE_CLASS", re.compile("renamed"))
    new = assemble(tmp_path / "new", rows)
    found = compare(old, new)
    worse = drifts(found, DEFAULTS)
    assert {(drift.kind, drift.table, drift.column, drift.group) for drift in worse} == {
        ("fill", "questions", "asker", "realself/html"), ("fill", "questions", "asker_location", "realself/html")
    }  # fmt: skip
    place = worse[0]
    assert (place.column, place.after) == ("asker_location", 0)
    assert place.before > 0.3
    assert place.sentence.startswith("asker_location of questions filled ")
    assert " → 0 % on realself/html (" in place.sentence
    assert "was the site redesigned" in place.sentence
    assert drifts(compare(new, old), DEFAULTS) == [], "what is filled now is no drift"


def test_rows_removed_are_lost(tmp_path: Path) -> None:
    old, new = both(tmp_path, lambda rows: rows.pop(3))
    found = compare(old, new)
    assert {name: counts(one) for name, one in found.tables.items()} == {
        "pages": {"matched": 6, "removed": 1},
        "questions": {"matched": 2, "removed": 1},
        "answers": {"matched": 5, "removed": 1},
        "experts": {"matched": 2, "removed": 1},
    }
    changes = found.tables["answers"]
    assert [changes.places[row] for row in changes.removed_rows] == ["https://garden.example/q/hedge answer 1"]
    assert [found.tables["experts"].places[row] for row in found.tables["experts"].removed_rows] == ["Di Reed"]
    worse = drifts(found, DEFAULTS)
    assert [(drift.kind, drift.table, drift.group) for drift in worse] == [
        ("lost", "questions", LAYOUT), ("lost", "answers", LAYOUT), ("lost", "experts", "schema_org"),
        ("lost", "pages", None),
    ]  # fmt: skip
    assert worse[1].sentence.startswith(f"1 of 6 answers (16.7 %) on {LAYOUT} are gone")


def test_additions_are_no_drift(tmp_path: Path) -> None:
    """Not even if what is added is read badly."""
    bare = '<script type="application/ld+json">{"@type": "QAPage", "mainEntity": {"@type": "Question", "text": "Why?", '
    bare += '"suggestedAnswer": [{"@type": "Answer", "text": "Because it is so."}]}}</script>'
    more = [{"url": f"https://garden.example/q/{n}", "html": bare, "date": CAPTURED} for n in range(20)]
    old, new = both(tmp_path, lambda rows: rows.extend(more))
    found = compare(old, new)
    assert counts(found.tables["answers"]) == {"matched": 6, "added": 20}
    assert [found.tables["pages"].new_places[row] for row in found.tables["pages"].added_rows] == [
        f"https://garden.example/q/{n}" for n in range(3)
    ]
    assert drifts(found, Thresholds(0, 0, 0, 1)) == []


def test_a_later_capture_supersedes_without_drift(tmp_path: Path) -> None:
    def capture_again(rows: Rows) -> None:
        rows.append({**rows[3], "html": f"{rows[3]['html']} ", "date": "2024-06-01T12:00:00Z"})

    old, new = both(tmp_path, capture_again)
    found = compare(old, new)
    assert counts(found.tables["pages"]) == {"matched": 7, "added": 1, "changed": 1}
    assert counts(found.tables["questions"]) == {"matched": 3}
    assert drifts(found, Thresholds(0, 0, 0, 1)) == []


def test_changed_values_have_examples(tmp_path: Path) -> None:
    late = datetime(2024, 4, 9, tzinfo=UTC)

    def change(rows: Rows) -> None:
        rows[0].update(specialty="Botanist", author_credentials=["PhD", "MSc"])
        rows[1].update(answered_at=late, body="x" * 50)
        rows[2].update(answered_at=None, votes=0)

    found = compare(*edited(tmp_path, "answers", change))
    changes = found.tables["answers"]
    assert counts(changes) == {"matched": 6, "changed": 3}
    assert changes.columns == {"answered_at": 2, "specialty": 1, "author_credentials": 1, "body": 1, "votes": 1}
    place = "https://garden.example/q/pear answer"
    shown = {
        column: [(changes.places[one.row], one.before, one.after) for one in examples]
        for column, examples in changes.examples.items()
    }
    day = str(late - timedelta(days=7))
    assert shown["answered_at"] == [(f"{place} 2", day, str(late)), (f"{place} 3", day, None)]
    assert shown["specialty"] == [(f"{place} 1", None, "Botanist")]
    assert shown["author_credentials"] == [(f"{place} 1", "", "PhD, MSc")]
    assert shown["votes"] == [(f"{place} 3", None, "0")]
    assert all(counts(found.tables[name]).keys() == {"matched"} for name in ("pages", "questions", "experts"))


def test_examples_begin_where_values_begin_to_differ(tmp_path: Path) -> None:
    start = "a" * 400
    old, new = assemble(tmp_path / "old", pages()), assemble(tmp_path / "new", pages())
    for folder, end in ((old, "one"), (new, "two")):
        rewrite(folder, "answers", lambda rows, end=end: rows[0].update(body=f"{start}{end}"))  # type: ignore[misc]
    [example] = compare(old, new).tables["answers"].examples["body"]
    assert (example.before, example.after) == (f"...{'a' * 30}one", f"...{'a' * 30}two")


def test_ids_that_moved_are_matched_by_url_and_position(tmp_path: Path) -> None:
    """Another byte on a page changes its id; another word of an answer changes that of the answer."""

    def reword(rows: Rows) -> None:
        for row in rows:
            row["html"] = row["html"].replace("In late winter", "At winter's end")

    found = compare(*both(tmp_path, reword))
    assert counts(found.tables["pages"]) == {"matched": 7, "moved": 1, "changed": 1}
    assert counts(found.tables["questions"]) == {"matched": 3}
    assert counts(found.tables["answers"]) == {"matched": 6, "moved": 1, "changed": 1}
    assert found.tables["answers"].columns == {"body": 1}
    assert drifts(found, Thresholds(0, 0, 0, 1)) == []


def test_pages_without_a_url_are_matched_by_their_place(tmp_path: Path) -> None:
    def without_url(rows: Rows) -> Rows:
        return [{**row, "url": None} for row in rows[3:]]

    rows = without_url(pages())
    old = assemble(tmp_path / "old", rows)
    rows[0]["html"] = rows[0]["html"].replace("When is", "In which month is")
    found = compare(old, assemble(tmp_path / "new", rows))
    assert counts(found.tables["pages"]) == {"matched": 4, "moved": 1, "changed": 1}
    assert counts(found.tables["questions"]) == {"matched": 3, "moved": 1, "changed": 1}
    assert counts(found.tables["answers"]) == {"matched": 3, "moved": 1}
    assert found.tables["questions"].examples["title"][0].before == "When is a hedge cut?"
    assert list(found.tables["questions"].places.values()) == ["pages.jsonl line 1"]


def test_pages_that_are_read_no_more_name_their_layout(tmp_path: Path) -> None:
    def redesign(rows: Rows) -> None:
        rows[3]["html"] = "<h1>When is a hedge cut?</h1>"
        rows[4]["html"] = rows[5]["html"] = "<h1>How do I get moss out of a lawn?</h1>"

    worse = drifts(compare(*both(tmp_path, redesign)), DEFAULTS)
    assert (worse[0].kind, worse[0].group, worse[0].before, worse[0].after) == ("ok", LAYOUT, 0.75, 0.25)
    assert worse[0].sentence.startswith(
        f"ok pages 75.0 % → 25.0 % on {LAYOUT} (6 pages): 3 more are not_qa; was the site"
    )
    assert [(drift.kind, drift.table) for drift in worse[1:3]] == [("lost", "questions"), ("lost", "answers")]


def of_fill(found: Differences, **limits: Any) -> list[Drift]:
    return [drift for drift in drifts(found, replace(DEFAULTS, **limits)) if drift.kind == "fill"]


def test_thresholds(tmp_path: Path) -> None:
    found = compare(*edited(tmp_path, "answers", lambda rows: rows[0].update(answered_at=None)))
    [drift] = of_fill(found)
    assert (drift.column, drift.before, drift.after) == ("answered_at", 1.0, 5 / 6)
    assert [len(of_fill(found, fill_drop=limit)) for limit in (0.0, 1 / 6, 0.17)] == [1, 1, 0]
    assert [len(of_fill(found, min_rows=rows)) for rows in (6, 7)] == [1, 0]
    lost = compare(*edited(tmp_path / "2", "experts", lambda rows: rows.pop()))
    assert [len(sentences(lost, lost=limit)) for limit in (0.0, 1 / 3, 0.34)] == [1, 1, 0]


@pytest.mark.parametrize(
    ("least", "judged"),
    [
        (1, ["ok pages", "lost questions", "lost answers"]),
        (3, ["ok pages", "lost questions", "lost answers"]),
        (4, ["ok pages", "lost answers"]),
        (6, ["ok pages", "lost answers"]),
        (7, []),
    ],
)
def test_groups_and_tables_of_few_rows_are_not_judged(tmp_path: Path, least: int, judged: list[str]) -> None:
    """Of 6 pages with a layout, 3 questions and 6 answers."""

    def redesign(rows: Rows) -> None:
        rows[4]["html"] = rows[5]["html"] = "<h1>How do I get moss out of a lawn?</h1>"

    found = compare(*both(tmp_path, redesign))
    worse = drifts(found, replace(DEFAULTS, fill_drop=1.0, min_rows=least))
    assert [f"{drift.kind} {drift.table}" for drift in worse] == judged


@pytest.mark.parametrize(("least", "judged"), [(7, ["pages"]), (8, [])])
def test_the_ledger_as_a_whole_is_judged_by_its_rows(tmp_path: Path, least: int, judged: list[str]) -> None:
    found = compare(*both(tmp_path, lambda rows: rows.pop()))
    worse = drifts(found, replace(DEFAULTS, min_rows=least))
    assert [(drift.kind, drift.table) for drift in worse] == [("lost", name) for name in judged]


def test_shuffled_rows_are_the_same_rows(tmp_path: Path) -> None:
    found = compare(*edited(tmp_path, "answers", lambda rows: rows.reverse()))
    assert not found.identical
    assert {name: counts(one) for name, one in found.tables.items()} == {
        "pages": {"matched": 7}, "questions": {"matched": 3}, "answers": {"matched": 6}, "experts": {"matched": 3},
    }  # fmt: skip


def test_the_same_is_found_in_many_passes_as_in_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def change(rows: Rows) -> None:
        rows.pop(3)
        rows[1]["html"] = rows[1]["html"].replace("larvae", "grubs")
        rows.append({**rows[1], "url": "https://garden.example/q/plum"})

    old, new = both(tmp_path, change)

    def everything() -> object:
        found = compare(old, new)
        return {name: one.as_json() for name, one in found.tables.items()}, [one.as_json() for one in found.groups]

    at_once = everything()
    monkeypatch.setattr(index, "ROWS", 2)
    assert len(index.spans(7)) == 4
    assert everything() == at_once


def test_what_is_no_dataset_is_a_usage_error(tmp_path: Path) -> None:
    old = assemble(tmp_path / "old", pages())
    for pair in ((old, tmp_path / "nowhere"), (tmp_path / "nowhere", old)):
        with pytest.raises(UsageError, match="nowhere: it does not exist"):
            compare(*pair)
