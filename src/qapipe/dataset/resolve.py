"""Which pages are duplicates, superseded, or further pages of a question; needs the keys of all pages of a part.

A page with the URL and payload of an earlier page is a ``duplicate``. Of several captures of one page of a question the
latest is kept (an unknown time is the earliest; ties: more answers, then the earlier page) and the others are
``superseded``. The capture time of a page is that of its latest duplicate: the page was unchanged until then. A page
whose URL has a page number continues the first page of its question, if that is there and has the same title.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from qapipe.dataset.choices import Captures
from qapipe.dataset.continuation import PageAnswers, Said, continued, said, same_title
from qapipe.dataset.repeats import Repeat
from qapipe.records import ids
from qapipe.records.further_pages import FurtherPage, further_page
from qapipe.records.reasons import Reason, Status

KEYS = ("page_id", "status", "answers_found", "question_id", "url", "site", "captured_at", "thread_id")
"""The columns of the record that the decision needs."""
TEXTS = ("question", "answers")
"""The columns that are needed, too, if there are further pages."""

Read = Callable[[Sequence[str]], Iterable[pa.RecordBatch]]
"""Reads these columns of all records, in the order of the input."""


class Verdict(NamedTuple):
    """The final status, reason and detail of a page, where it is not that of its record, and the page it depends on."""

    status: Status
    reason: Reason
    detail: str
    duplicate_of: str | None = None
    superseded_by: str | None = None


class Further(NamedTuple):
    """What a further page continues."""

    page_id: str
    """Id of the page that gave the question row."""
    question_id: str
    has_other_text: bool
    """Whether the page shows another text in place of the question, which is then in no table."""


class _Capture(NamedTuple):
    """A page with a question; the greatest of the captures of one page of a question is kept."""

    captured_us: int  # microseconds since 1970
    answers: int
    minus_page: int  # the page's number in the input, negated: earlier is greater


_KEYS = ("page_id", "status", "answers_found", "question_id", "url", "site", "thread_id")
_UNKNOWN_TIME = -(1 << 63)
_Group = tuple[bytes, int]  # a question, and the number of one of its pages


@dataclass(slots=True)
class Resolution:
    """The relations between pages, by their number in the input (from 0): add all keys, decide, then ask."""

    captures: Captures = Captures.LATEST
    first_of: dict[int, int] = field(default_factory=dict)
    """Duplicate pages, each with the number of the first page that is the same."""
    winner_of: dict[int, int] = field(default_factory=dict)
    """Superseded pages, each with the number of the page that is kept."""
    main_of: dict[int, int] = field(default_factory=dict)
    """Further pages, each with the number of the page that gives the question row."""
    places: dict[int, str] = field(default_factory=dict)
    """Places of first pages that are in other parts; their numbers are negative."""
    _last_captures: dict[bytes, int] = field(default_factory=dict)
    """Capture time of the latest duplicate of a page, if it is in another part."""
    _first_by_id: dict[bytes, int] = field(default_factory=dict)
    _captures: dict[int, tuple[bytes, _Capture]] = field(default_factory=dict)
    _further: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    """Page number, and the question id of its URL without that number."""
    _page_ids: dict[int, str] = field(default_factory=dict)
    _questions: dict[int, str] = field(default_factory=dict)
    _other_texts: set[int] = field(default_factory=set)
    _answers: dict[int, PageAnswers] = field(default_factory=dict)
    """How the answers of further pages, and of the pages that they continue, follow each other."""

    def add_repeats(self, repeats: Iterable[Repeat]) -> None:
        """Add the pages that occur in other parts as well, before all keys."""
        for number, repeat in enumerate(repeats, 1):
            if not repeat.is_first:
                self._first_by_id[repeat.page_id] = -number
                self.places[-number] = repeat.place
            elif repeat.last_capture_us is not None:
                self._last_captures[repeat.page_id] = repeat.last_capture_us

    def add(self, keys: pa.Table, numbers: Sequence[int]) -> None:
        """Add the keys of pages with these numbers, which are later in the input than all before (:data:`KEYS`)."""
        times = keys.column("captured_at").cast(pa.int64())
        columns = [*(keys.column(name) for name in _KEYS), times]
        for page, page_id, status, answers, question, url, site, thread, time in zip(
            numbers, *(column.to_pylist() for column in columns), strict=True
        ):
            captured_us = _UNKNOWN_TIME if time is None else time
            same = bytes.fromhex(page_id)
            if self._last_captures:
                captured_us = max(captured_us, self._last_captures.get(same, captured_us))
            first = self._first_by_id.setdefault(same, page)
            if first != page:
                self._add_duplicate(page, first, captured_us)
            elif question and status in (Status.OK, Status.PARTIAL) and self.captures is Captures.LATEST:
                self._captures[page] = (bytes.fromhex(question), _Capture(captured_us, answers, -page))
                if url and (found := further_page(url)):
                    by_url = thread != question  # else the question's name has no page number
                    self._add_further_page(page, question, url if by_url else None, site, found)

    def _add_further_page(
        self, page: int, question: str, url: str | None, site: str | None, found: FurtherPage
    ) -> None:
        """Note the question of the first page that a page continues.

        A question that its site names by a key in the URL is the same on all its pages; there a number in the path is
        part of the key. Others are named by their URL, or by that of the first page where a page declares it.
        """
        for owner in dict.fromkeys((site, None)):
            of_first = ids.question_id(owner, None, found.first_url, "")
            if question == of_first or (url and question == ids.question_id(owner, None, url, "")):
                self._further[page] = (found.number, bytes.fromhex(of_first))
                return
        if not found.in_path:
            self._further[page] = (found.number, bytes.fromhex(question))

    def _add_duplicate(self, page: int, first: int, captured_us: int) -> None:
        self.first_of[page] = first
        if seen := self._captures.get(first):
            question, capture = seen
            self._captures[first] = (question, max(capture, capture._replace(captured_us=captured_us)))

    def decide(self) -> None:
        """Decide, after all keys were added, and free the memory that only the decision needs."""
        groups = dict(self._groups())
        best: dict[_Group, _Capture] = {}
        for page, (_, capture) in self._captures.items():
            best[groups[page]] = max(capture, best.get(groups[page], capture))
        kept = {group: -capture.minus_page for group, capture in best.items()}
        self.winner_of = {page: kept[group] for page, group in groups.items() if kept[group] != page}
        first_pages: dict[bytes, int] = {}
        for question, number in sorted(kept) if self._further else ():
            main = first_pages.setdefault(question, kept[question, number])
            if main != kept[question, number]:
                self.main_of[kept[question, number]] = main
        self._note_ids()
        self._first_by_id, self._captures, self._further = {}, {}, {}

    def _groups(self) -> Iterator[tuple[int, _Group]]:
        """The question that each page belongs to, and the number of the page in it."""
        of_first_pages = {question for page, (question, _) in self._captures.items() if page not in self._further}
        for page, (question, _) in self._captures.items():
            number, of_first = self._further.get(page, (1, question))
            yield page, (question if question in of_first_pages else of_first, number)

    def _note_ids(self) -> None:
        """Keep the ids of the pages that others name."""
        named = {*self.winner_of.values(), *self.first_of.values(), *self.main_of.values()}
        self._page_ids = {page: page_id.hex() for page_id, page in self._first_by_id.items() if page in named}
        self._questions = {page: self._captures[page][0].hex() for page in {*self.main_of, *self.main_of.values()}}

    def compare(self, batches: Iterable[pa.RecordBatch]) -> None:
        """Compare the questions of further pages with that of the first; ``batches`` have the columns of :data:`TEXTS`.

        A page of another title continues nothing, unless the site itself says that it is the same question.
        """
        wanted = {*self.main_of, *self.main_of.values()}
        texts: dict[int, tuple[str | None, str | None, str | None]] = {}
        answers: dict[int, list[tuple[str, Said]]] = {}
        start = 0
        for batch in batches:
            rows = [page - start for page in sorted(wanted) if start <= page < start + batch.num_rows]
            questions, given = (batch.column(name).take(pa.array(rows, pa.int64())) for name in TEXTS)
            for row, title, body, asker, of_page in zip(
                rows,
                *(pc.struct_field(questions, name).to_pylist() for name in ("title", "body", "asker")),
                _said(given),
                strict=True,
            ):
                texts[start + row] = (title, body, asker)
                answers[start + row] = of_page
            start += batch.num_rows
        for page, main in list(self.main_of.items()):
            if self._questions[page] != self._questions[main] and not same_title(texts[page][0], texts[main][0]):
                del self.main_of[page]
            elif texts[page][1] not in (None, texts[main][1]):
                self._other_texts.add(page)
        self._join(answers, {main: said(asker, body) for main, (_, body, asker) in texts.items() if body})

    def _join(self, answers: dict[int, list[tuple[str, Said]]], asked: dict[int, Said]) -> None:
        """Note how the answers of a question's pages follow each other; further pages are in their order."""
        pages_of: dict[int, list[int]] = {}
        for page, main in self.main_of.items():
            pages_of.setdefault(main, [main]).append(page)
        for main, pages in pages_of.items():
            found = continued([answers[page] for page in pages], asked.get(main))
            self._answers.update(zip(pages, found, strict=True))

    def firsts(self) -> set[int]:
        """Pages that have duplicates."""
        return set(self.first_of.values())

    def concerned(self) -> list[int]:
        """Pages with a verdict, those that others are duplicates of, and those of a question with several; sorted."""
        return sorted({*self.first_of, *self.firsts(), *self.winner_of, *self.main_of, *self._answers})

    def answers_of(self, page: int) -> PageAnswers | None:
        """How the answers of a page follow those of others; None if its question has no other page."""
        return self._answers.get(page)

    def verdict(self, page: int, places: dict[int, str]) -> Verdict | None:
        """The verdict on a page; None if its own status holds. ``places`` has the places of :meth:`firsts`."""
        if (first := self.first_of.get(page)) is not None:
            detail = f"first seen in {places[first]}"
            return Verdict(Status.DUPLICATE, Reason.SAME_PAYLOAD, detail, duplicate_of=self._page_ids[first])
        if (winner := self.winner_of.get(page)) is not None:
            kept = self._page_ids[winner]
            return Verdict(Status.SUPERSEDED, Reason.LATER_CAPTURE, kept, superseded_by=kept)
        return None

    def further(self, page: int) -> Further | None:
        """What a page continues; None if it is no further page."""
        main = self.main_of.get(page)
        if main is None:
            return None
        return Further(self._page_ids[main], self._questions[main], page in self._other_texts)


def _said(answers: pa.Array) -> Iterator[list[tuple[str, Said]]]:
    """The ids of the answers of each page, and what they say."""
    flat = pc.list_flatten(answers)
    columns = [pc.struct_field(flat, name).to_pylist() for name in ("answer_id", "author_name", "body")]
    given = zip(*columns, strict=True)
    for length in pc.list_value_length(answers).to_pylist():
        yield [(answer_id, said(author, body)) for answer_id, author, body in islice(given, length)]


def resolve(read: Read, captures: Captures, repeats: Iterable[Repeat] = ()) -> Resolution:
    """The resolution of an input, whose columns ``read`` gives as often as they are needed.

    If it is one of several parts, ``repeats`` are the pages that occur in others as well.
    """
    resolution = Resolution(captures)
    repeats = list(repeats)
    resolution.add_repeats(repeats)
    if batches := [batch.select(KEYS) for batch in read(KEYS)]:
        keys = pa.Table.from_batches(batches)
        related = _related(keys, pa.array([repeat.page_id.hex() for repeat in repeats], pa.string()))
        resolution.add(keys.filter(related), pc.indices_nonzero(related).to_pylist())
    resolution.decide()
    if resolution.main_of:
        resolution.compare(read(TEXTS))
    return resolution


def _related(keys: pa.Table, repeated: pa.Array) -> pa.ChunkedArray:
    """Which pages may be related to another one: they share a thread with it, or occur twice.

    Most pages share nothing, and need not be looked at one by one. ``repeated`` are ids of pages in other parts.
    """
    page_ids, threads = keys.column("page_id"), keys.column("thread_id")
    unknown = pc.and_(pc.is_null(threads), pc.is_valid(keys.column("question_id")))
    twice = pc.or_(pc.is_in(page_ids, value_set=_several(page_ids)), pc.is_in(page_ids, value_set=repeated))
    return pc.or_(pc.or_(unknown, twice), pc.is_in(threads, value_set=_several(threads)))


def _several(ids: pa.ChunkedArray) -> pa.Array:
    """The ids that occur more than once."""
    counted = pc.value_counts(ids.drop_null())
    return counted.field("values").filter(pc.greater(counted.field("counts"), 1))
