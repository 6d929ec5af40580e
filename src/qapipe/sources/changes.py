"""Files that change while they are read: truncated, replaced, or still being written."""

from qapipe.records.reasons import Reason
from qapipe.sources.base import Failure, FileState, Split


def changed(split: Split) -> Failure | None:
    """A failure if the file is not what it was when the run was planned; None if it is.

    Size, time and inode are compared, so what was read between the two is a whole file of one state.
    """
    if split.state is None:
        return None
    now = FileState.of(split.path)
    if now == split.state:
        return None
    return Failure(Reason.CHANGED, f"the file {_difference(split.state, now)} while it was read", split.source)


def _difference(before: FileState, now: FileState | None) -> str:
    if now is None:
        return "was removed"
    if now.inode != before.inode:
        return "was replaced"
    if now.size != before.size:
        verb = "grew" if now.size > before.size else "shrank"
        return f"{verb} from {before.size:,} to {now.size:,} bytes"
    return "was written to"
