"""What --redact and --redact-key accept; the key stays secret."""

from pathlib import Path

import pytest

from qapipe.dataset.choices import Redact
from qapipe.dataset.redaction.key import redaction
from qapipe.errors import UsageError

KEY = b"a key of some length"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "redact.key"
    path.write_bytes(KEY + b"\n")
    return path


def test_kinds_in_any_order_and_form(key_file: Path) -> None:
    one = redaction(["names, emails"], key_file)
    other = redaction(["emails", "names"], key_file)
    assert one == other
    assert one is not None
    assert one.kinds == (Redact.EMAILS, Redact.NAMES)
    assert redaction([], None) is None


def test_the_fingerprint_tells_keys_apart_and_the_key_is_not_shown(key_file: Path, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(KEY + b"!")
    one, other = redaction(["emails"], key_file), redaction(["emails"], tmp_path / "other")
    assert one is not None
    assert other is not None
    assert one.fingerprint != other.fingerprint
    assert one.pseudonym("email", "x") != other.pseudonym("email", "x")
    assert one.as_json() == {"kinds": ["emails"], "key_fingerprint": one.fingerprint}
    assert KEY.decode() not in repr(one)


@pytest.mark.parametrize(
    ("kinds", "key", "message"),
    [
        (["mails"], KEY, "'mails' is not one of emails, phones, names, experts"),
        (["emails"], None, "needs a secret key: --redact-key FILE; make one with"),
        (["emails"], b"short", "5 bytes, 16 are needed"),
        (["emails"], b"", "No such file"),
        ([], KEY, "--redact-key is for --redact"),
    ],
)
def test_usage_errors(tmp_path: Path, kinds: list[str], key: bytes | None, message: str) -> None:
    if key:
        (tmp_path / "key").write_bytes(key)
    with pytest.raises(UsageError, match=message):
        redaction(kinds, None if key is None else tmp_path / "key")
