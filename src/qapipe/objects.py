"""Files in object stores (``s3://``, ``gs://``, ``abfs://``): read by ranges, listed, and put on a condition.

Credentials, endpoints and regions come from the environment, as the library that does the work (obstore) defines them:
``AWS_ACCESS_KEY_ID``, ``AWS_ENDPOINT_URL``, ``AWS_REGION`` and so on. It waits and tries again when a store is busy.
"""

import hashlib
import io
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

from qapipe.errors import OutputBusyError, UsageError

if TYPE_CHECKING:
    from obstore.store import ObjectStore

READ_BYTES = 4 << 20
"""Size of the ranges that are read ahead."""
FIRST_BYTES = 64 << 10
"""Size of the first range: the beginning of a file says what it is."""
TRIES = 5
"""How often a range is tried whose connection breaks."""

_ADDRESS = re.compile(r"(s3|s3a|gs|az|abfs|abfss|adl):/+([^/]+)/*(.*)", re.DOTALL)
_OTHER = re.compile(r"(?!https?:)([a-z][a-z0-9+.-]+):/+")
_HADOOP = ("hdfs", "viewfs", "webhdfs")
_PAUSE_SECONDS = 0.2
_METADATA_SERVERS = ("//169.254.169.254/", "//metadata.google.internal/")
"""Asked for credentials where the environment has none; they answer in the clouds alone."""
_CREDENTIALS = {
    "s3": "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_SKIP_SIGNATURE=true for a public bucket",
    "gs": "GOOGLE_APPLICATION_CREDENTIALS, or GOOGLE_SKIP_SIGNATURE=true for a public bucket",
}
_OF_AZURE = "AZURE_STORAGE_ACCOUNT_KEY, or AZURE_SKIP_SIGNATURE=true for a public container"
_REFUSAL = re.compile(r"<Code>(\w+)</Code>(?:\s*<Message>([^<]{1,200}))?")  # how S3 and Azure say why
_REFUSED = re.compile("status code: 4(?!29|08)")  # which stays so if it is tried again
_UNREACHED = re.compile(r"(https?://[^/\s]+).*?kind: Connect,.*?(?:message|error): \"(.*?)\"", re.DOTALL)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """An object in a store."""

    address: str
    size: int
    modified_ns: int
    etag: str | None

    @property
    def identity(self) -> int:
        """A number that is another one if the content is."""
        return int.from_bytes(hashlib.sha256((self.etag or "").encode()).digest()[:7])


def address_of(path: str | Path) -> str | None:
    """The address in an object store that a path is, even if it was a :class:`Path`; None for a local path.

    Raises UsageError for addresses of other kinds.
    """
    text = os.fspath(path)
    if match := _ADDRESS.fullmatch(text):
        return f"{match[1]}://{match[2]}/{match[3].rstrip('/')}" if match[3] else f"{match[1]}://{match[2]}"
    if (match := _OTHER.match(text)) and not os.path.lexists(text):
        by = " with `hadoop distcp`" if match[1] in _HADOOP else ""
        raise UsageError(
            f"{match[1]}://{text[match.end() :]}: {match[1]}:// addresses cannot be read or written; mount the file "
            f"system, or copy the files{by} to a local directory, s3://, gs:// or abfs://"
        )
    return None


def as_given(path: Path) -> str:
    """A path as it was given, even if it is an address, whose slashes a :class:`Path` joins."""
    return address_of(path) or os.fspath(path)


def local_path(path: Path) -> Path:
    """A path, without ``file://`` before an absolute one."""
    text = os.fspath(path)
    return Path(re.sub("^file:/+", "/", text)) if text.startswith("file:/") else path


def find(address: str) -> Found | None:
    """The object at an address; None if there is none. Raises OSError if the store cannot be asked."""
    obstore = _library()
    store, key = _place(address)
    if not key:
        return None
    try:
        return _found(address, _tried(address, lambda: obstore.head(store, key)))
    except FileNotFoundError:
        return None


def below(address: str) -> list[Found]:
    """All objects whose keys begin with that of a folder. Raises OSError."""
    obstore = _library()
    store, key = _place(address)
    root = address[: len(address) - len(key)] if key else f"{address}/"
    prefix = f"{key}/" if key else None
    listed = _tried(
        address, lambda: [one for batch in obstore.list(store, prefix=prefix) for one in cast("Any", batch)]
    )
    return [_found(root + one["path"], one) for one in listed]


def open_object(address: str) -> BinaryIO:
    """An object as a buffered file, read by ranges. Raises OSError."""
    found = find(address)
    if found is None:
        raise FileNotFoundError(2, "no such object", address)
    return io.BufferedReader(_Ranges(found), READ_BYTES)


def get(address: str) -> tuple[bytes, str | None] | None:
    """The content of a small object, and its ETag; None if there is none. Raises OSError."""
    obstore = _library()
    store, key = _place(address)

    def read() -> tuple[bytes, str | None]:
        result = obstore.get(store, key)
        return bytes(result.bytes()), result.meta["e_tag"]

    try:
        return _tried(address, read)
    except FileNotFoundError as error:
        if "<Code>NoSuchBucket</Code>" in str(error):
            raise OSError(f"{address}: {_reason(address, error)}") from error
        return None


def put(address: str, content: bytes | Path) -> None:
    """Write an object; large files go in parts. Raises OSError."""
    obstore = _library()
    store, key = _place(address)
    try:
        _tried(address, lambda: obstore.put(store, key, content))
    except FileNotFoundError as error:  # there is no such bucket
        raise OSError(f"{address}: {_reason(address, error)}") from error


def replace(address: str, content: bytes, etag: str | None) -> None:
    """Write an object if it is still the one with this ETag, or still absent if that is None.

    Raises OutputBusyError if it is not: another one was written meanwhile.
    """
    obstore = _library()
    from obstore.exceptions import AlreadyExistsError, PreconditionError  # noqa: PLC0415

    store, key = _place(address)
    try:
        obstore.put(store, key, content, mode="create" if etag is None else {"e_tag": etag}, use_multipart=False)
    except (AlreadyExistsError, PreconditionError) as error:
        if (now := get(address)) is not None and now[0] == content:  # an earlier try got through, its answer did not
            return
        raise OutputBusyError(
            f"another run has published to {address.rpartition('/')[0]} since this one began; nothing was replaced: "
            "run the same command again"
        ) from error
    except Exception as error:
        raise OSError(f"{address}: {_reason(address, error)}") from error


def delete(addresses: list[str]) -> None:
    """Remove objects; what is not there is no error."""
    obstore = _library()
    for address in addresses:
        store, key = _place(address)
        with suppress(FileNotFoundError):
            _tried(address, partial(obstore.delete, store, key))


class _Ranges(io.RawIOBase):
    """An object as a file that can be read from any byte."""

    def __init__(self, found: Found) -> None:
        self._found = found
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._found.size}[whence]
        self._at = max(base + offset, 0)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  anything that is a buffer
        most = len(buffer) if self._at else FIRST_BYTES
        size = min(len(buffer), most, self._found.size - self._at)
        if size <= 0:
            return 0
        content = _range(self._found, self._at, size)
        buffer[:size] = content
        self._at += size
        return size


def _range(found: Found, start: int, size: int) -> bytes:
    """Bytes of an object. A range that breaks off is read again; one of another version of the object is an error."""
    obstore = _library()
    store, key = _place(found.address)
    options: Any = {"range": (start, start + size), "if_match": found.etag}

    def read() -> bytes:
        content = bytes(obstore.get(store, key, options=options).bytes())
        if len(content) != size:
            raise OSError(f"{len(content):,} of {size:,} bytes from byte {start:,}")
        return content

    return _tried(found.address, read)


def _tried(address: str, call: Callable[[], T]) -> T:
    """What a call gives, which is repeated if the connection breaks. Raises OSError, with the address.

    The library itself waits and tries again if a store answers that it is busy; not if a body breaks off.
    """
    from obstore.exceptions import GenericError  # noqa: PLC0415  only where there is an address

    for tries in range(1, TRIES + 1):
        try:
            return call()
        except FileNotFoundError:
            raise
        except (GenericError, OSError) as error:
            if tries == TRIES or _REFUSED.search(str(error)):
                raise OSError(f"{address}: {_reason(address, error)}") from error
        except Exception as error:
            raise OSError(f"{address}: {_reason(address, error)}") from error
        time.sleep(_PAUSE_SECONDS * 2**tries)
    raise AssertionError


def _found(address: str, meta: Any) -> Found:  # noqa: ANN401  obstore's ObjectMeta, a dictionary
    modified = meta["last_modified"]
    return Found(address, meta["size"], int(modified.timestamp() * 1e9), meta["e_tag"])


def _library() -> Any:  # noqa: ANN401  a module that need not be installed
    """The module obstore, imported where there is an address. Raises UsageError."""
    try:
        import obstore  # noqa: PLC0415
    except ImportError:
        raise UsageError(
            "addresses of object stores need the extra `objects`; install it: pip install 'qapipe[objects]'"
        ) from None
    return obstore


@lru_cache(maxsize=64)
def _store(root: str) -> "ObjectStore":
    from obstore.store import from_url  # noqa: PLC0415

    try:
        return from_url(root)
    except Exception as error:
        raise UsageError(f"{root}: {_reason(root, error)}; check the address and the environment variables") from error


def _place(address: str) -> tuple["ObjectStore", str]:
    scheme, _, rest = address.partition("://")
    bucket, _, key = rest.partition("/")
    return _store(f"{scheme}://{bucket}"), key


def _reason(address: str, error: Exception) -> str:
    """What is wrong, on one line, of an error of the library, which is followed by how it looks inside."""
    text = str(error).strip()
    if any(server in text for server in _METADATA_SERVERS):
        return f"no credentials are set ({_CREDENTIALS.get(address.partition(':')[0].rstrip('a'), _OF_AZURE)})"
    if match := _REFUSAL.search(text):
        return ": ".join(part.strip() for part in match.groups() if part)
    if match := _UNREACHED.search(text):
        return f"cannot reach {match[1]}: {match[2]}"
    return re.sub("^Generic \\w+ error: ", "", text.partition("\n")[0])[:300]
