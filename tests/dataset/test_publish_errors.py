"""What is said when a dataset cannot be written."""

import errno
import re
from pathlib import Path

import pytest

from qapipe.dataset.publish import building
from qapipe.errors import DatasetError
from support.published import fail, keep, make_dataset

NO_SPACE = "No space left on device"


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(errno.ENOSPC, "x", "part-7"), f"{NO_SPACE} (part-7); free some space on the disk of DIR"),
        (OSError(errno.EDQUOT, "x"), "Disk quota exceeded; free some space on the disk of DIR"),
        (OSError(errno.EIO, "x", "part-7"), "Input/output error (part-7); check the disk of DIR"),
        (OSError("odd"), "odd; check the disk of DIR"),
    ],
)
def test_an_error_of_the_disk_says_where_and_what_to_do(tmp_path: Path, error: OSError, message: str) -> None:
    out = tmp_path / "out"
    hint = f"{message}, or choose another --out. ".replace("DIR", str(tmp_path))
    with pytest.raises(DatasetError) as caught, building(out):
        raise error
    assert str(caught.value) == f"cannot write {out}: {hint}Nothing was written"
    make_dataset(out, "old")
    with pytest.raises(DatasetError) as caught:
        fail(out, error, keep)
    resume = "The old dataset is unchanged; run the same command again to resume"
    assert str(caught.value) == f"cannot write {out}: {hint}{resume}"


def test_a_limit_of_the_system_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as caught, building(tmp_path / "out"):
        raise OSError(errno.EMFILE, "x")
    problem = re.sub("[0-9,]+, ulimit", "N, ulimit", str(caught.value))
    limit = "too many open files (the limit is N, ulimit -n); raise it"
    assert problem == f"cannot write {tmp_path / 'out'}: {limit}. Nothing was written"
