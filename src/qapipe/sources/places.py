"""From the source, member and offset of a ledger row back to the file and the page in it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from qapipe import objects
from qapipe.errors import UsageError
from qapipe.sources.base import Item, Kind, ReadOptions, Split
from qapipe.sources.compression.codecs import READ_ERRORS, Codec
from qapipe.sources.detection import open_source
from qapipe.sources.reading import read
from qapipe.sources.walk import printable


def source_path(source: str, places: Mapping[str, str], root: Path | None = None) -> Path | None:
    """The file that the ledger calls ``source``, whether it exists or not; None if nothing is known about it.

    ``places`` are absolute paths of the inputs, as :attr:`qapipe.sources.Plan.places` has them. ``root`` replaces them:
    a folder that holds the inputs, or the input itself.
    """
    named = [name for name in places if name == source or (name.endswith("/") and source.startswith(name))]
    if "" in places and not named:
        named = [""]
    prefix = max(named, key=len, default="")
    below = "" if prefix == source else source[len(prefix) :]
    if root is not None:
        candidates = [root] if root.is_file() else [_below(root, source), *([_below(root, below)] if below else [])]
        return next((path for path in candidates if path.exists()), candidates[0])
    if not named:
        return None
    return _below(Path(places[prefix]), below) if below else Path(places[prefix])


def is_there(path: Path) -> bool:
    """Whether there is a file, or an object, at a path. Raises UsageError if a store cannot be asked."""
    if address := objects.address_of(path):
        try:
            return objects.find(address) is not None
        except OSError as error:
            raise UsageError(f"{error}; check the address, the credentials and the endpoint") from error
    return path.exists()


def read_at(path: Path, source: str, offset: int | None, options: ReadOptions) -> Iterator[Item]:
    """The pages of a file from the one with this offset onwards, or all of them if reading cannot start there."""
    start = 0
    name = objects.as_given(path)
    try:
        with open_source(name, source) as file:
            if file.kind is Kind.WARC and file.codec in (Codec.GZIP, Codec.ZSTD):
                start = offset or 0
    except READ_ERRORS:
        pass  # reported when the file is read
    return read(Split(name, source, start=start), options)


def _below(folder: Path, name: str) -> Path:
    """A file below a folder, by its printable name."""
    if objects.address_of(folder):
        return folder / name
    if (path := folder / name).exists():
        return path
    for part in Path(name).parts:
        try:
            found = (child for child in folder.iterdir() if printable(child.name) == part)
            folder = next(found, folder / part)
        except OSError:
            folder /= part
    return folder
