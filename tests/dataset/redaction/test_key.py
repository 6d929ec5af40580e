"""What --redact and --redact-key accept; the key stays secret."""

import hmac
import sys
from pathlib import Path

import pytest

from qapipe.dataset.choices import Redact
from qapipe.dataset.redaction.key import redaction
from qapipe.dataset.redaction.patterns import phone_library
from qapipe.errors import UsageError

KEY = b"a key of some length"
NUL = "\0"


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


def test_pseudonyms_are_for_ever(key_file: Path) -> None:
    """Another hash would part what was redacted before from what is redacted now."""

    def digest(text: str) -> str:
        return hmac.new(KEY, f"qapipe {text}".encode(), "sha256").hexdigest()

    one = redaction(["emails"], key_file)
    assert one is not None
    assert one.pseudonym("email", "a@b.example") == f"email-{digest(f'email{NUL}a@b.example')[:16]}"
    assert one.id("a1") == digest(f"id{NUL}a1")[:32]
    assert one.fingerprint == digest(f"fingerprint{NUL}")[:16]


def test_a_library_that_is_missing_is_noticed_before_any_work(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    phone_library.cache_clear()
    assert redaction(["emails", "names"], key_file)
    with pytest.raises(UsageError) as error:
        redaction(["emails", "phones"], key_file)
    assert str(error.value) == "--redact phones needs an extra: pip install 'qapipe[redact]'"
    phone_library.cache_clear()


def test_a_key_has_at_least_sixteen_bytes(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b" " + b"k" * 16 + b"\n")
    assert redaction(["emails"], tmp_path / "key")
    (tmp_path / "key").write_bytes(b"k" * 15 + b"\n")
    with pytest.raises(UsageError, match="has 15 bytes, 16 are needed"):
        redaction(["emails"], tmp_path / "key")


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
