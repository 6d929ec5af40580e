"""``qapipe fetch``: its JSON lines, summary and exit codes, against a site on loopback."""

import json
import os
import signal
from pathlib import Path

import pytest

from conftest import Command
from generators.site_server import Page, serving

MISSING = Page(b"nothing here", 404, "text/plain")
HERE = ("--allow-private", "--delay", "0", "-o", "raw")


def html(text: str) -> Page:
    return Page(f"<html><p>{text}".encode())


def test_the_last_line_of_json_is_the_result(cli: Command) -> None:
    with serving({"/1": html("One"), "/2": html("Two")}) as site:
        done = cli("fetch", f"{site.home}/1", f"{site.home}/2", f"{site.home}/3", f"{site.home}/4", "--json", *HERE)
    *outcomes, result = [json.loads(line) for line in done.stdout.splitlines()]
    assert {one["url"]: one["state"] for one in outcomes} == {
        f"{site.home}/1": "done", f"{site.home}/2": "done", f"{site.home}/3": "failed", f"{site.home}/4": "failed",
    }  # fmt: skip
    assert (done.returncode, result["exit_code"], result["command"], result["json_version"]) == (1, 1, "fetch", 1)
    message = "2 pages could not be fetched; run `qapipe fetch --status --out raw` for details"
    assert result["error"] == {"kind": "incomplete", "message": message}
    assert sorted(done.stderr.splitlines()) == [
        f"error: {message}",
        f"{site.home}/3: http_status: HTTP status 404",
        f"{site.home}/4: http_status: HTTP status 404",
    ]
    assert (result["pages"], result["states"], result["left"]) == (2, {"done": 2, "failed": 2}, 0)
    example = result["reasons"]["failed"]["http_status"].pop("example")
    assert result["reasons"] == {"failed": {"http_status": {"count": 2}}}
    assert example in (f"{site.home}/3", f"{site.home}/4")
    assert sorted((one["url"], one["reason"], one["kind"]) for one in result["failed_inputs"]) == [
        (f"{site.home}/3", "http_status", "page"), (f"{site.home}/4", "http_status", "page"),
    ]  # fmt: skip
    assert result["rate"] == pytest.approx(2 / result["seconds"], rel=0.2, abs=0.1)


def test_the_summary_gives_an_example_per_reason(cli: Command) -> None:
    with serving({"/1": html("One")}) as site:
        done = cli("fetch", f"{site.home}/1", f"{site.home}/3", *HERE)
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[:3] == ["pages fetched 1", "failed 1", f"http_status 1 e.g. {site.home}/3"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_crawl_is_resumed_and_says_what_it_found(cli: Command, number: int) -> None:
    class Interrupting(dict[str, Page]):
        """Pages; a request for one of them makes the server send a signal to this process."""

        def get(self, path: str, default: Page = MISSING) -> Page:  # type: ignore[override]
            if path == "/1":
                os.kill(os.getpid(), number)
            return super().get(path, default)

    pages = {f"/{n}": html(str(n)) for n in range(4)}
    with serving({}) as site:
        urls = [f"{site.home}/{n}" for n in range(4)]
        site.pages = Interrupting(pages)
        first = cli("fetch", *urls, "--concurrency", "1", "--json", *HERE)
        result = json.loads(first.stdout.splitlines()[-1])
        assert (first.returncode, result["exit_code"]) == (128 + number, 128 + number)
        assert first.stderr == "Interrupted. Run the same command again to resume.\n"
        assert 0 < result["left"] < 4
        site.pages = pages
        again = cli("fetch", *urls, *HERE)
    assert again.returncode == 0
    fetched = 4 - result["left"]
    noun = "URL" if fetched == 1 else "URLs"
    assert again.stderr == f"Resuming an earlier crawl: {fetched} {noun} already fetched, {result['left']} queued.\n"


def test_the_same_cause_has_the_same_code(cli: Command, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    missing = cli("fetch", "--from", "missing.txt", "-o", "raw")
    assert (missing.returncode, missing.stderr) == (2, "error: cannot read URL list missing.txt: no such file\n")
    unreadable = cli("fetch", "--from", "folder", "-o", "raw")
    assert (unreadable.returncode, unreadable.stderr) == (1, "error: cannot access folder: Is a directory\n")
    nothing = cli("fetch", "--status", "-o", "raw")
    assert nothing.returncode == 2
    assert not (tmp_path / "raw").exists()
