"""The options of a run that its workers need."""

from dataclasses import dataclass, field

from qapipe.dataset.redaction.key import Redaction
from qapipe.records.reasons import Reason
from qapipe.sources import ReadOptions


@dataclass(frozen=True, slots=True)
class WorkOptions:
    """The options that a worker needs."""

    read: ReadOptions = field(default_factory=ReadOptions)
    sites: tuple[str, ...] = ()
    include: tuple[Reason, ...] = ()
    """Reasons that are overruled: discussions, FAQ pages."""
    redaction: Redaction | None = None
    """What is replaced by pseudonyms; None: nothing."""
