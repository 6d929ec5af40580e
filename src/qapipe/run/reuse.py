"""A dataset whose input did not change since is not made again: its files are linked into the new one.

What it was made of is remembered in the work place of the run, beside the results of its tasks. Files of the dataset
are used again only if their SHA-256 is that of their manifest, and the manifest is the one that was written.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from qapipe.dataset.contents import MANIFEST
from qapipe.dataset.counts import Counts
from qapipe.disk import PARTIAL, naming
from qapipe.run.checkpoints import code_version
from qapipe.run.last_run import DATASET, intact_files, sha256
from qapipe.run.scheduling import CHANGED
from qapipe.run.tasks import ParseResult


class Memory:
    """What the dataset ``out`` was made of; ``folder`` is for that in the work place of the run."""

    def __init__(self, folder: Path, out: Path, results: Sequence[ParseResult], made_of: Mapping[str, object]) -> None:
        self._folder = folder
        self._out = out.resolve()
        tasks = [[Path(one.path).name, one.pages, one.first_line, sorted(one.sites)] for one in results]
        text = json.dumps([code_version(), dict(made_of), tasks], sort_keys=True)
        self._key = hashlib.sha256(text.encode()).hexdigest()
        self._is_whole = not any(Path(one.path).name.startswith(CHANGED) for one in results)

    def reuse(self, build: Path) -> Counts | None:
        """Link the files of the dataset into ``build``, all but ``run.json``; None if it was made of something else."""
        try:
            known = json.loads((self._folder / DATASET).read_bytes())
            files = intact_files(self._out, known["manifest"]) if known["key"] == self._key else None
            if files is None:
                return None
            counts = Counts.load(known["counts"])
        except (OSError, ValueError, KeyError, TypeError):  # nothing is remembered, or it is damaged
            return None
        for name in (MANIFEST, *files):
            (build / name).parent.mkdir(exist_ok=True)
            os.link(self._out / name, build / name)
        return counts

    def keep(self, build: Path, counts: Counts) -> None:
        """Remember what the dataset in ``build`` was made of; it has its manifest."""
        if not self._is_whole:  # an input changed under the run
            return
        self._folder.mkdir(exist_ok=True)
        known = {"key": self._key, "manifest": sha256(build / MANIFEST), "counts": counts.dump()}
        partial = self._folder / f"{DATASET}{PARTIAL}"
        with naming(partial):
            partial.write_text(json.dumps(known), "utf-8")
            partial.replace(self._folder / DATASET)
