"""The outcome of one attempt to fetch a URL, and the inputs of a run that failed."""

from dataclasses import dataclass

from qapipe.fetch.frontier.rows import Row, State
from qapipe.fetch.web.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one attempt to fetch a URL."""

    row: Row
    state: State
    status: int | None = None
    reason: str | None = None
    detail: str | None = None
    bytes: int = 0
    """Size of the body as transferred."""
    seconds: float = 0.0
    retry_in: float | None = None
    """Seconds until the next attempt."""

    def as_json(self) -> dict[str, object]:
        """The outcome as plain values, without unknown ones."""
        values = {
            "url": self.row.url,
            "kind": self.row.kind.value,
            "state": self.state.value,
            "status": self.status,
            "reason": self.reason,
            "detail": self.detail,
            "bytes": self.bytes,
            "seconds": round(self.seconds, 3),
            "retry_in": None if self.retry_in is None else round(self.retry_in, 1),
        }
        return {name: value for name, value in values.items() if value is not None}

    @classmethod
    def of_response(
        cls, row: Row, state: State, response: Exchange, reason: str | None = None, detail: str | None = None
    ) -> "Outcome":
        """The outcome of an attempt that had a response."""
        return cls(row, state, response.status, reason, detail, len(response.body), response.seconds)


SITEMAP, INDEX = "sitemap", "index"
"""Kinds of inputs."""


@dataclass(frozen=True, slots=True)
class FailedInput:
    """A sitemap (named by the user or listed in one) or an archive's index that could not be read completely."""

    kind: str
    """:data:`SITEMAP` or :data:`INDEX`."""
    url: str
    reason: str
    """A :class:`.Fault`."""
    detail: str
    earlier: bool = False
    """It failed in an earlier run, and was not requested in this one."""

    def as_json(self) -> dict[str, object]:
        """The input as plain values."""
        return {"kind": self.kind, "url": self.url, "reason": self.reason, "detail": self.detail}
