"""A dataset that has something of everything, made of records without parsing a page: for outputs compared whole."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from qapipe.dataset.choices import Captures
from qapipe.dataset.counts import Counts
from qapipe.dataset.manifest import write_manifest
from qapipe.dataset.settle import settle
from qapipe.records import ids
from qapipe.records.batches import record_batch
from qapipe.records.noise import NoiseRule
from qapipe.records.plain import Answer, Question, Record, Removal
from qapipe.records.reasons import Reason, Status
from qapipe.records.warnings import PageWarning

_LAYOUTS = (("clinic", "html"), ("clinic", "text"), ("forum", "thread"), ("schema_org", "json_ld"))
_COUNTS = (0, 1, 2, 3, 4, 5, 7, 12, 25, 60, 104)
_WARNINGS: tuple[tuple[PageWarning, ...], ...] = (
    (),
    (PageWarning.BODY_CUT,),
    (PageWarning.FEWER_ANSWERS,),
    (PageWarning.AUTHORS_DISAGREE, PageWarning.TITLE_MISSING),
)
_REASONS = (Reason.LIST, Reason.ARTICLE, Reason.LIST, Reason.EMPTY, Reason.VIDEO)
_FAILED = (Reason.TOO_LARGE, Reason.UNREADABLE, Reason.TOO_LARGE)
_NOISE = (NoiseRule.PROMO, NoiseRule.DISCLAIMER, NoiseRule.PROMO, NoiseRule.SIGNATURE)


def records(questions: int = 44) -> list[Record]:
    """So many questions, of several sites and layouts, and pages of every other kind."""
    found = [_page(number) for number in range(questions)]
    found += [_further(found[5], 2), _further(found[5], 3), _duplicate(found[4]), _older(found[3]), _older(found[2])]
    return [*found, *_refused()]


def build(folder: Path, pages: list[Record] | None = None, change: Callable[[Record], object] | None = None) -> Path:
    """The dataset of some pages, or of all, each changed before."""
    pages = records() if pages is None else pages
    for page in pages if change else ():
        assert change
        change(page)
    batches = [record_batch(pages[start : start + 20]) for start in range(0, len(pages), 20)]
    folder.mkdir(parents=True)
    counts = Counts()
    parts = settle(
        lambda names: [one.select(names or one.schema.names) for one in batches], Captures.LATEST, folder, counts
    )
    write_manifest(folder, request={"inputs": [], "options": {}}, counts=counts, parts=parts, others=[])
    return folder


def _page(n: int) -> Record:
    """Question number ``n``."""
    site, layout = _LAYOUTS[n % 4]
    url = f"https://{'www.' if n % 2 else ''}{site.replace('_', '-')}{n % 3}.example/q/{n}" if n % 9 != 8 else None
    hashed = ids.digest(f"body {n}")
    question = ids.question_id(None, None, url, hashed)
    captured = datetime(2004 + n % 20, 1 + n % 12, 3, n % 24, tzinfo=UTC) if n % 10 != 9 else None
    declared = None if n % 4 == 1 else _COUNTS[n % len(_COUNTS)] + (2 if n % 4 == 2 else 0)
    warnings = _WARNINGS[n % 4]
    partial = {PageWarning.FEWER_ANSWERS, PageWarning.TITLE_MISSING} & set(warnings)
    return Record(
        page_id=ids.page_id(url, hashed), status=Status.PARTIAL if partial else Status.OK, url=url, site=site,
        layout=layout, warnings=warnings, answers_declared=declared, question_id=question, thread_id=question,
        question=_question(n, captured), answers=tuple(_answers(n, question, captured)),
        noise=tuple(Removal(_NOISE[k % 4], "x") for k in range(n % 4)),
        source="crawl.warc.gz" if n % 3 else "dumps/forum.jsonl", member=f"<urn:uuid:{n}>" if n % 3 == 1 else None,
        offset=1_000 * n if n % 7 else None, captured_at=captured, media_type="text/html" if n % 2 else None,
        charset="utf-8" if n % 5 else None, bytes=100 + n, payload_sha256=hashed * 2,
    )  # fmt: skip


def _question(n: int, captured: datetime | None) -> Question:
    return Question(
        title=None if n % 4 == 3 else f"Question {n}: is <b> & \"{n}\" right?",
        body="Say 猫. " * (n * 7) + f"It began {n} days ago." if n % 6 else None,
        asker=f"asker_{n}" if n % 2 else None, asker_location=f"Town {n % 7}" if n % 3 else None,
        asked_at=_year(captured, n % 13) if n % 5 else None, topics=tuple(f"topic {k}" for k in range(n % 4)),
        votes=n - 4 if n % 3 else None, views=n * 1_000 if n % 4 else None,
    )  # fmt: skip


def _year(captured: datetime | None, before: int) -> datetime | None:
    return captured - timedelta(days=366 * before) if captured else None


def _answers(n: int, question: str, captured: datetime | None) -> Iterator[Answer]:
    count = _COUNTS[n % len(_COUNTS)]
    posts: list[tuple[str | None, str]] = []
    for k in range(count):
        m = n * 3 + k
        name = f"Dr. Näme {m % 23}" if m % 4 else None
        posts.append((name, f"Answer {k} to {n}. " + "Wait a little, then ask. " * (m % 40)))
    for k, ((name, body), own) in enumerate(zip(posts, ids.answer_ids(question, posts), strict=True)):
        yield _answer(n * 3 + k, k, name, body.rstrip(), own, _year(captured, k % 4))


def _answer(m: int, k: int, name: str | None, body: str, own: str, day: datetime | None) -> Answer:
    """Answer ``k`` of its page, and ``m`` for whatever else is not always the same."""
    best = (5.0, 10.0, None)[m % 3]
    link = f"https://clinic.example/doctor/{m % 23}" if name and m % 2 else None
    place = f"Town {m % 61}" if m % 5 else None
    [expert] = ids.expert_ids("s", None, [(name, link, place)])
    return Answer(
        position=k + 1, body=body, headline=f"Headline {m}" if m % 3 == 1 else None,
        votes=m % 11 - 3 if m % 4 else None, is_accepted=(None, True, False)[m % 3],
        answered_at=day if m % 3 else None, url=f"https://clinic.example/a/{m}" if m % 6 == 0 else None,
        author_name=name, author_credentials=("MD", "FACS", "PhD")[: m % 4] if name else (),
        author_note="retired" if m % 10 == 1 else None, author_url=link,
        specialty=f"Specialty {m * m % 127}" if m % 7 else None, location=place,
        address=f"{m} Long Road\nTown {m % 61}" if m % 8 == 0 else None,
        rating=round(m % 49 / 10 * (best or 5) / 5, 2) if m % 3 or m % 2 else None,
        rating_best=best if m % 3 or m % 2 else None,
        review_count=m % 300 if m % 2 else None, parent_position=k if k % 6 == 5 else None, answer_id=own,
        expert_id=expert,
    )  # fmt: skip


def _further(first: Record, number: int) -> Record:
    """A further page of a question: an answer of the first page again, and one of its own."""
    assert first.question
    url = f"{first.url}?page={number}"
    again = Answer(**{name: getattr(first.answers[0], name) for name in first.answers[0].__slots__})
    body = f"Only on page {number}."
    [own] = ids.answer_ids(first.question_id or "", [(None, body)])
    new = Answer(position=2, body=body, answer_id=own, parent_position=1 if number == 3 else None)
    question = Question(title=first.question.title, body="Another text." if number == 3 else first.question.body)
    return copy(
        first, page_id=ids.page_id(url, f"{number}"), url=url, question_id=ids.question_id(None, None, url, ""),
        question=question, answers=(again, new), offset=7_000 + number,
    )  # fmt: skip


def _duplicate(page: Record) -> Record:
    return copy(page, source="again.jsonl", offset=3, member=None)


def _older(page: Record) -> Record:
    """An earlier capture of a page."""
    earlier = (page.captured_at or datetime(2001, 1, 1, tzinfo=UTC)) - timedelta(days=1)
    return copy(page, page_id=ids.digest("older", page.page_id), captured_at=earlier, answers=page.answers[:1])


def copy(page: Record, **changes: Any) -> Record:
    """A page with other values."""
    return Record(**{**{name: getattr(page, name) for name in page.__slots__}, **changes})


def _refused() -> Iterator[Record]:
    """Pages that gave nothing, and pages that failed."""
    for n in range(11):
        status, reasons = (Status.ERROR, _FAILED) if n % 4 == 3 else (Status.NOT_QA, _REASONS)
        url = f"https://forum.example/list/{n}" if n % 3 else None
        yield Record(
            page_id=ids.page_id(url, f"refused {n}"), status=status, reason=reasons[n % len(reasons)], url=url,
            detail=f"detail {n}" if n % 2 else None, site="forum" if n % 2 else None,
            layout="thread" if n % 4 == 1 else None, source="lists.parquet" if n % 2 else "a/b.zip",
            member=None if n % 2 else f"m{n}.html", offset=n, captured_at=datetime(2020 + n % 2, 2, 1, tzinfo=UTC),
            bytes=10 * n, payload_sha256=ids.digest(f"refused {n}") * 2,
        )  # fmt: skip
