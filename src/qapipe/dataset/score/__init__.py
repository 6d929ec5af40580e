"""How right a dataset is: its fields against those of labelled pages, by field and site, exact and fuzzy."""

from dataclasses import dataclass, field
from pathlib import Path

from qapipe.dataset.object_store import local_copy
from qapipe.dataset.reading import open_dataset
from qapipe.dataset.score.compare import Compared, compared
from qapipe.dataset.score.gold import read_gold
from qapipe.dataset.score.pages import found_pages
from qapipe.dataset.score.tally import Tally
from qapipe.dataset.shown import differing
from qapipe.errors import UsageError

MAX_PAGES = 100
_MAX_FIELDS = 5


@dataclass(slots=True)
class ScoredPage:
    """A page that is not wholly right."""

    name: str
    line: int
    site: str
    tally: Tally
    in_dataset: bool
    wrong: list[Compared]
    """The first fields that differ."""

    def as_json(self) -> dict[str, object]:
        """The page as JSON values."""
        shown = [(one.place, differing(one.expected, one.found)) for one in self.wrong]
        wrong = [{"field": place, "expected": expected, "found": found} for place, (expected, found) in shown]
        return {
            "in_dataset": self.in_dataset,
            "line": self.line,
            "page": self.name,
            "site": self.site,
            "wrong": wrong,
            **self.tally.as_json(),
        }


@dataclass(slots=True)
class Scores:
    """The scores of a dataset."""

    pages: int = 0
    perfect: int = 0
    """Pages of which every field is as expected."""
    missing: int = 0
    """Pages that the dataset has not; all their fields are missed."""
    total: Tally = field(default_factory=Tally)
    fields: dict[str, Tally] = field(default_factory=dict)
    sites: dict[str, Tally] = field(default_factory=dict)
    by_site: dict[tuple[str, str], Tally] = field(default_factory=dict)
    """By site and field."""
    worst: list[ScoredPage] = field(default_factory=list)
    """The worst first, by fuzzy F1, then by the number of fields that differ."""

    def add(self, fields: list[Compared], site: str) -> Tally:
        """Add the fields of a page; returns the tally of the page."""
        page = Tally()
        page.add(fields)
        for one in fields:
            for tally in (
                self.total,
                self.fields.setdefault(one.field, Tally()),
                self.sites.setdefault(site, Tally()),
                self.by_site.setdefault((site, one.field), Tally()),
            ):
                tally.add([one])
        return page

    def as_json(self) -> dict[str, object]:
        """The scores as JSON values."""
        sites: dict[str, dict[str, object]] = {
            site: {**tally.as_json(), "fields": {}} for site, tally in sorted(self.sites.items())
        }
        for (site, name), tally in sorted(self.by_site.items()):
            sites[site]["fields"][name] = tally.as_json()  # type: ignore[index]  # set above
        return {
            "fields": {name: tally.as_json() for name, tally in sorted(self.fields.items())},
            "missing": self.missing,
            "pages": self.pages,
            "perfect": self.perfect,
            "sites": sites,
            "total": self.total.as_json(),
            "worst": [page.as_json() for page in self.worst[:MAX_PAGES]],
        }


def score_dataset(dataset: Path, gold: Path) -> Scores:
    """The scores of the dataset in a folder or at an address against a gold file.

    Raises UsageError if it is no dataset or the file is not in the gold format, DatasetError if it is damaged.
    """
    labelled = list(read_gold(gold))
    if not labelled:
        raise UsageError(f"{gold} has no pages; give a file in the gold format (docs/checking.md)")
    with local_copy(dataset) as folder:
        found = found_pages(open_dataset(folder), labelled)
    scores = Scores(len(labelled))
    for page in labelled:
        there = page.line in found
        fields = list(compared(page.expected, found.get(page.line)))
        tally = scores.add(fields, page.site)
        wrong = [one for one in fields if one.expected != one.found]
        scores.missing += not there
        scores.perfect += there and not wrong
        if wrong or not there:
            scores.worst.append(ScoredPage(page.name, page.line, page.site, tally, there, wrong[:_MAX_FIELDS]))
    scores.worst.sort(key=lambda page: (page.tally.fuzzy.f1, -page.tally.expected, page.line))
    return scores
