"""Formats that hold pages but are not supported: reported with advice instead of being parsed as a page."""

import re

from qapipe.sources.compression.codecs import bare_suffix
from qapipe.sources.field_names import BODIES

_FIELD = "|".join(BODIES).encode()
_FORMATS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"7z\xbc\xaf\x27\x1c"), "a 7z archive; unpack it and name the folder"),
    (re.compile(rb"Rar!\x1a\x07"), "a RAR archive; unpack it and name the folder"),
    (re.compile(rb"ARROW1\0\0"), "an Arrow file; write its table as Parquet"),
    (re.compile(rb"Obj\x01"), "an Avro file; write its rows as Parquet or JSON lines"),
    (re.compile(rb"ORC[\x00-\x1f\x80-\xff]"), "an ORC file; write its rows as Parquet or JSON lines"),
    (
        re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?Content-Type:\s*multipart/related\b", re.IGNORECASE),
        "a page with its pictures in one file (MHTML); save it as HTML",
    ),
    (
        re.compile(rb'(?:\xef\xbb\xbf)?\s*\[\s*\{(?=[^}]*"(?:%s)"\s*:)' % _FIELD),
        "a JSON array, where one object a line is read; make it lines, for example with: jq -c '.[]'",
    ),
    (
        re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*\n(?=[^}]*"(?:%s)"\s*:)' % _FIELD),
        "a JSON object of several lines, where one a line is read; make it one, for example with: jq -c .",
    ),
)
_XML = rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
_FORMATS += (
    (
        re.compile(_XML + rb"<(?:posts|posthistory|postlinks|comments|users|votes|badges|tags)>\s*<row\s", re.DOTALL),
        "a table of a Stack Exchange dump, not web pages; write one HTML page per question, or fetch them",
    ),
    (
        re.compile(_XML + rb"<mediawiki[\s>]", re.DOTALL),
        "a MediaWiki XML dump, not web pages; fetch the pages of the wiki instead",
    ),
    (
        re.compile(_XML + rb"<(?!!|html\b|\w+:html\b)(?P<root>[\w.:-]+)[^>]*>\s*<row\s", re.DOTALL | re.IGNORECASE),
        "an XML table, not web pages; write its rows as JSON lines",
    ),
)
_TABLES = {".csv": b",", ".tsv": b"\t"}
_HEADER_FIELD = re.compile(rb'"?(?:%s)"?' % _FIELD)
_TABLE_ADVICE = "a table as text; write it as Parquet, for example with: duckdb -c \"copy 'a.csv' to 'a.parquet'\""


def unsupported_format(head: bytes, name: str) -> str | None:
    """Name of an unsupported format and how to convert it, from the first bytes of the content; None if supported."""
    separator = _TABLES.get(bare_suffix(name))
    if separator and any(_HEADER_FIELD.fullmatch(field.strip()) for field in head.split(b"\n", 1)[0].split(separator)):
        return _TABLE_ADVICE
    return next((advice for pattern, advice in _FORMATS if pattern.match(head)), None)
