"""How a page was read: how far each reader came and why it stopped, and which reader gave each field.

For people who ask why; the pages of a run are not explained.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qapipe.page.document import HtmlDocument, open_document
from qapipe.page.text import letters
from qapipe.page.urls import host_of
from qapipe.readers import markup, verdict
from qapipe.readers.pairing import are_one
from qapipe.readers.posts import Post, Thread, worth
from qapipe.readers.reconcile import are_thread, posts_of
from qapipe.readers.registry import known_sites, readers_of
from qapipe.readers.threads import lone_question, may_hold_thread, thread_and_features
from qapipe.records.models import Answer, Question, Record
from qapipe.records.plain import RawPage

_FIELDS = {"body": "body", "author": "author_name", "author_url": "author_url", "date": "answered_at",
           "votes": "votes", "accepted": "is_accepted", "url": "url"}  # fmt: skip
_OF_QUESTION = {"body": "body", "author": "asker", "date": "asked_at", "votes": "votes"}
_MADE = frozenset({"position", "parent_position", "answer_id", "expert_id"})  # of the others, not read
_SHORT = 60


@dataclass(slots=True)
class Explanation:
    """How one page was read."""

    steps: list[tuple[str, str]] = field(default_factory=list)
    """A reader, and how far it came."""
    sources: dict[str, list[str]] = field(default_factory=dict)
    """For each field (``answer 2: votes``) the readers that give its value."""
    differences: list[str] = field(default_factory=list)
    """What readers say of a post that was settled otherwise."""


def explain(raw: RawPage, record: Record) -> Explanation:
    """How a page became its record. Raises :class:`~qapipe.errors.PageError` for a page that cannot be decoded."""
    if raw.url is not None:  # which may be that of a web archive's copy
        raw = replace(raw, url=record.url, captured_at=record.captured_at)
    document = open_document(raw)[0]
    found = Explanation()
    host = host_of(document.url)
    refusals = [
        (site, reason)
        for site in known_sites()
        if (not site.hosts or site.owns(host)) and (reason := site.refuses(document))
    ]
    found.steps += [(site.name, f"refuses the page: {reason}") for site, reason in refusals if site.hosts]
    for site, layout in readers_of(document):
        found.steps.append((f"{site.name}/{layout.name}", "reads this page" if layout.recognises(document) else "no"))
    found.steps += [(site.name, f"refuses the page: {reason}") for site, reason in refusals if not site.hosts]
    fresh = open_document(raw)[0]  # the threads of the other are merged
    threads = list(_threads(fresh, found)) if isinstance(fresh, HtmlDocument) else []
    if isinstance(document, HtmlDocument):
        _verdicts(document, found)
    if record.site in ("schema_org", "thread"):
        _trace(found, record, threads)
    elif record.site:
        found.sources = {name: [f"{record.site}/{record.layout}"] for name, _ in known_fields(record)}
    return found


def _threads(document: HtmlDocument, found: Explanation) -> Iterator[Thread]:
    for thread in markup.threads_of(document):
        found.steps.append((thread.origin, _size(thread)))
        yield thread
    if not markup.verdict_of(document).threads:
        found.steps.append(("markup", "no question"))
    if not may_hold_thread(document):
        found.steps.append(("structure", "not tried: no date, or no word of forums, in the page's bytes"))
        return
    shown = thread_and_features(document)
    if shown is None:
        found.steps.append(("structure", "nothing repeats around dates or names of authors"))
    else:
        thread, _ = shown
        thread.score = worth(thread)
        found.steps.append(("structure", _size(thread)))
        yield thread


def _verdicts(document: HtmlDocument, found: Explanation) -> None:
    """Whether the merged posts are a thread, whether somebody asks in it, and the post that may stand alone."""
    posts = posts_of(document)
    if posts is not None and posts.thread.answers:
        features = verdict.thread_features(document, posts.thread, posts.boxes)
        found.steps.append(("is a thread", "yes: its markup says so" if posts.marked else _weighed(features)))
        signs = verdict.question_signs(document, posts.thread, posts.boxes)
        found.steps.append(("is a question", _signed(signs) if are_thread(document, posts) else "not asked: no thread"))
    if may_hold_thread(document):
        lone = lone_question(document)
        found.steps.append(("one post alone", "none" if lone is None else f"{_short(lone.title)}"))


def _signed(signs: Mapping[str, bool]) -> str:
    """The verdict, what speaks for it, and what against it."""
    against = [sentence for name, (sentence, _) in verdict.AGAINST.items() if signs.get(name)]
    names = [name for name, holds in signs.items() if holds and name not in verdict.AGAINST]
    listed = ", ".join(names)
    if not against:
        return f"yes: {listed}" if names else "no: neither the title nor the first post nor the place asks"
    said = "; ".join(against)
    if verdict.asks(signs):
        return f"yes: {listed}; in spite of: {said}"
    return f"no: {said}" + (f"; in spite of {listed}" if names else "")


def _size(thread: Thread) -> str:
    declared = "" if thread.declared is None else f", {thread.declared} declared"
    asked = "a question" if thread.question and thread.question.body else "no text of a question"
    return f"{asked}, {len(thread.answers)} answers{declared}; score {thread.score:.2f}; title {_short(thread.title)}"


def _weighed(features: Mapping[str, float]) -> str:
    table, holds = verdict.IS_THREAD, verdict.is_thread(features)
    parts = [f"{name} {table[name] * value:+.1f}" for name, value in features.items() if value and name in table]
    return f"{'yes' if holds else 'no'}, {verdict.weigh(features, table):+.1f}: {', '.join(parts)}"


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return repr(text if len(text) <= _SHORT else f"{text[:_SHORT]}…")


def _values(record: Record) -> Iterator[tuple[str, object]]:
    """Name and value of the fields that readers of posts give."""
    if record.question is not None:
        yield "question: title", record.question.title
        for name in _OF_QUESTION.values():
            yield f"question: {name}", getattr(record.question, name)
    for answer in record.answers:
        for name in _FIELDS.values():
            yield f"answer {answer.position}: {name}", getattr(answer, name)


def known_fields(record: Record) -> Iterator[tuple[str, object]]:
    """Name and value of all fields that were read and have a value."""
    if record.answers_declared is not None:
        yield "answers_declared", record.answers_declared
    owners: list[tuple[str, Question | Answer]] = [("question", record.question)] if record.question else []
    owners += ((f"answer {one.position}", one) for one in record.answers)
    for owner, model in owners:
        for name in type(model).model_fields:
            if name not in _MADE and (value := getattr(model, name)) not in (None, ()):
                yield f"{owner}: {name}", value


def _trace(found: Explanation, record: Record, threads: Sequence[Thread]) -> None:
    known = {name: value for name, value in _values(record) if value is not None}
    for thread in threads:
        origin = "structure" if thread.origin == "thread" else thread.origin
        if thread.declared is not None and thread.declared == record.answers_declared:
            found.sources.setdefault("answers_declared", []).append(origin)
        if letters(thread.title or "") == letters(str(known.get("question: title", ""))):
            found.sources.setdefault("question: title", []).append(origin)
        if thread.question is not None:
            _compare(found, "question", thread.question, known, _OF_QUESTION, origin)
        for answer in record.answers:
            own = Post(answer.body, answer.author_name, answer.author_url, answer.answered_at, url=answer.url)
            same = next((post for post in thread.answers if are_one(own, post)), None)
            if same is not None:
                _compare(found, f"answer {answer.position}", same, known, _FIELDS, origin)


def _compare(
    found: Explanation, owner: str, post: Post, known: dict[str, object], names: dict[str, str], origin: str
) -> None:
    for name, column in names.items():
        key, said = f"{owner}: {column}", getattr(post, name)
        if said in (None, "") or key not in known:
            continue
        if said == known[key] or (isinstance(said, str) and letters(said) == letters(str(known[key]))):
            found.sources.setdefault(key, []).append(origin)
        else:
            found.differences.append(f"{key}: {origin} says {_short(said)}, kept is {_short(known[key])}")
