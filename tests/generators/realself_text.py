"""Text extractions of question pages, in the nine line layouts A to I, each with its exact parse."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from . import realself_words as words
from .realself_prose import (
    answer_body,
    doctor,
    headline,
    plain_headline,
    question_body,
    question_title,
    with_address,
)
from .realself_thread import (
    BULLET,
    Answer,
    Block,
    Doctor,
    GeneratedPage,
    Thread,
    Voice,
    Writer,
    clean,
    expected_answer,
    expected_page,
    question_url,
)

VARIANT_WEIGHTS = {"A": 9, "B": 34, "C": 47, "D": 4, "E": 3, "F": 6, "G": 4, "H": 2, "I": 2}

CTA = "Ask a doctor"
VOTE_TEMPLATE = "{{ voteCount >= 0 ? '+' + (voteCount + 1) : (voteCount + 1) }}"
PROMO = "You might also like..."
SUBLINE = "From board-certified doctors and trusted medical professionals"
FOLLOWUP = "This is a follow-up to an earlier question, which can be viewed by clicking here."
DISCLAIMER = (
    "These answers are for educational purposes and should not be relied upon as a substitute for medical "
    "advice you may receive from your physician. If you have a medical emergency, please call 911. These "
    "answers do not constitute or initiate a patient/doctor relationship."
)
SLOGAN = (
    "Get the real deal on beauty treatments—real doctors, real reviews, and real photos with real results."
    "Here's how we earn your trust."
)
NEWSLETTER = (
    "What’s trending? Who’s turning heads? Which TikTok myths need busting? We’ve got you. No fluff, no "
    "gatekeeping—just real talk. Get our free, unfiltered newsletter."
)


@dataclass(frozen=True, slots=True)
class Layout:
    """What one page looks like: its markers, and which answers (by index) lost their author or headline.

    `vote` is "template", "number" (era A: `+2` or an empty line) or None; `bare_names` is the sub-form of D
    without place and specialty; `promo` the number of answers above the promo line; `cut` a page that a dump
    truncated.
    """

    variant: str
    count: str | None
    vote: str | None
    answers: int
    declared: int | None
    authorless: frozenset[int]
    headless: frozenset[int]
    promo: int | None
    bare_names: bool
    cut: bool

    @property
    def plain(self) -> bool:
        """Whether headline-like lines in bodies would leave a reader in doubt."""
        if self.vote:
            return len(self.authorless) == self.answers
        lost_inside = self.authorless - {self.answers - 1}
        return self.variant in "DEF" or bool(lost_inside) or self.declared != self.answers


# ---------------------------------------------------------------- drawing a page


def _answer_count(writer: Writer, variant: str) -> int:
    """How many answers the page shows."""
    if variant == "D":
        return writer.rng.randint(2, 8)
    if variant not in "GHI" and writer.chance(0.06):
        return writer.rng.randint(15, 28)
    return writer.rng.choices(range(1, 13), (8, 12, 14, 13, 11, 9, 8, 6, 6, 5, 4, 4))[0]


def _count_format(writer: Writer, variant: str) -> str | None:
    """The count line of the variant; hybrids of eras A and B exist."""
    if variant in "EF" or (variant == "D" and writer.chance(0.5)):
        return None
    if variant == "A":
        return "Doctor Answers {}" if writer.chance(0.1) else "Doctor Answers ({})"
    return "Doctor Answers ({})" if variant == "B" and writer.chance(0.05) else "Doctor Answers {}"


def _authorless(writer: Writer, variant: str, answers: int, *, bare_names: bool, marked: bool) -> frozenset[int]:
    """Answers whose author block is lost: the first on one page of four, else mostly the last."""
    if variant == "F" or (variant == "A" and marked and writer.chance(0.06)):
        return frozenset(range(answers))
    lost = {0} if bare_names or writer.chance(0.15 if variant == "D" else 0.25) else set()
    if answers > 1 and variant != "D" and writer.chance(0.15):
        lost.add(answers - 1)
    if variant in "ABC":
        lost |= {index for index in range(1, answers - 1) if writer.chance(0.03)}
    return frozenset(lost)


def _headless(writer: Writer, layout: Layout) -> frozenset[int]:
    """Answers without headline; never where the author above is lost too, or no trace would show."""
    if layout.variant == "F" or layout.bare_names or len(layout.authorless) == layout.answers > 1:
        return frozenset()
    start = 0 if layout.count and layout.variant in "ABC" else 1
    return frozenset(
        index
        for index in range(start, layout.answers)
        if index - 1 not in layout.authorless
        and (layout.vote == "template" or index != layout.promo)
        and writer.chance(0.05)
    )


def _promo(writer: Writer, variant: str, answers: int) -> int | None:
    """After how many answers the promo line stands: as a rule three, also two, or all of them."""
    if not writer.chance({"A": 0.5, "B": 0.6, "C": 0.5, "E": 0.3}.get(variant, 0)):
        return None
    wanted = writer.rng.choices((3, 2, answers), (70, 15, 15))[0]
    return min(wanted, answers)


def _layout(writer: Writer, variant: str) -> Layout:
    """Everything about the page but its words."""
    answers = _answer_count(writer, variant)
    vote = {"A": "number", "B": "template"}.get(variant)
    if variant == "A":
        vote = writer.rng.choices(("number", "template", None), (80, 8, 12))[0]
    count = _count_format(writer, variant)
    bare_names = variant == "D" and answers > 2 and writer.chance(0.25)
    authorless = _authorless(writer, variant, answers, bare_names=bare_names, marked=vote is not None)
    cut = variant in "ABC" and len(authorless) < answers and writer.chance(0.03)
    declared = answers if count else None
    if cut:
        declared, authorless = (
            max(answers + 1, writer.rng.choice((31, 34, 64, 155))),
            authorless | {answers - 1},
        )
    elif count and variant != "D" and writer.chance(0.04):
        declared = answers + writer.rng.randint(1, 2)
    promo = _promo(writer, variant, answers)
    if cut and promo == answers:
        promo = None
    none: frozenset[int] = frozenset()
    drawn = Layout(variant, count, vote, answers, declared, authorless, none, promo, bare_names, cut)
    return replace(drawn, headless=_headless(writer, drawn))


def _draw_doctor(writer: Writer, layout: Layout, index: int, unrated: float) -> Doctor:
    """The author of one answer; without name and rating only a well known specialty is recoverable."""
    rated = layout.variant != "D" and not writer.chance(unrated)
    who = doctor(writer, rated=rated, well_known=index == 0 and not rated, credentialed=layout.bare_names and index > 0)
    if layout.bare_names:
        return replace(who, specialty="", location="")
    if index == 0 and rated and writer.chance({"C": 0.07, "A": 0.03, "B": 0.03}.get(layout.variant, 0)):
        return with_address(writer, who)
    return who


def _draw_headline(
    writer: Writer, layout: Layout, index: int, title: str | None, body: tuple[Block, ...]
) -> tuple[str | None, tuple[Block, ...]]:
    """The headline of one answer and its body; plain where nothing but the headline marks the boundary."""
    if index in layout.headless:
        return None, body
    unmarked = layout.vote != "template" and (index - 1 in layout.authorless or (index == 0 and not layout.count))
    if unmarked or layout.variant in "DF" or (layout.vote == "number" and layout.plain):
        return plain_headline(writer), body
    return headline(writer, title, body)


def _draw_answers(writer: Writer, layout: Layout, title: str | None) -> tuple[Answer, ...]:
    """The answers of the page, with bodies as free as the layout lets a reader follow."""
    unrated = writer.rng.choice((0.05, 0.15, 0.4))
    answers = []
    for index in range(layout.answers):
        who = _draw_doctor(writer, layout, index, unrated)
        present = index not in layout.authorless
        voice = Voice(
            plain=layout.plain,
            names=layout.variant not in "DF" and (present or layout.vote == "template"),
            fake_block=present and who.rating is not None,
            long_first=layout.vote is None or index in layout.headless,
            gaps=layout.variant not in "DEF" and not (layout.vote == "number" and layout.authorless),
        )
        signer = replace(who, location="Denver") if layout.bare_names else who
        head, body = _draw_headline(writer, layout, index, title, answer_body(writer, signer, voice))
        if layout.cut and index == layout.answers - 1:
            body = _truncated(writer, body)
        votes = None
        if layout.vote == "number" and writer.chance(0.4):
            votes = writer.rng.choice((1, 1, 2, 2, 3, 4, 7, 12, -1))
        answers.append(Answer(head, body, who if present else None, votes))
    return tuple(answers)


def _truncated(writer: Writer, body: tuple[Block, ...]) -> tuple[Block, ...]:
    """The body as a dump cut it, in the middle of a paragraph."""
    long = [number for number, block in enumerate(body) if len(block.lines) == 1 and len(block.lines[0]) > 100]
    if not long:
        return body
    number = writer.rng.choice(long)
    line = body[number].lines[0]
    kept = line[: writer.rng.randint(60, len(line) - 10)].rstrip()
    return (*body[:number], replace(body[number], lines=(kept,)))


def _question(writer: Writer, layout: Layout) -> tuple[str, tuple[Block, ...]]:
    """Title and body; without a count line the body is long, so that the first headline stands out."""
    unmarked = layout.count is None
    share = 0.2 if layout.variant == "F" else 0.06 if not unmarked and layout.variant != "D" else 0
    if not unmarked and writer.chance(0.05):
        return writer.pick(words.LONG_TITLES), () if writer.chance(0.7) else question_body(writer, plain=False)
    title = question_title(writer)
    return title, () if writer.chance(share) else question_body(writer, plain=unmarked)


# ---------------------------------------------------------------- printing a page


def _block_lines(blocks: tuple[Block, ...]) -> list[str]:
    """The blocks as lines of a text dump, list items as `  • item`."""
    lines: list[str] = []
    for number, block in enumerate(blocks):
        lines += [""] * (block.gap if number else 0)
        lines += ["  " + line if line.startswith(BULLET) else line for line in block.lines]
    return lines


def _top_lines(writer: Writer, thread: Thread, layout: Layout) -> list[str]:
    """Everything above the first answer, each part followed by an empty line."""
    lines = [CTA, ""] if layout.variant == "A" and writer.chance(0.6) else []
    lines += [thread.title or "", ""]
    if thread.body:
        lines += _block_lines(thread.body)
        if thread.followup:
            lines += ["", FOLLOWUP] if writer.chance(0.5) else [FOLLOWUP]
        lines.append("")
    return [*lines, layout.count.format(thread.declared), ""] if layout.count else lines


def _head_lines(writer: Writer, answer: Answer, layout: Layout, above: list[str]) -> list[str]:
    """Headline and vote slot; a missing headline leaves empty lines, or pulls the vote marker up."""
    if layout.vote == "template":
        below = [""] if writer.chance(0.5) else []
        if answer.headline is not None:
            return [answer.headline, "", VOTE_TEMPLATE, *below]
        form = writer.rng.choice(("direct", "one", "two"))
        if form == "direct" and above[-2].endswith(("review", "reviews")):
            above.pop()
        return [*([""] if form == "two" else []), VOTE_TEMPLATE, *below]
    head = [""] if answer.headline is None else [answer.headline, ""]
    if answer.headline is None and above[-1]:  # glued to the author above: no trace at all
        return []
    if layout.vote == "number":
        return [*head, f"{answer.votes:+d}", ""] if answer.votes is not None else [*head, ""]
    return head


def _author_lines(writer: Writer, answer: Answer, layout: Layout, *, first: bool) -> list[str]:
    """The author block; the name of the first answer is lost, at times leaving an extra empty line."""
    who = answer.doctor
    if who is None:
        return []
    lines = [] if first else [who.person.printed]
    if first and layout.variant == "A" and writer.chance(0.4):
        lines.append("")
    if not layout.bare_names:
        lines.append(who.locspec)
    lines += [who.rating_line] if who.rating_line else []
    return lines + (["", *who.address] if who.address else [])


def _page_lines(writer: Writer, thread: Thread, layout: Layout) -> list[str]:
    """The page of the variants A to F as lines."""
    lines = _top_lines(writer, thread, layout)
    glue = 0.75 if layout.variant == "D" else 0
    for index, answer in enumerate(thread.answers):
        lines += _head_lines(writer, answer, layout, lines)
        lines += [*_block_lines(answer.body), ""]
        author = _author_lines(writer, answer, layout, first=index == 0)
        lines += author
        first_glue = glue and index == min(set(range(layout.answers)) - layout.authorless)
        if author and not (first_glue or layout.bare_names or writer.chance(glue)):
            lines.append("")
        if layout.promo == index + 1:
            lines += [PROMO, ""]
    if layout.variant in "ABC" and not layout.cut and writer.chance(0.93):
        lines.append(DISCLAIMER)
    if layout.variant == "E" and writer.chance(0.6):
        lines.append(DISCLAIMER)
    return lines


# ---------------------------------------------------------------- the variants


def _answered_page(writer: Writer, variant: str) -> tuple[str, str, dict[str, Any]]:
    """Variants A to F: the text, the title behind the address, the exact parse."""
    layout = _layout(writer, variant)
    title, body = _question(writer, layout)
    answers = _draw_answers(writer, layout, title)
    followup = bool(body) and variant in "ABCD" and layout.count is not None and writer.chance(0.04)
    thread = Thread(writer.topic, title, body, answers, layout.declared, followup)
    text = "\n".join(_page_lines(writer, thread, layout))
    expected = [expected_answer(answer, named=index > 0) for index, answer in enumerate(answers)]
    return text, title, expected_page(thread, expected)


def _one_line_answer(writer: Writer) -> Answer:
    """An answer of one line, nothing else known of it."""
    who = doctor(writer, rated=False)
    return Answer(None, answer_body(writer, who, Voice(plain=True, one_line=True)), None)


def _answers_only(writer: Writer) -> tuple[str, str, dict[str, Any]]:
    """Variant G: perhaps a question body, an empty line, then one answer a line."""
    lone = writer.chance(0.6)
    body = () if lone else question_body(writer, plain=True, one_line=True)
    count = 1 if lone else writer.rng.randint(1, 6)
    answers = tuple(_one_line_answer(writer) for _ in range(count))
    thread = Thread(writer.topic, None, body, answers, None)
    lines = [SLOGAN] if writer.chance(0.3) else []
    lines += [*_block_lines(body), ""] if body else []
    for answer in answers:
        lines += _block_lines(answer.body)
    lines += [NEWSLETTER] if writer.chance(0.1) else []
    page = expected_page(thread, [expected_answer(answer, named=False) for answer in answers])
    return "\n".join(lines), question_title(writer), page


def _teasers(writer: Writer) -> tuple[str, str, dict[str, Any]]:
    """Variant H: question body, `Answers (N)`, then one-line teasers that the site itself cut with `...`."""
    body = question_body(writer, plain=True, one_line=True)
    count = _answer_count(writer, "H")
    teasers = []
    for _ in range(count):
        line = clean(_one_line_answer(writer).body[0].lines[0])
        teasers.append(line[: writer.rng.randint(110, 220)].rstrip(" .") + "...")
    answers = tuple(Answer(None, (Block((teaser,)),), None) for teaser in teasers)
    declared = count + (writer.rng.randint(1, 3) if writer.chance(0.1) else 0)
    thread = Thread(writer.topic, None, body, answers, declared)
    lines = [SLOGAN] if writer.chance(0.3) else []
    lines += [*_block_lines(body), f"Answers ({declared})", SUBLINE, *teasers]
    lines += [NEWSLETTER] if writer.chance(0.4) else []
    page = expected_page(thread, [expected_answer(answer, named=False) for answer in answers])
    return "\n".join(lines), question_title(writer), page


def _question_only(writer: Writer) -> tuple[str, str, dict[str, Any]]:
    """Variant I: title, the body twice, no answers."""
    title, body = question_title(writer), question_body(writer, plain=True)
    lines = [SLOGAN] if writer.chance(0.3) else []
    lines += [title, "", *_block_lines(body), "", *_block_lines(body), NEWSLETTER]
    return "\n".join(lines), title, expected_page(Thread(writer.topic, title, body, (), None), [])


def text_page(seed: int, variant: str | None = None) -> GeneratedPage:
    """A text extraction and its exact parse; without `variant` one is drawn about as often as it was seen."""
    if variant is None:
        drawing = random.Random(f"realself text variant {seed}")
        variant = drawing.choices(list(VARIANT_WEIGHTS), list(VARIANT_WEIGHTS.values()))[0]
    rng = random.Random(f"realself text {variant} {seed}")
    writer = Writer(rng, rng.choice(words.TOPICS))
    special: dict[str, Callable[[Writer], tuple[str, str, dict[str, Any]]]] = {
        "G": _answers_only,
        "H": _teasers,
        "I": _question_only,
    }
    text, title, expected = special[variant](writer) if variant in special else _answered_page(writer, variant)
    url: str | None = question_url(writer, title, http=variant == "A")
    if variant not in "FGI" and writer.chance(0.5):
        url = None
    if writer.chance(0.02):  # a dump that stores accents apart
        text = unicodedata.normalize("NFD", text)
    body = text.rstrip("\n") + ("\n" if writer.chance(0.5) else "")
    return GeneratedPage(f"text-{variant}-{seed:06d}", body.encode(), "text/plain", url, expected)
