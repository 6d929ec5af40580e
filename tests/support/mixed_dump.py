"""A dump of pages in several forms, with duplicates and further captures: one page, many addresses."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from generators import realself
from generators.archives import http, packed, record
from generators.realself import GeneratedPage

_MODELS = 40


def write_mixed(folder: Path, pages: int) -> int:
    """Write so many pages: HTML in WARC files (a tenth), text in lines and in tables; every 50th is there twice.

    Returns how many are there again.
    """
    folder.mkdir(parents=True)
    html = [_with_question(realself.html_page(number)) for number in range(_MODELS)]
    texts = [_with_question(realself.text_page(number)) for number in range(_MODELS)]
    numbers = [number - (number % 50 == 49) for number in range(pages)]
    tenth = pages // 10
    for name, some in (("a", numbers[: tenth // 2]), ("b", numbers[tenth // 2 : tenth])):
        records = (record(url=_url(n), block=http(html[n % _MODELS].body)) for n in some)
        (folder / f"{name}.warc.gz").write_bytes(packed(*records))
    rows = [{"url": _url(n), "text": texts[n % _MODELS].body.decode()} for n in numbers[tenth:]]
    middle = len(rows) // 2
    (folder / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows[:middle]))
    pq.write_table(pa.Table.from_pylist(rows[middle:]), folder / "d.parquet", row_group_size=500)
    distinct = {(_url(n), n % _MODELS, place < tenth) for place, n in enumerate(numbers)}
    return pages - len(distinct)


def _with_question(page: GeneratedPage) -> GeneratedPage:
    assert page.expected["status"] != "not_qa"
    return page


def _url(number: int) -> str:
    """The address of a question; some have a second capture in another file."""
    return f"https://www.realself.com/question/mixed-bump-{number if number % 7 else number // 2}"
