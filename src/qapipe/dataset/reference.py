"""The reference of a dataset in Markdown: tables with their columns, and the closed lists with their meanings."""

from collections.abc import Callable, Iterable, Sequence

from qapipe.dataset.shown import percent
from qapipe.records.descriptions import CLOSED_LISTS, TABLE_MEANINGS, ClosedList, columns
from qapipe.records.schema import SCHEMA_VERSION, TABLES

_MAX_CODE = 300  # characters
_INTRODUCTION = """# Tables

The tables of a dataset (`schema_version` {version}), as printed by `qapipe schema --markdown`. The dataset card has the
same descriptions. So has every Parquet file: in its Arrow schema, and in its key-value metadata, as `qapipe.table` and
`qapipe.column.NAME`. In DuckDB:

```sql
SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('data/parsed/answers/*.parquet');
```

Null always means that the value is unknown or does not exist. A column without *yes* under *null* is never null.

## Joins

`page_id` is the key of `pages`: unique, and null on duplicates, whose `duplicate_of` names the first page. In `pages`,
`question_id` is set only where the row of `questions` comes from. So these keep the number of rows of the first table:

```sql
SELECT * FROM questions JOIN pages USING (question_id);  -- or USING (page_id)
SELECT * FROM answers JOIN pages USING (page_id);        -- the page that the answer stood on
SELECT * FROM answers JOIN questions USING (question_id);
SELECT * FROM answers JOIN experts USING (expert_id);    -- answers with a named author
```

A question of several pages (`page=2`, ...) has one row; its further pages name the page that gave it in `continues`.
Its answers are those of all pages, at positions that run on from page to page, and `answers_declared` is compared with
all of them; an answer that several pages show is kept once, where the first of them shows it. If a further page shows
another text in place of the question, most likely an answer, that text is in no table, as its author's profile and its
own link are not known: the page is `partial` (`unread_posts`).
With `--captures all` every capture has a row in `questions`, and pages do not continue each other: join by
(`question_id`, `page_id`).
"""


def reference() -> str:
    """All tables and closed lists."""
    introduction = _INTRODUCTION.format(version=SCHEMA_VERSION)
    sections = [introduction, *map(table_section, TABLES), *map(list_section, CLOSED_LISTS)]
    return "\n".join(sections)


def table_section(name: str, share: Callable[[str], float | None] | None = None) -> str:
    """A table with its columns; ``share`` gives the share of rows with a value, by column."""
    head, right = ["column", "type", "null", "description"], -1
    rows = [
        [f"`{column.name}`", f"`{column.type}`", "yes" if column.nullable else "", column.description]
        for column in columns(name)
    ]
    if share is not None:
        head, right = [*head[:3], "filled", head[3]], 3
        rows = [[*row[:3], percent(share(row[0].strip("`"))), row[3]] for row in rows]
    lines = [f"## Table `{name}`", "", TABLE_MEANINGS[name], ""]
    return "\n".join([*lines, *markdown_table(head, rows, right=right), ""])


def list_section(listed: ClosedList) -> str:
    """A closed list: each value with its meaning."""
    rows = [(f"`{value}`", meaning) for value, meaning in listed.meanings.items()]
    lines = [f"## {listed.name.capitalize()}", "", f"The values of {listed.column}.", ""]
    return "\n".join([*lines, *markdown_table(("value", "meaning"), rows), ""])


def inline_code(text: str) -> str:
    """A string from outside as code in Markdown, on one line and without control characters."""
    shown = "".join(char if char.isprintable() else " " for char in text[:_MAX_CODE].replace("`", "'"))
    return f"`{' '.join(shown.split()) or ' '}`" + ("..." if len(text) > _MAX_CODE else "")


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]], *, right: int = -1) -> list[str]:
    """The lines of a Markdown table; the column with the number ``right`` is aligned to the right."""
    rule = "|".join("---:" if number == right else "---" for number in range(len(head)))
    cells = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in (head, *rows)]
    lines = [f"| {row} |" for row in cells]
    return [lines[0], f"|{rule}|", *lines[1:]]
