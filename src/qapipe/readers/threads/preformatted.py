"""Texts that a page shows in ``pre`` as they were typed, such as the comments of bug trackers: prose, not code."""

from dataclasses import replace

from qapipe.readers.threads.texts import TextLine

_LEAST = 2


def prose_of(bodies: list[list[TextLine]]) -> list[list[TextLine]]:
    """The bodies with their lines as text if every one is a single ``pre``; else as they are."""
    written = [lines for lines in bodies if lines]
    if len(written) < _LEAST or not all(_is_preformatted(lines) for lines in written):
        return bodies
    return [_as_text(lines) for lines in bodies]


def _is_preformatted(lines: list[TextLine]) -> bool:
    return all(line.code and line.element == lines[0].element for line in lines)


def _as_text(lines: list[TextLine]) -> list[TextLine]:
    """Lines of text, with the empty ones between them as gaps."""
    found: list[TextLine] = []
    gap = False
    for line in lines:
        if line.text:
            found.append(replace(line, text=line.text.strip(), code=False, gap=gap and bool(found)))
        gap = not line.text
    return found
