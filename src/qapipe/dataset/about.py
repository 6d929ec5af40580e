"""What only the publisher of a dataset knows: its licence, source and so on, from the file given with ``--card``."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from qapipe.errors import UsageError

UNKNOWN_LICENSE = "unknown"


@dataclass(frozen=True, slots=True)
class About:
    """The keys of the file; all are optional."""

    title: str = "Questions and answers"
    description: str | None = None
    """A paragraph or more, in Markdown."""
    license: str = UNKNOWN_LICENSE
    """An identifier of the Hugging Face Hub: an SPDX name in lower case, "other" or "unknown"."""
    license_link: str | None = None
    source: str | None = None
    """Where the pages are from and by which right, in Markdown."""
    url: str | None = None
    """Where the dataset is published."""
    creators: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    """ISO 639-1 codes."""
    tags: tuple[str, ...] = ()
    version: str | None = None
    date_published: str | None = None
    """Such as 2024-02-29."""
    citation: str | None = None
    """How to cite the dataset, as text or BibTeX."""
    limitations: str | None = None
    """What else a user must know, in Markdown."""


_LISTS = frozenset(("creators", "language", "tags"))


def read_about(path: Path | None) -> About:
    """What the file says, or that nothing is known. Raises UsageError if it is unreadable or has another key."""
    if path is None:
        return About()
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"--card: cannot read {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f'--card: {path} is not TOML ({error}); an example is: license = "cc-by-4.0"') from error
    known = [field.name for field in fields(About)]
    if unknown := [name for name in values if name not in known]:
        raise UsageError(f"--card: {path} has the unknown key {unknown[0]!r}; known keys: {', '.join(known)}")
    checked: dict[str, Any] = {name: _value(path, name, value) for name, value in values.items()}
    return About(**checked)


def _value(path: Path, name: str, value: Any) -> str | tuple[str, ...]:  # noqa: ANN401  any value of TOML
    if name == "date_published":
        return str(value)
    if name in _LISTS:
        values = [value] if isinstance(value, str) else value
        if isinstance(values, list) and all(isinstance(one, str) for one in values):
            return tuple(values)
        raise UsageError(f"--card: {name} in {path} must be a list of strings")
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise UsageError(f"--card: {name} in {path} must be a string that is not empty")
