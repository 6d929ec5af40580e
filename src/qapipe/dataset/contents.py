"""What in the directory of a dataset belongs to qapipe, and what to the user: the latter is never removed."""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from qapipe.errors import DatasetError, UsageError
from qapipe.records.schema import SCHEMA_VERSION, TABLES

MANIFEST = "manifest.json"
RUN = "run.json"
CARD = "README.md"
CROISSANT = "croissant.json"
GENERATOR = "qapipe"
"""Value of ``generator`` in the manifest; only a directory with such a manifest may be replaced."""

_FIRST_VERSION_WITH_RUN = 2
_PART = re.compile(r"part-\d{5}\.parquet")


def read_manifest(folder: Path) -> dict[str, object] | None:
    """The manifest of a dataset; None if the directory is not a dataset of qapipe."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) and manifest.get("generator") == GENERATOR else None


def is_dataset(folder: Path) -> bool:
    """Whether a directory is a dataset of qapipe."""
    return read_manifest(folder) is not None


def check_version(folder: Path) -> None:
    """Raise DatasetError if the tables of a dataset have the columns of another ``schema_version``."""
    manifest = read_manifest(folder) or {}
    version = manifest.get("schema_version")
    if version != SCHEMA_VERSION:
        newer = isinstance(version, int) and version > SCHEMA_VERSION
        remedy = "use a newer qapipe" if newer else "make it again with `qapipe parse`"
        raise DatasetError(f"{folder} has schema_version {version}, and this qapipe reads {SCHEMA_VERSION}; {remedy}")


def own_files(folder: Path) -> set[str]:
    """The files of a dataset, relative to its directory: those that its manifest names, the manifest, ``run.json``."""
    manifest = read_manifest(folder)
    if manifest is None:
        return set()
    listed = manifest.get("files")
    named = [file.get("path") for file in listed if isinstance(file, dict)] if isinstance(listed, list) else []
    version = manifest.get("schema_version")
    has_run = isinstance(version, int) and version >= _FIRST_VERSION_WITH_RUN
    return {str(name) for name in named} | {MANIFEST, *([RUN] if has_run else [])}


def check_keepable(folder: Path) -> None:
    """Raise UsageError if a dataset holds a file of the user that a new dataset would mix with or overwrite."""
    own = own_files(folder)
    for name in TABLES:
        if (folder / name).is_symlink():
            raise _in_the_way(folder / name, "is a link, where qapipe makes a directory")
    for path in sorted(_files(folder)):
        name = path.relative_to(folder).as_posix()
        if name in own:
            continue
        if name.partition("/")[0] in TABLES:
            raise _in_the_way(path, "is not part of the dataset, but in the directory of a table")
        if name in (MANIFEST, RUN, CARD, CROISSANT):
            raise _in_the_way(path, "is not part of the dataset, and qapipe writes a file of this name")


def _in_the_way(path: Path, what: str) -> UsageError:
    return UsageError(f"{path} {what}; move it, or choose another --out")


def _files(folder: Path) -> Iterator[Path]:
    """Everything below a directory but directories that are not empty."""
    for entry in os.scandir(folder):
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False) and any(path.iterdir()):
            yield from _files(path)
        else:
            yield path


def keep_user_files(folder: Path, new: Path) -> None:
    """Link the files of the user in a dataset into the new one that will replace it, without moving them.

    Raises UsageError for a file that cannot be linked, such as one on another disk that is mounted there.
    """
    own = own_files(folder)
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name in own or entry.name in TABLES:
            continue
        try:
            _link(Path(entry.path), new / entry.name)
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            named = error.filename or entry.path
            raise UsageError(
                f"{named} is not part of the dataset and cannot be kept beside a new one ({reason}); move it, or "
                "choose another --out"
            ) from error


def _link(path: Path, new: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        new.mkdir(exist_ok=True)
        for child in path.iterdir():
            _link(child, new / child.name)
        copy_permissions(path, new)
        shutil.copystat(path, new)
        return
    if os.path.lexists(new):
        if _same(path, new):
            return
        new.unlink()  # linked earlier; replaced by the user meanwhile
    os.link(path, new, follow_symlinks=False)


def copy_permissions(folder: Path, new: Path) -> None:
    """Give a new directory the mode and, as far as this user may, the owner and group of the one it replaces."""
    found = folder.stat()
    with suppress(PermissionError):
        os.chown(new, found.st_uid, found.st_gid)
    shutil.copymode(folder, new)


def discard(folder: Path, out: Path) -> None:
    """Remove a dataset that ``out`` has replaced, or an incomplete one, but for files of the user that are in it.

    Only files of the dataset, and files that ``out`` has as well, are removed; others are moved to ``out``. What
    cannot be moved there, because the name is taken, is left.
    """
    own = own_files(folder)
    listed = bool(own)

    def is_own(name: Path) -> bool:
        if name.as_posix() in own or name.as_posix() in (MANIFEST, RUN, CARD, CROISSANT):
            return True
        return not listed and name.parts[0] in TABLES and bool(_PART.fullmatch(name.name))

    _discard(folder, folder, out, is_own)


def _discard(top: Path, folder: Path, out: Path, is_own: Callable[[Path], bool]) -> None:
    for entry in list(os.scandir(folder)):
        path = Path(entry.path)
        name = path.relative_to(top)
        kept = out / name
        if is_own(name) or _same(path, kept):
            path.unlink()
        elif not os.path.lexists(kept) and name.parts[0] not in TABLES:
            path.rename(kept)
        elif entry.is_dir(follow_symlinks=False):
            _discard(top, path, out, is_own)
        elif not os.path.lexists(kept):
            kept.parent.mkdir(parents=True, exist_ok=True)
            path.rename(kept)
    if not any(folder.iterdir()):
        folder.rmdir()


def _same(one: Path, other: Path) -> bool:
    try:
        return os.path.samestat(one.lstat(), other.lstat())
    except OSError:
        return False
