"""Pages of the same site that are no question pages: reviews, videos, guides, lists, profiles."""

import html
import random
from collections.abc import Callable

from . import realself_words as words
from .realself_html import document
from .realself_prose import doctor, question_title
from .realself_thread import SITE, GeneratedPage, Writer, clean, slug_of


def _story(writer: Writer, paragraphs: int) -> list[str]:
    """First-person paragraphs of a patient."""
    return [
        clean(" ".join(writer.sentences((*words.ASKS, *writer.topic.asks), writer.rng.randint(3, 6))))
        for _ in range(paragraphs)
    ]


def _lecture(writer: Writer, paragraphs: int) -> list[str]:
    """Paragraphs of a doctor speaking or writing for everyone."""
    return [
        clean(" ".join(writer.sentences((*words.FACTS, *writer.topic.facts), writer.rng.randint(3, 7))))
        for _ in range(paragraphs)
    ]


def _review(writer: Writer) -> tuple[str, str, list[str]]:
    """A review with its markers, a truncated second title and comments."""
    place = writer.rng.choice(words.PLACES)[0]
    subject = writer.fill("{Problem} after {proc}")
    title = f"{subject} - {place}"
    lines = ["Write a review", title, subject[: len(subject) * 2 // 3].rstrip() + "...", *_story(writer, 3)]
    lines += ["Was this review helpful?", "Comments (2)", *_story(writer, 2)]
    return f"/review/{slug_of(title)}", title, lines


def _unmarked_review(writer: Writer) -> tuple[str, str, list[str]]:
    """A review that only its address tells from a question."""
    title = writer.fill("{Proc} caused {problem}")
    return f"/review/{slug_of(title)}", title, [title, *_story(writer, writer.rng.randint(3, 6))]


def _video(writer: Writer) -> tuple[str, str, list[str]]:
    """A transcript with the title below it."""
    title = writer.fill("What can be done about {problem} after {proc}?")
    name = doctor(writer, rated=False).person.name
    lines = _lecture(writer, writer.rng.randint(1, 4))
    if writer.chance(0.4):
        lines[0] = "Male Voice: " + lines[0]
    lines += [title, writer.fill(f"Dr. {name} explains how {{problem}} may be treated.")]
    return f"/video/{slug_of(title)}", title, lines


def _dialogue(writer: Writer) -> tuple[str, str, list[str]]:
    """A video of a question and its answer, with speaker labels."""
    title = writer.fill("{Problem} following {proc}")
    name = doctor(writer, rated=False).person.name
    lines = [f"Female Speaker: {_story(writer, 1)[0]}"]
    lines += [f"Dr. {name}: Thank you for your question. {_lecture(writer, 1)[0]}", *_lecture(writer, 2)]
    return f"/video/{slug_of(title)}", title, lines


def _guide(writer: Writer) -> tuple[str, str, list[str]]:
    """A treatment guide under a directory address, with its fused bylines."""
    subject = writer.fill("{Proc}")
    who, author = doctor(writer, rated=False).person.name, doctor(writer, rated=False).person.name
    title = f"{subject}: What You Need to Know"
    lines = [
        title,
        (
            f"Medically reviewed by {who}, MDBoard Certified {writer.rng.choice(('OB-GYN', 'Plastic Surgeon'))}"
            "Reviewed on May 4, 2023"
        ),
        f"Written by{author}Updated on June 12, 2023",
        "Fast facts",
        *_lecture(writer, 2),
        f"Interested in {subject}?",
        "Find a Doctor Near You",
        *_lecture(writer, 1),
    ]
    return f"/{slug_of(subject)}/cost/directory/USA/Indiana", title, lines


def _question_list(writer: Writer) -> tuple[str, str, list[str]]:
    """A list of questions of one topic."""
    title = writer.fill("{Proc} questions and answers")
    titles = [clean(question_title(writer)) for _ in range(writer.rng.randint(5, 12))]
    path = f"/questions/{writer.topic.slug}"
    if writer.chance(0.4):
        path = f"/questionslist/{writer.rng.randint(1000, 99999)}/{writer.topic.slug}"
    return path, title, [title, *titles, "Load more"]


def _profile(writer: Writer) -> tuple[str, str, list[str]]:
    """A doctor's profile: place with specialty and rating on adjacent lines, as a question page has them."""
    who = doctor(writer, rated=True)
    lines = [who.person.printed, who.locspec, who.rating_line or "", "About me", *_lecture(writer, 2)]
    lines += ["Reviews", *_story(writer, 2)]
    return who.profile.removeprefix(SITE), who.person.printed, lines


KINDS: dict[str, Callable[[Writer], tuple[str, str, list[str]]]] = {
    "review": _review,
    "unmarked-review": _unmarked_review,
    "video": _video,
    "dialogue": _dialogue,
    "guide": _guide,
    "list": _question_list,
    "profile": _profile,
}


REASONS = {"dialogue": "video", "unmarked-review": "review"} | {
    kind: kind for kind in "review video guide list profile".split()
}
"""What a page of each kind is refused for."""


def _text(kind: str, lines: list[str]) -> str:
    """The lines as a text dump: paragraphs apart, the author lines of a profile together."""
    if kind == "profile":
        return "\n".join(lines[:3]) + "\n\n" + "\n\n".join(lines[3:]) + "\n"
    return "\n\n".join(lines) + "\n"


def _main(lines: list[str], title: str) -> str:
    """The lines as elements; the title, where it stands, as h1."""
    return "\n".join(
        f"<h1>{html.escape(line)}</h1>" if line == title else f"<p>{html.escape(line)}</p>" for line in lines
    )


def not_question_page(seed: int) -> GeneratedPage:
    """A page that is no question page, as text or as HTML, always with its address."""
    rng = random.Random(f"realself other {seed}")
    writer = Writer(rng, rng.choice(words.TOPICS))
    kind = rng.choice(list(KINDS))
    path, title, lines = KINDS[kind](writer)
    url = SITE + path
    as_html = writer.chance(0.5)
    text = document(writer, title, url, lines[-1], _main(lines, title)) if as_html else _text(kind, lines)
    return GeneratedPage(
        f"other-{kind}-{seed:06d}",
        text.encode(),
        "text/html" if as_html else "text/plain",
        url,
        {"status": "not_qa", "reason": REASONS[kind], "answers_declared": None, "question": None, "answers": []},
    )
