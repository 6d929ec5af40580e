"""A small dataset with pages of every status, in our own words, built by the command itself; and ways to damage it."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import qapipe
from qapipe.dataset.choices import Captures
from qapipe.dataset.counts import Counts
from qapipe.dataset.manifest import write_manifest
from qapipe.dataset.settle import settle
from qapipe.dataset.writer import file_schema
from qapipe.records.schema import RAW_PAGE
from support.commands import run_here

Rows = list[dict[str, Any]]
CAPTURED = "2024-05-01T12:00:00Z"
EARLIER = "2023-05-01T12:00:00Z"


def person(name: str, rating: float | None = None) -> dict[str, Any]:
    scale = {"@type": "AggregateRating", "ratingValue": rating, "bestRating": 5, "reviewCount": 12}
    return {
        "@type": "Person",
        "name": name,
        "url": f"https://garden.example/u/{name.split(maxsplit=1)[0].lower()}",
        **({"aggregateRating": scale} if rating else {}),
    }


def answer(text: str, author: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"@type": "Answer", "text": text, "author": author, "dateCreated": "2024-04-02", **more}


def question(title: str, *answers: dict[str, Any], **more: Any) -> str:
    """A page of one question."""
    asked = {
        "@type": "Question",
        "name": title,
        "text": f"{title} I have tried for a whole season, and nothing came of it.",
        "author": person("Bo Alder"),
        "dateCreated": "2024-04-01",
        "suggestedAnswer": list(answers),
        **more,
    }
    markup = json.dumps({"@context": "https://schema.org", "@type": "QAPage", "mainEntity": asked})
    return f'<title>{title}</title><script type="application/ld+json">{markup}</script>'


def pages() -> Rows:
    """The pages of the dataset: a duplicate, an older capture, a further page, a partial page and no question."""
    pear = question(
        "Why does my pear tree drop its fruit?",
        answer("Water it <b>deeply</b>, once a week.<pre>week = 7\nlitres  = 40</pre>", person("Ada Fern", 4.5)),
        answer("Look for larvae at the core.", person("Cy Moss")),
        answer("Thin out the fruit in June.", person("Ada Fern", 4.5)),
    )
    older = question("Why does my pear tree drop its fruit?", answer("Water it.", person("Ada Fern", 4.4)))
    hedge = question(
        "When is a hedge cut?", answer("In late winter, before birds nest.", person("Di Reed")), answerCount=3
    )
    moss = [
        question("How do I get moss out of a lawn?", answer(f"Rake it, and try number {n}.", person("Cy Moss")))
        for n in (1, 2)
    ]
    return [
        {"url": "https://garden.example/q/pear", "html": older, "date": EARLIER},
        {"url": "https://garden.example/q/pear", "html": pear, "date": CAPTURED},
        {"url": "https://garden.example/q/pear", "html": pear, "date": CAPTURED},
        {"url": "https://garden.example/q/hedge", "html": hedge, "date": CAPTURED},
        {"url": "https://garden.example/q/moss", "html": moss[0], "date": CAPTURED},
        {"url": "https://garden.example/q/moss?page=2", "html": moss[1], "date": CAPTURED},
        {"url": "https://garden.example/about", "html": "<h1>About us</h1><p>We like gardens.</p>", "date": CAPTURED},
    ]


def build(folder: Path, rows: Rows, out: str = "parsed", *options: str) -> Path:
    """The dataset of some pages, in a folder."""
    (folder / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    done = run_here(["parse", "pages.jsonl", "-o", out, "-q", "-j", "1", *options], folder)
    assert done.returncode == 0, done.stderr
    return folder / out


def assemble(folder: Path, rows: Rows) -> Path:
    """The dataset of some pages, made in this process, where a test may have replaced a part of the parser."""
    raw = [
        {"body": row["html"].encode(), "url": row.get("url"), "captured_at": datetime.fromisoformat(row["date"])}
        for row in rows
    ]
    for number, row in enumerate(raw):
        row.update(source="pages.jsonl", offset=number)
    batch = pa.RecordBatch.from_pylist(raw, schema=pa.schema([RAW_PAGE.field(name) for name in raw[0]]))
    records = list(qapipe.parse_batches([batch]))
    folder.mkdir(parents=True)
    counts = Counts()
    parts = settle(
        lambda names: [one.select(names or one.schema.names) for one in records], Captures.LATEST, folder, counts
    )
    write_manifest(folder, request={"inputs": [], "options": {}}, counts=counts, parts=parts, others=[])
    return folder


def rewrite(folder: Path, table: str, change: Callable[[Rows], object], schema: pa.Schema | None = None) -> None:
    """Change the rows of a table, and the manifest so that the file is as it says."""
    path = folder / table / "part-00000.parquet"
    rows = pq.read_table(path).to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema or file_schema(table)), path)
    relist(folder, path)


def relist(folder: Path, path: Path) -> None:
    """Let the manifest say what a file of a table is now."""
    entry = {
        "bytes": path.stat().st_size,
        "rows": pq.read_metadata(path).num_rows,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
    }

    def change(manifest: dict[str, Any]) -> None:
        for file in manifest["files"]:
            if file["path"] == path.relative_to(folder).as_posix():
                file.update(entry)

    edit_manifest(folder, change)


def edit_manifest(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_bytes())
    change(manifest)
    path.write_text(json.dumps(manifest))


def setting(row: int, **values: Any) -> Callable[[Rows], None]:
    """A change of one row, which counts from 1."""

    def change(rows: Rows) -> None:
        assert not values.keys() - rows[row - 1].keys()
        rows[row - 1].update(values)

    return change
