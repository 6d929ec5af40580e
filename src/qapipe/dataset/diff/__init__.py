"""What a rebuild of a dataset changed: pages and rows, columns, and the rates of each site and layout.

Identical builds are known by their manifests alone. Otherwise every table is read once; see :mod:`.index`.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from qapipe.dataset.contents import check_version
from qapipe.dataset.diff.changes import Changes
from qapipe.dataset.diff.comparison import Comparison
from qapipe.dataset.diff.rates import Group
from qapipe.dataset.object_store import local_copy
from qapipe.dataset.reading import listed_files, load_manifest, open_dataset
from qapipe.records.schema import TABLES


@dataclass(slots=True)
class Differences:
    """The differences of two builds."""

    identical: bool = False
    """The files of all tables are the same, by their checksums in the manifests."""
    tables: dict[str, Changes] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    """The largest first."""


def compare(old: Path, new: Path, *, progress: Callable[[str], None] = lambda _step: None) -> Differences:
    """The differences of the datasets in two folders or at two addresses; ``progress`` is told what is done now.

    Raises UsageError if one is no dataset, and DatasetError if one is damaged or of another ``schema_version``.
    """
    with local_copy(old) as before, local_copy(new) as after:
        return _compare(before, after, progress)


def _compare(old: Path, new: Path, progress: Callable[[str], None]) -> Differences:
    manifests = [load_manifest(folder) for folder in (old, new)]
    for folder in (old, new):
        check_version(folder)
    before, after = (_checksums(listed_files(manifest)) for manifest in manifests)
    if before == after and before:
        return Differences(identical=True)
    with tempfile.TemporaryDirectory(prefix="qapipe-diff-") as work:
        comparison = Comparison(open_dataset(old), open_dataset(new), Path(work), progress)
        tables = comparison.run()
        return Differences(tables=tables, groups=comparison.groups())


def _checksums(files: dict[str, dict[str, object]]) -> dict[str, object]:
    return {path: entry.get("sha256") for path, entry in files.items() if path.partition("/")[0] in TABLES}
