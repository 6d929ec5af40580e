"""``qapipe show``: the record of one page, found by number, id or URL."""

import json
import os
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

import qapipe
from conftest import Command, Thread
from generators.archives import packed, response
from support.commands import json_of


def test_show_tells_what_became_of_a_page(cli: Command, page: Path) -> None:
    done = cli("show", page)
    assert (done.returncode, done.stderr) == (0, "")
    for expected in (
        "ok\n", "realself/", "page.txt", "Will a tiny bump on my nose go away?", "I fell off my bicycle",
        "2 found, 2 declared", "1. Give it time", "Swelling after such a fall takes", "Ida Quist, MD, FACS",
        "Plastic Surgeon", "Tampa", "4.5", "Removed as noise (2)", "vote_placeholder",
    ):  # fmt: skip
        assert expected in done.stdout


def test_show_as_json_is_the_record(cli: Command, page: Path, tmp_path: Path) -> None:
    value = json_of(cli("show", page, "--json"))
    assert value["question"]["title"] == "Will a tiny bump on my nose go away?"
    assert [answer["author_name"] for answer in value["answers"]] == [None, "Ida Quist"]
    envelope = {"command", "error", "exit_code", "json_version", "seconds", "version"}
    assert set(value) == set(qapipe.Record.model_fields) | envelope


def test_explain_says_which_reader_gave_a_field_and_from_where(cli: Command, page: Path) -> None:
    done = cli("show", page, "--explain")
    assert (done.returncode, done.stderr) == (0, "")
    shown = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "realself/text reads this page" in shown
    assert next(line for line in shown if line.startswith("answer 2: author_name")).startswith(
        "answer 2: author_name realself/text: line "
    )
    value = json_of(cli("show", page, "--explain", "--json"))["explanation"]
    assert value["fields"]["question: title"]["readers"] == ["realself/text"]
    assert [removal["rule"] for removal in value["removed"]] == ["vote_placeholder", "vote_placeholder"]
    assert cli("show", page, "--explain", "--raw").returncode == 2


def record_of(done: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    """The record in the JSON result."""
    return {name: value for name, value in json_of(done).items() if name in qapipe.Record.model_fields}


def test_a_page_is_found_by_number_id_or_url(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"text": "first", "url": "http://a.example/1"}\nbad\n{"html": "<link rel=canonical href=http://a.example/3>"}'
    )
    records = [record_of(cli("show", "a.jsonl", str(number), "--json")) for number in (1, 2, 3)]
    assert [(r["status"], r["offset"]) for r in records] == [("not_qa", 0), ("error", 1), ("not_qa", 2)]
    assert records[2]["url"] == "http://a.example/3"
    for record in records:
        assert record_of(cli("show", "a.jsonl", "--page", record["page_id"], "--json")) == record
    for record in (records[0], records[2]):
        assert record_of(cli("show", "a.jsonl", record["url"], "--json")) == record
    assert cli("show", "a.jsonl").stdout.startswith("not_qa no_question: ")


def test_a_missing_page_is_told_with_how_many_there_are(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n')
    done = cli("show", "a.jsonl", "--page", "7")
    expected = "error: no page '7' (neither number, id nor URL) in a.jsonl; valid numbers are 1-2\n"
    assert (done.returncode, done.stderr) == (2, expected)


def test_no_pages_are_said_to_be_none(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert cli("show", "in").stderr == "error: in has no pages\n"
    assert cli("parse", "in", "-o", "parsed", "--allow-empty").returncode == 0
    none = cli("show", "parsed")
    assert (none.returncode, none.stderr) == (2, "error: parsed has no pages\n")


def test_a_page_that_cannot_be_read_exits_with_1(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n{"text": \n')
    done = cli("show", "a.jsonl", "2")
    assert done.returncode == 1
    assert done.stdout.startswith("error corrupt: ")
    assert done.stderr == "error: the page could not be read or parsed: corrupt\n"
    assert cli("show", "a.jsonl", "1").returncode == 0


RATINGS = "".join(f"answer {n}: {name}" for n in (1, 2) for name in ("rating", "rating_best", "review_count"))
URL = "https://www.realself.com/question/bump-{0}"


@pytest.fixture
def dataset(cli: Command, tmp_path: Path, thread: Thread) -> Path:
    """A dataset of two folders with files of the same names, the first with a dump of four pages."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "page.txt").write_text(thread(f"A bump in folder {name}?"))
    rows = [{"text": thread(f"Bump {n}?"), "url": URL.format(n)} for n in (1, 2, 3, 1)]
    (tmp_path / "one/dump.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert cli("parse", "one", "two", "-o", "parsed", "-j", "1").returncode == 0
    return tmp_path / "parsed"


def titles(cli: Command, *arguments: str | Path) -> str | None:
    value = json_of(cli("show", *arguments, "--json"))
    return value["question"]["title"] if value["question"] else None


def test_a_page_of_a_dataset_is_found_by_number_url_and_any_id(cli: Command, dataset: Path) -> None:
    assert [titles(cli, dataset, str(n)) for n in range(1, 7)] == [
        "Bump 1?", "Bump 2?", "Bump 3?", "Bump 1?", "A bump in folder one?", "A bump in folder two?",
    ]  # fmt: skip
    assert titles(cli, dataset) == "Bump 1?"
    value = json_of(cli("show", dataset, URL.format(2), "--json"))
    assert value["question"]["title"] == "Bump 2?"
    names = [value["page_id"], value["question_id"], value["answers"][0]["answer_id"], value["answers"][1]["answer_id"]]
    for name in names:
        assert titles(cli, dataset, name) == "Bump 2?"
        assert titles(cli, dataset, name[:12]) == "Bump 2?"
        assert titles(cli, dataset.parent / "one", name) == "Bump 2?"
        assert titles(cli, dataset.parent / "one", name[:12]) == "Bump 2?"
    assert titles(cli, dataset, value["answers"][1]["expert_id"]) is not None
    for wrong in ("7", "0", "nobody", names[0][:3], "http://x.example/"):
        done = cli("show", dataset, wrong)
        assert done.returncode == 2
        assert done.stderr.endswith(f"(neither number, id nor URL) in {dataset}; valid numbers are 1-6\n")


def test_a_beginning_of_ids_of_several_pages_is_ambiguous(cli: Command, dataset: Path) -> None:
    expert = json_of(cli("show", dataset, "2", "--json"))["answers"][1]["expert_id"]
    for place in (dataset, dataset.parent / "one"):
        done = cli("show", place, expert[:10])
        assert done.returncode == 2
        assert f"'{expert[:10]}' begins the ids of " in done.stderr


def test_a_page_of_a_dataset_says_what_the_dataset_made_of_it(cli: Command, dataset: Path) -> None:
    done = cli("show", dataset, "4")
    assert done.stdout.startswith("ok\n")
    assert "in dataset  duplicate same_payload: first seen in " in done.stdout
    row = json_of(cli("show", dataset, "4", "--json"))["ledger"]
    assert (row["number"], row["status"], row["reason"]) == (4, "duplicate", "same_payload")
    assert (row["source"], row["offset"]) == ("one/dump.jsonl", 3)
    assert "in dataset" not in cli("show", dataset, "1").stdout


def test_raw_pages_are_found_where_they_were_or_below_the_root(cli: Command, dataset: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("one", "two"):
        (tmp_path / name).rename(elsewhere / name)
    missing = cli("show", dataset, "5")
    assert missing.returncode == 2
    place = f"{tmp_path}/one/page.txt"
    expected = f"error: raw page one/page.txt not found at {place}; give the directory of the sources with --root\n"
    assert missing.stderr == expected
    assert titles(cli, dataset, "5", "--root", elsewhere) == "A bump in folder one?"
    assert titles(cli, dataset, "6", "--root", elsewhere / "two") == "A bump in folder two?"
    assert titles(cli, dataset, "3", "--root", elsewhere / "one/dump.jsonl") == "Bump 3?"
    (elsewhere / "one/page.txt").write_text("other words")
    changed = cli("show", dataset, "5", "--root", elsewhere)
    assert changed.returncode == 2
    assert "no longer has the page that the dataset was made from" in changed.stderr


def test_a_page_of_an_archive_in_a_dataset_is_found_again(cli: Command, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("crawl.warc.gz", packed(*(response(n) for n in range(3))))
        archive.writestr("b.html", "<p>words of b")
    (tmp_path / "c.warc.gz").write_bytes(packed(*(response(n) for n in range(5, 8))))
    name = os.fsdecode(b"caf\xe9.html")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text("<p>coffee")
    cli("parse", "a.zip", "c.warc.gz", "in", "-o", "parsed", "-j", "1")
    raw = [cli("show", "parsed", str(n), "--raw").stdout for n in range(1, 9)]
    assert [f"Words of page {n}." in text for n, text in zip((0, 1, 2), raw[:3], strict=True)] == [True] * 3
    assert raw[3] == "<p>words of b\n"
    assert [f"Words of page {n}." in text for n, text in zip((5, 6, 7), raw[4:7], strict=True)] == [True] * 3
    assert raw[7] == "<p>coffee\n"


def test_a_page_of_a_list_of_paths_is_found_below_what_precedes_them(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "crawl/deep").mkdir(parents=True)
    (tmp_path / "crawl/deep/a.warc.gz").write_bytes(packed(response(0), response(1)))
    (tmp_path / "crawl/b.warc.gz").write_bytes(packed(response(2)))
    (tmp_path / "warc.paths").write_text("deep/a.warc.gz\nb.warc.gz\n")
    assert cli("parse", "warc.paths", "--prefix", "crawl", "-o", "parsed", "-j", "1").returncode == 0
    assert json.loads((tmp_path / "parsed/run.json").read_text())["places"] == {"": f"{tmp_path}/crawl"}
    inputs = json.loads((tmp_path / "parsed/manifest.json").read_text())["inputs"]
    assert [(one["name"], one["files"]) for one in inputs] == [("warc.paths", 2)]
    for number in range(3):
        assert f"Words of page {number}." in cli("show", "parsed", str(number + 1), "--raw").stdout


def test_the_fields_of_a_dataset_are_those_it_was_made_with(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "no", "page": {"x": "yes"}}\n')
    cli("parse", "a.jsonl", "-o", "parsed", "--body-field", "page.x", "-j", "1")
    assert cli("show", "parsed", "--raw").stdout == "yes\n"


def test_raw_prints_the_text_of_a_page(cli: Command, tmp_path: Path) -> None:
    html = "<!doctype html><meta charset=iso-8859-1><p>caf\xe9"
    (tmp_path / "a.html").write_bytes(html.encode("latin-1"))
    done = cli("show", "a.html", "--raw")
    assert (done.returncode, done.stdout, done.stderr) == (0, html + "\n", "")
    (tmp_path / "b.bin").write_bytes(bytes(range(9)) * 99)
    assert cli("show", "b.bin", "--raw").returncode == 2
    assert cli("show", "a.html", "--raw", "--json").returncode == 2


def test_open_writes_the_lines_of_a_page_beside_what_was_read(cli: Command, page: Path, tmp_path: Path) -> None:
    assert cli("show", page, "--open", "view.html").returncode == 0
    tree = LexborHTMLParser((tmp_path / "view.html").read_text())
    rows = [[cell.text() for cell in row.css("td")] for row in tree.css("table")[0].css("tr")[1:]]
    assert [(number, fields) for number, _, fields in rows] == [
        ("1", "question: title"),
        ("2", "question: body"),
        ("3", "answers_declared"),
        ("4", "answer 1: headline"),
        ("5", "noise: vote_placeholder"),
        ("6", "answer 1: body"),
        ("7", "answer 1: specialtyanswer 1: locationanswer 2: specialtyanswer 2: location"),
        ("8", RATINGS),
        ("9", "answer 2: headline"),
        ("10", "noise: vote_placeholder"),
        ("11", "answer 2: body"),
        ("12", "answer 2: author_nameanswer 2: author_credentials"),
        ("13", "answer 1: specialtyanswer 1: locationanswer 2: specialtyanswer 2: location"),
        ("14", RATINGS),
    ]  # fmt: skip
    assert rows[0][1] == "Will a tiny bump on my nose go away?"


def test_the_page_that_open_writes_does_no_harm(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words\n\n<script>alert(1)</script>\n\n<img src=http://x.example/>")
    cli("show", "a.txt", "--open", "view.html")
    tree = LexborHTMLParser((tmp_path / "view.html").read_text())
    assert tree.css("script, img") == []
    assert "<script>alert(1)</script>" in [cell.text() for cell in tree.css("td")]


def test_a_page_that_cannot_be_read_can_be_opened(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("bad\n")
    assert cli("show", "a.jsonl", "--open", "view.html").returncode == 1
    assert "corrupt" in (tmp_path / "view.html").read_text()


def test_a_page_that_parse_leaves_out_is_shown_on_request(cli: Command, tmp_path: Path) -> None:
    pairs = [("How do I reset the clock?", "Hold both keys for a moment."), ("Is it safe in rain?", "It is, if shut.")]
    values = [{"@type": "Question", "name": q, "acceptedAnswer": {"@type": "Answer", "text": a}} for q, a in pairs]
    markup = json.dumps({"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": values})
    shown = "".join(f"<h2>{question}</h2><p>{answer}</p>" for question, answer in pairs)
    file = tmp_path / "faq.html"
    file.write_text(f"<title>Clocks</title><script type=application/ld+json>{markup}</script><h1>Clocks</h1>{shown}")
    assert json_of(cli("show", file, "--json"))["reason"] == "faq"
    hint = cli("show", file).stdout.splitlines()[0]
    assert hint == "not_qa faq: an FAQ: the site asks and answers the questions itself; --include faq reads it"
    value = json_of(cli("show", file, "--include", "faq", "--json"))
    assert (value["status"], [answer["headline"] for answer in value["answers"]]) == ("ok", [q for q, _ in pairs])
    assert json_of(cli("show", file, "--include", "discussion", "--json"))["reason"] == "faq"
