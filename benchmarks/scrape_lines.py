"""What a user would write instead of qapipe: a script of string methods for text extractions, JSONL in, Parquet out.

No regular expression is run on a line unless its first letters call for it. Written with care and for the pages of the
corpus, so that it is a hard yardstick; it keeps no ledger, no ids and no noise counts.
"""

import sys
from pathlib import Path

import orjson

from scraped import RATING, SPECIALTY, Scraped, ScrapedAnswer, number, split_name, write_parquet

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_ENDS = frozenset(".!?:;,")
_PROFESSIONS = frozenset(
    "Surgeon Dentist Physician Doctor Nurse Practitioner Assistant Specialist Director OB/GYN Internist Aesthetician "
    "Provider".split()
)
_ENDINGS = ("ologist", "ontist", "trist")
_COUNTS = ("Doctor Answers", "Answers")
_DISCLAIMER = "These answers are for educational purposes"
_FURNITURE = ("Ask a doctor", "Get the real deal ", "You might also like...", "From board-certified doctors ", "What")


def pipeline(lines: Path) -> None:
    """The fields of every page of compressed JSON lines as a Parquet file in the folder ``out``."""
    with zstd.open(lines) as file:
        write_parquet(lines_scraper(orjson.loads(line)["text"]) for line in file)


def lines_scraper(text: str) -> Scraped:
    """The fields of a text extraction: an answer ends at the line of its author's place and specialty."""
    if "\u200b" in text or "\ufeff" in text:
        text = text.replace("\u200b", "").replace("\ufeff", "")
    lines = [_spaced(line) if "  " in line else line for line in map(str.strip, text.split("\n"))]
    full = [n for n, line in enumerate(lines) if line]
    at = next((n for n in full if lines[n][-1] in "0123456789)" and lines[n].startswith(_COUNTS)), None)
    if at is None:
        return {"title": None, "body": None, "answers": []}
    end = next((n for n in reversed(full) if lines[n].startswith(_DISCLAIMER)), len(lines))
    for n in full:
        line = lines[n]
        if line.startswith(_FURNITURE) or (line[0] in "{+-" and (line[1:2] == "{" or line[1:].isdigit())):
            lines[n] = ""
        elif line[0] in "•·":
            lines[n] = "- " + line[1:].lstrip()
    asked = full[0]
    return {
        "title": lines[asked] if asked < at else None,
        "body": _joined(lines[asked + 1 : at]) or None if asked < at else None,
        "answers": _answers(lines, [n for n in full if at < n < end and lines[n]]),
    }


def _spaced(line: str) -> str:
    return " ".join(line.split())


def _joined(lines: list[str]) -> str:
    text = "\n".join(lines).strip()
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def _answers(lines: list[str], full: list[int]) -> list[ScrapedAnswer]:
    """The answers, each with the author block below it: name, place with specialty, rating."""
    answers: list[ScrapedAnswer] = []
    start = 0
    for index, number_of_line in enumerate(full):
        line = lines[number_of_line]
        if len(line) > 90 or line[-1] in _ENDS:
            continue
        last = line.rpartition(" ")[2]
        if last not in _PROFESSIONS and not last.endswith(_ENDINGS):
            continue
        place = SPECIALTY.fullmatch(line)
        below = lines[full[index + 1]] if index + 1 < len(full) else ""
        rating = RATING.fullmatch(below) if below[:1].isdigit() else None
        above = lines[full[index - 1]] if index > start + 1 and answers else ""
        named = 5 < len(above) < 60 and above[-1] not in _ENDS and above[-2:].strip(".)").isupper()
        last_of_body = index - named
        if place is None or last_of_body <= start or not (named or rating or not answers):
            continue
        name, credentials = split_name(above) if named else (None, [])
        headline: str | None = lines[full[start]]
        body = _joined(lines[full[start] + 1 : full[last_of_body]])
        if not body:
            headline, body = None, lines[full[start]]
        answers.append(
            {
                "headline": headline,
                "body": body,
                "author_name": name,
                "author_credentials": credentials,
                "location": place[1],
                "specialty": place[2],
                "rating": float(rating[1]) if rating else None,
                "review_count": number(rating[2]) if rating else None,
            }
        )
        start = index + 2 if rating else index + 1
    return answers
