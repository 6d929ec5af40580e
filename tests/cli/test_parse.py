"""``qapipe parse``: what it writes, prints and returns."""

import json
import os
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import qapipe
from conftest import Command, Thread, names_in
from support.commands import json_of


def test_parse_makes_a_dataset_and_tells_what_is_in_it(cli: Command, tmp_path: Path, page: Path) -> None:
    done = cli("parse", page, "--out", "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert names_in(tmp_path / "out") == [
        "README.md", "answers", "croissant.json", "experts", "manifest.json", "pages", "questions", "run.json",
    ]  # fmt: skip
    words = " ".join(done.stdout.split())
    for expected in ("pages 1", "ok 1", "questions 1", "answers 2", "experts 1", "noise removed 2", "/s)"):
        assert expected in words
    assert done.stdout.rstrip().endswith("out")


def test_sources_and_place_have_defaults(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "data/raw").mkdir(parents=True)
    (tmp_path / "data/raw/a.txt").write_text("words")
    assert cli("parse").returncode == 0
    assert (tmp_path / "data/parsed/manifest.json").exists()


def test_json_is_one_object_and_nothing_else(cli: Command, tmp_path: Path, page: Path) -> None:
    done = cli("parse", page, "-o", "out", "--json")
    value = json_of(done)
    assert done.stderr == ""
    assert (value["command"], value["json_version"], value["exit_code"], value["error"]) == ("parse", 1, 0, None)
    assert (value["version"], value["path"]) == (qapipe.__version__, "out")
    assert 0 < value["seconds"] < 60
    assert value["rate"] == pytest.approx(1 / value["seconds"], rel=0.2, abs=0.1)
    assert value["resumed"] == {"bytes": 0, "pages": 0}
    counts = json.loads((tmp_path / "out/manifest.json").read_text())["counts"]
    assert {name: value[name] for name in counts} == counts


def test_quiet_says_nothing(cli: Command, page: Path) -> None:
    done = cli("parse", page, "-o", "out", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_standard_input_is_read(cli: Command, tmp_path: Path, thread: Thread) -> None:
    lines = "".join(json.dumps({"text": text}) + "\n" for text in (thread(), "words", "more"))
    assert json_of(cli("parse", "-", "-o", "out", "--json", stdin=lines))["pages"] == 3
    assert json_of(cli("parse", "-", "-o", "out", "--json", stdin=thread()))["questions"] == 1
    [row] = pq.read_table(tmp_path / "out/pages").to_pylist()
    assert row["source"] == "-"


def test_options_reach_the_run(cli: Command, tmp_path: Path, thread: Thread) -> None:
    (tmp_path / "a.jsonl").write_text(
        "".join(json.dumps({"b": thread(title), "u": f"http://{title}.example/"}) + "\n" for title in "xyz")
    )
    named = ("--body-field", "b", "--url-field", "u")
    value = json_of(
        cli(
            "parse",
            "a.jsonl",
            "-o",
            "out",
            *named,
            "--match",
            "*x.ex*",
            "--match",
            "*y.ex*",
            "--include",
            "discussion",
            "--json",
        )
    )
    assert (value["pages"], value["skipped_by_match"]) == (2, 1)
    options = json.loads((tmp_path / "out/manifest.json").read_text())["options"]
    assert options == {
        "body_field": "b", "captures": "latest", "exclude": [], "include": ["discussion"], "limit": None,
        "match": ["*x.ex*", "*y.ex*"], "redact": None, "sample": None, "seed": None, "sites": [], "url_field": "u",
    }  # fmt: skip


MIXED = [
    {"text": "words", "url": "https://a.example/1"},
    {"text": "words", "url": "https://a.example/2"},
    {"text": "PK\x03\x04" + "\x00" * 20, "url": "https://b.example/paper"},
    {"no": "body"},
    {"text": " "},
]


def write_mixed(folder: Path, thread: Thread) -> None:
    lines = [{"text": thread(), "url": "https://www.realself.com/question/x"}, *MIXED]
    (folder / "mixed.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_the_summary_says_why_pages_gave_nothing(cli: Command, tmp_path: Path, thread: Thread) -> None:
    write_mixed(tmp_path, thread)
    done = cli("parse", "mixed.jsonl", "-o", "out", "--max-error-rate", "0.5", env={"COLUMNS": "200"})
    assert done.returncode == 0
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert re.fullmatch(r"pages 6 \([\d,]+/s\)", lines[0])
    assert lines[1:] == [
        "ok 1 17%",
        "not_qa 4 67%",
        "no_question 2 e.g. https://a.example/1",
        "binary 1 e.g. https://b.example/paper",
        "empty 1 e.g. mixed.jsonl line 6",
        "error 1 17%",
        "no_body 1 e.g. mixed.jsonl line 5",
        "questions 1",
        "answers 2",
        "experts 1",
        "noise removed 2",
        "out",
    ]
    assert re.fullmatch(r"mixed\.jsonl line 5: no_body: .+\n", done.stderr)


def test_verbose_adds_meanings_and_noise_by_rule(cli: Command, tmp_path: Path, thread: Thread) -> None:
    write_mixed(tmp_path, thread)
    done = cli("parse", "mixed.jsonl", "-o", "out", "--max-error-rate", "1", "-v", env={"COLUMNS": "300"})
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "empty 1 e.g. mixed.jsonl line 6 (the page is empty)" in lines
    assert lines[-3:] == ["noise removed 2", "vote_placeholder 2", "out"]


def test_outcomes_by_host_and_by_source(cli: Command, tmp_path: Path, thread: Thread) -> None:
    write_mixed(tmp_path, thread)
    options = ("parse", "mixed.jsonl", "-o", "out", "--max-error-rate", "0.5")
    done = cli(*options, "--by", "host", env={"COLUMNS": "200"})
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[-5:] == [
        "host pages ok not_qa error main reason",
        "(no URL) 2 1 1 empty (1)",
        "a.example 2 2 no_question (2)",
        "b.example 1 1 binary (1)",
        "www.realself.com 1 1",
    ]
    assert json_of(cli(*options, "--by", "source", "--json"))["by"] == {
        "source": {
            "mixed.jsonl": {
                "pages": 6,
                "reason": {"binary": 1, "empty": 1, "no_body": 1, "no_question": 2},
                "status": {"error": 1, "not_qa": 4, "ok": 1},
            }
        }
    }


def test_json_has_reasons_and_failed_inputs(cli: Command, tmp_path: Path, thread: Thread) -> None:
    write_mixed(tmp_path, thread)
    value = json_of(cli("parse", "mixed.jsonl", "-o", "out", "--json"))
    assert value["reasons"]["not_qa"]["no_question"] == {"count": 2, "example": "https://a.example/1"}
    assert value["reasons"]["error"] == {"no_body": {"count": 1, "example": "mixed.jsonl line 5"}}
    [failed] = value["failed_inputs"]
    assert "html, raw_html, content, text" in failed.pop("detail")
    assert failed == {
        "place": "mixed.jsonl line 5", "url": None, "source": "mixed.jsonl", "member": None,
        "offset": 4, "reason": "no_body",
    }  # fmt: skip
    message = "1 of 6 pages failed; see status = 'error' in out/pages"
    assert (value["exit_code"], value["error"]) == (1, {"kind": "incomplete", "message": message})


def test_an_unreadable_input_needs_a_look(cli: Command, tmp_path: Path, page: Path) -> None:
    (tmp_path / "in").mkdir()
    page.rename(tmp_path / "in/page.txt")
    os.mkfifo(tmp_path / "in/fifo")
    done = cli("parse", "in", "-o", "out")
    assert done.returncode == 1
    assert "fifo: unreadable: a FIFO, not a regular file" in done.stderr
    assert "error: 1 of 2 pages failed; see status = 'error' in out/pages\n" in done.stderr
    assert "Traceback" not in done.stderr
    assert pq.read_table(tmp_path / "out/questions").num_rows == 1


def test_pages_that_are_no_questions_are_no_error(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>words")
    (tmp_path / "b.html").write_text("")
    assert cli("parse", "a.html", "b.html", "-o", "out", "--max-error-rate", "0").returncode == 0


def test_the_error_rate_can_be_limited(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"no": 1}\n{"text": "a"}\n')
    codes = {}
    query = "see status = 'error' in out/pages"
    for rate in ("0.5", "0.49", "0"):
        done = cli("parse", "a.jsonl", "-o", "out", "--no-cache", "--max-error-rate", rate)
        codes[rate] = done.returncode, done.stderr.splitlines()[1:]
    assert codes == {
        "0.5": (0, []),
        "0.49": (1, [f"error: 1 of 2 pages failed, more than --max-error-rate 0.49 allows; {query}"]),
        "0": (1, [f"error: 1 of 2 pages failed; {query}"]),
    }  # fmt: skip


@pytest.mark.parametrize("rate", ["5%", "2", "-0.1", "nan", "much"])
def test_the_error_rate_is_a_fraction(cli: Command, page: Path, rate: str) -> None:
    done = cli("parse", page, f"--max-error-rate={rate}")
    assert done.returncode == 2
    assert done.stderr.endswith(f"Error: --max-error-rate must be a fraction such as 0.05, not '{rate}'\n")


def test_a_named_input_that_cannot_be_read_exits_with_1_at_any_error_rate(
    cli: Command, tmp_path: Path, page: Path
) -> None:
    (tmp_path / "broken.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + b"x" * 100)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/broken.7z").write_bytes(b"7z\xbc\xaf\x27\x1c" + b"x" * 100)
    in_directory = cli("parse", page, "in", "-o", "out", "--max-error-rate", "1")
    assert in_directory.returncode == 0
    named = cli("parse", page, "broken.7z", "-o", "out", "--max-error-rate", "1")
    assert named.returncode == 1
    assert (
        "\nerror: 1 input could not be read as a whole: broken.7z: unreadable: unsupported format: a 7z archive"
        in named.stderr
    )


def test_an_input_without_any_page_that_can_be_read_needs_a_look(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"page": "a"}\n{"page": "b"}\n')
    done = cli("parse", "a.jsonl", "-o", "out")
    assert done.returncode == 1
    fields = "html, raw_html, content, text, raw_content, body"
    advice = "choose one with --body-field"
    assert f"a.jsonl line 1: no_body: none of the fields {fields} has text (found: page); {advice}\n" in done.stderr
    assert "error: 2 of 2 pages failed; " in done.stderr
    assert cli("parse", "a.jsonl", "-o", "out", "--body-field", "page").returncode == 0


def test_pages_are_chosen_by_exclude_sample_and_limit(cli: Command, tmp_path: Path) -> None:
    rows = [{"text": f"words {n}", "url": f"https://{'xyz'[n % 3]}.example/{n}"} for n in range(30)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    chosen = ("a.jsonl", "--exclude", "Z.example/*", "--sample", "10", "--seed", "5", "--limit", "4")
    value = json_of(cli("parse", *chosen, "-o", "out", "-j", "1", "--json"))
    assert (value["pages"], value["skipped_by_match"] > 0, value["skipped_by_sample"] > 0) == (4, True, True)
    options = json.loads((tmp_path / "out/manifest.json").read_text())["options"]
    assert [options[name] for name in ("exclude", "limit", "sample", "seed")] == [["Z.example/*"], 4, 10, 5]
    urls = pq.read_table(tmp_path / "out/pages").column("url").to_pylist()
    assert all("z.example" not in url for url in urls)
    stored = json_of(cli("load", *chosen, "-o", "raw", "-j", "1", "--json"))
    assert (stored["pages"], stored["skipped_by_match"] > 0, stored["skipped_by_sample"] > 0) == (4, True, True)
    cli("parse", "raw", "-o", "again", "-j", "1")
    assert pq.read_table(tmp_path / "again/pages").column("url").to_pylist() == urls


@pytest.mark.parametrize("wrong", [("--seed", "5"), ("--limit", "0"), ("--sample", "0"), ("--sample", "x")])
@pytest.mark.parametrize("command", ["parse", "load"])
def test_wrong_choices_are_usage_errors(cli: Command, page: Path, command: str, wrong: tuple[str, str]) -> None:
    assert cli(command, page, "-o", "out", *wrong).returncode == 2
