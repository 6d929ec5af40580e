"""What the scrapers of ``make bench`` extract, and the patterns that all of them need."""

import re
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import TypedDict

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from fastwarc.warc import ArchiveIterator, WarcRecordType


class ScrapedAnswer(TypedDict):
    """An answer with the fields that are compared."""

    headline: str | None
    body: str
    author_name: str | None
    author_credentials: list[str]
    location: str | None
    specialty: str | None
    rating: float | None
    review_count: int | None


class Scraped(TypedDict):
    """A page with the fields that are compared."""

    title: str | None
    body: str | None
    answers: list[ScrapedAnswer]


COUNT = re.compile(r"\s*(?:Doctor )?Answers \(?\d+\)?\s*")
PROFILE = re.compile(r"/dr/")
RATING = re.compile(r"(\d\.\d) out of 5 stars(?: ([\d,]+) reviews?)?")
PLACEHOLDER = re.compile(r"\{\{.*?\}\}")
PROMO = "You might also like..."
# A place, and behind it a profession: longer names first.
SPECIALTY = re.compile(
    r"(.*?) ((?:(?:Board (?:Certified|Eligible)|Facial|Plastic|Oculoplastic|Dermatologic|Cosmetic|Pediatric|Vascular|"
    r"Bariatric|General|Hand|Mohs|Oral|& Maxillofacial|Hair Restoration|Family|Aesthetic|Registered|Nurse|Physician|"
    r"Vein|Wound Care|Medical Spa|Naturopathic|Interventional|Laser|Certified|Licensed) )*"
    r"(?:Surgeon|Dentist|Physician|Doctor|Nurse|Practitioner|Assistant|Specialist|Director|OB/GYN|Internist|"
    r"Aesthetician|Provider|\w+ologist|\w+ontist|\w+trist)(?:,? .*)?)"
)


def split_place(line: str) -> tuple[str | None, str | None]:
    """Place and specialty of a line such as ``Austin Plastic Surgeon``."""
    match = SPECIALTY.fullmatch(line)
    return (match[1], match[2]) if match else (line or None, None)


def split_name(line: str) -> tuple[str, list[str]]:
    """Name and credentials of a line such as ``Jane Doe, MD, FACS`` or ``Jane Doe MD FACS``."""
    name, *rest = [part.strip() for part in re.sub(r" \([a-z ]+\)$", "", line).split(",")]
    if rest and re.fullmatch(r"Jr\.|Sr\.|II|III|IV", rest[0]):
        name = f"{name}, {rest.pop(0)}"
    if match := re.fullmatch(r"(.+?)((?: (?!II)[A-Z]{2,})+)", name):
        name, rest = match[1], [match[2], *rest]
    return name, [credential for part in rest for credential in part.split()]


def number(digits: str | None) -> int | None:
    """A number as it is printed, with commas."""
    return int(digits.replace(",", "")) if digits else None


def tidy(text: str) -> str:
    """The text with no more than one empty line between paragraphs, and none around it."""
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def warc_to_json_lines(warc: Path, scrape: Callable[[str], object]) -> None:
    """Every page of a WARC scraped into a line of JSON in the folder ``out``; reads by the fastest reader there is."""
    records = ArchiveIterator(str(warc), record_types=WarcRecordType.response)
    Path("out").mkdir()
    with Path("out", "pages.jsonl").open("wb") as out:
        out.writelines(orjson.dumps(scrape(record.reader.read().decode())) + b"\n" for record in records)


_TEXTS = pa.list_(pa.string())
SCHEMA = pa.schema(
    {
        "title": pa.string(),
        "body": pa.string(),
        "answers": pa.list_(
            pa.struct(
                {
                    "headline": pa.string(),
                    "body": pa.string(),
                    "author_name": pa.string(),
                    "author_credentials": _TEXTS,
                    "location": pa.string(),
                    "specialty": pa.string(),
                    "rating": pa.float64(),
                    "review_count": pa.int64(),
                }
            )
        ),
    }
)
_BATCH_ROWS = 1_000


def write_parquet(pages: Iterable[Scraped]) -> None:
    """The pages as ``out/pages.parquet``, compressed as qapipe compresses its tables."""
    Path("out").mkdir()
    rows = iter(pages)
    with pq.ParquetWriter(Path("out", "pages.parquet"), SCHEMA, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH_ROWS)):
            writer.write_batch(pa.RecordBatch.from_pylist(batch, schema=SCHEMA))
