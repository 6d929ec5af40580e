"""What to redact, and the secret key that pseudonyms are made with."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from qapipe.dataset.choices import Redact
from qapipe.errors import UsageError

MIN_KEY_BYTES = 16
_DIGITS = 16  # hexadecimal, 64 bits: no two of a billion values are expected to share a pseudonym
_ID_DIGITS = 32  # as of all ids
_HINT = "make one with `head -c 32 /dev/urandom | base64 > redact.key`, and keep it secret"


@dataclass(frozen=True, slots=True)
class Redaction:
    """What to redact, and the key. Its ``repr`` has the fingerprint of the key, not the key."""

    kinds: tuple[Redact, ...]
    fingerprint: str
    """Tells keys apart without revealing them."""
    key: bytes = field(repr=False)

    @classmethod
    def of(cls, kinds: Sequence[Redact], key: bytes) -> "Redaction":
        """The redaction of these kinds, in a fixed order."""
        return cls(tuple(kind for kind in Redact if kind in kinds), _hash(key, "fingerprint", "")[:_DIGITS], key)

    def pseudonym(self, kind: str, value: str) -> str:
        """What stands for a value, such as ``email-0f3a6c1e5b7d9a42``."""
        return f"{kind}-{_hash(self.key, kind, value)[:_DIGITS]}"

    def id(self, value: str) -> str:
        """The id in place of one made of a redacted value: by that one, a guess of the value could be checked."""
        return _hash(self.key, "id", value)[:_ID_DIGITS]

    def as_json(self) -> dict[str, object]:
        """What the manifest says: the kinds, and the fingerprint of the key."""
        return {"kinds": [kind.value for kind in self.kinds], "key_fingerprint": self.fingerprint}


def _hash(key: bytes, kind: str, value: str) -> str:
    return hmac.new(key, f"qapipe {kind}\0{value}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def redaction(kinds: Sequence[str], key_file: Path | None) -> Redaction | None:
    """The redaction that a user asked for, None for none. Each of ``kinds`` may name several, separated by commas.

    Raises UsageError if a kind is unknown, or the key is missing, unreadable or too short.
    """
    named = [name.strip() for kind in kinds for name in kind.split(",") if name.strip()]
    known = {kind.value: kind for kind in Redact}
    if unknown := [name for name in named if name not in known]:
        raise UsageError(f"--redact: {unknown[0]!r} is not one of {', '.join(known)}")
    if not named:
        if key_file is not None:
            raise UsageError(f"--redact-key is for --redact; say what to redact: --redact {','.join(known)}")
        return None
    if key_file is None:
        raise UsageError(f"--redact needs a secret key: --redact-key FILE; {_HINT}")
    try:
        key = key_file.read_bytes().strip()
    except OSError as error:
        raise UsageError(f"--redact-key: cannot read {key_file}: {error.strerror}; {_HINT}") from error
    if len(key) < MIN_KEY_BYTES:
        raise UsageError(f"--redact-key: {key_file} has {len(key)} bytes, {MIN_KEY_BYTES} are needed; {_HINT}")
    if Redact.PHONES in named:
        import_module("qapipe.dataset.redaction.patterns").phone_library()  # says now what is missing
    return Redaction.of([known[name] for name in named], key)
