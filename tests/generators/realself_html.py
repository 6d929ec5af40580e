"""HTML question pages of the Angular and the Next.js era, with known, hashed or meaningless class names."""

import html
import json
import random
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any, Literal

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
from .realself_text import DISCLAIMER, NEWSLETTER, PROMO, SLOGAN, SUBLINE, VOTE_TEMPLATE
from .realself_thread import (
    BULLET,
    SITE,
    Answer,
    Block,
    Doctor,
    GeneratedPage,
    Thread,
    Voice,
    Writer,
    clean,
    clean_body,
    expected_answer,
    expected_page,
    question_url,
    slug_of,
)

Era = Literal["angular", "nextjs"]

ANGULAR_CLASSES = {
    "title": "Headline Headline--hero",
    "question": "Content-bodyText",
    "question_p": "BodyText user-generated-content",
    "answer": "Content Content--answer",
    "headline": "Content-title",
    "body": "Content-bodyText",
    "card": "Media Media--providerCard",
    "figure": "Media-figure",
    "card_body": "Media-body",
    "locspec": "BodyText--secondary",
}
NEXTJS_CLASSES = {
    "question": "question-overview_question",
    "subheader": "content-subheader_subHeader",
    "second_line": "content-subheader_individualContentSubHeaderSecondLine",
    "title": "content-header_title",
    "answer": "answer-card_answer",
    "body": "answer-card_body",
    "card": "provider-card_card",
    "locspec": "provider-card_specialty",
}
MONTHS = ("January", "March", "April", "June", "August", "October", "December")
MONTH_NUMBERS = (1, 3, 4, 6, 8, 10, 12)


@dataclass(slots=True)
class Markup:
    """The habits of one document: era, class names, tags, how bodies and ratings are marked up."""

    writer: Writer
    era: str
    regime: str  # "known", "hashed" or "random"
    answer_tag: str
    headline_tag: str
    body_style: str  # "p", "br" or "mixed"
    votes: bool
    rating_style: str  # "plain", "spans" or "blocks"
    absolute: bool
    names: dict[str, str] = field(default_factory=dict)
    asked_at: str | None = None
    """The date that the page shows, once it is written."""

    def cls(self, role: str) -> str:
        """The class attribute of a role, the same throughout the document."""
        if role not in self.names:
            self.names[role] = self._class_name(role)
        return f' class="{self.names[role]}"'

    def _class_name(self, role: str) -> str:
        letters = "".join(self.writer.rng.choices("abcdefghijkmnpqrstuvwxyzABCDEFGHJK23456789", k=5))
        if self.regime == "random":
            return f"{self.writer.rng.choice(('sc-', 'css-', '_', 'x'))}{letters}"
        if self.era == "nextjs":
            return f"{NEXTJS_CLASSES.get(role, 'question-page_' + role)}__{letters}"
        if self.regime == "hashed":
            return f"{ANGULAR_CLASSES.get(role, role).split(' ')[0]}__{letters}"
        return ANGULAR_CLASSES.get(role, role.capitalize())


# ---------------------------------------------------------------- inline text and bodies


def _escape(writer: Writer, text: str) -> str:
    """The text as HTML; quotes and no-break spaces are at times entities."""
    text = html.escape(text, quote=False)
    if writer.chance(0.3):
        text = text.replace("’", "&rsquo;").replace("'", "&#39;")
    return text.replace("\u00a0", "&nbsp;") if writer.chance(0.7) else text


def _inline(writer: Writer, text: str) -> str:
    """One line of a body: a few words may stand in inline elements, blanks may be source line breaks."""
    tokens = [_escape(writer, token) for token in text.strip(" ").split(" ")]
    if len(tokens) > 8 and writer.chance(0.35):
        start = writer.rng.randint(1, len(tokens) - 5)
        end = start + writer.rng.randint(1, 3)
        opening = writer.rng.choice(
            (
                "<em>",
                "<strong>",
                '<span data-x="1">',
                '<a href="/find/treatments" rel="nofollow">',
                "<b>",
                "<i>",
            )
        )
        tokens[start] = opening + tokens[start]
        tokens[end] += f"</{opening[1:].split(' ')[0].rstrip('>')}>"
    if len(tokens) > 20 and writer.chance(0.15):
        tokens[10] = "\n            " + tokens[10]
    return " ".join(tokens)


def _list_html(writer: Writer, block: Block) -> str:
    """A bullet block as ul or ol."""
    tag = writer.rng.choice(("ul", "ul", "ol"))
    items = [_inline(writer, line.removeprefix(BULLET)) for line in block.lines]
    if writer.chance(0.2):
        items = [f"<p>{item}</p>" for item in items]
    return f"<{tag}>\n" + "".join(f"  <li>{item}</li>\n" for item in items) + f"</{tag}>"


def _flow_html(markup: Markup, blocks: tuple[Block, ...]) -> str:
    """Paragraphs as bare text between double br; lists are elements of their own."""
    writer, pieces, follows_text = markup.writer, [], False
    for block in blocks:
        if block.is_list:
            pieces.append(_list_html(writer, block))
        else:
            text = "<br>".join(_inline(writer, line) for line in block.lines)
            pieces.append(("<br><br>" if follows_text else "") + text)
        follows_text = not block.is_list
    return "\n".join(pieces)


def _body_html(markup: Markup, blocks: tuple[Block, ...], paragraph_class: str = "") -> str:
    """A body in the document's style: p elements, bare text with br, or p elements that hold a double br."""
    writer = markup.writer
    if markup.body_style == "br":
        return _flow_html(markup, blocks)
    pieces: list[str] = []
    mergeable = False
    for block in blocks:
        if block.is_list:
            pieces.append(_list_html(writer, block))
            mergeable = False
            continue
        line_break = writer.rng.choice(("<br>", "<br/>", "<br />\n"))
        text = line_break.join(_inline(writer, line) for line in block.lines)
        if markup.body_style == "mixed" and mergeable and writer.chance(0.5):
            pieces[-1] = pieces[-1].removesuffix("</p>") + f"<br><br>{text}</p>"
            continue
        if block.gap > 1:
            pieces.append("<p>&nbsp;</p>")
        pieces.append(f"<p{paragraph_class}>{text}</p>")
        mergeable = True
    return "\n".join(pieces)


# ---------------------------------------------------------------- answers


def _rating_html(markup: Markup, who: Doctor) -> str:
    """The rating as one inline run or as two block lines; empty when there is none."""
    line = who.rating_line
    if line is None:
        return ""
    stars, reviews = line.split(" stars ")
    if markup.rating_style == "blocks":
        return f"<div{markup.cls('rating')}>{stars} stars</div>\n<div{markup.cls('reviews')}>{reviews}</div>"
    if markup.rating_style == "spans":
        value, words_after = stars.split(" ", 1)
        link = f'<a href="{who.profile.removeprefix(SITE)}#reviews">{reviews}</a>'
        return f"<div{markup.cls('rating')}><span>{value}</span> <span>{words_after} stars</span> {link}</div>"
    return f"<div{markup.cls('rating')}>{line}</div>"


def _card_html(markup: Markup, who: Doctor) -> str:
    """The provider card: profile links, name, place and specialty, rating, at times an address."""
    writer = markup.writer
    href = who.profile if markup.absolute else who.profile.removeprefix(SITE)
    name = _escape(writer, who.person.printed)
    locspec = _escape(writer, who.locspec)
    if writer.chance(0.25):
        locspec = f"<span>{_escape(writer, who.location)}</span> <span>{_escape(writer, who.specialty)}</span>"
    address = "<br>".join(_escape(writer, line) for line in who.address) if who.address else ""
    tag = writer.rng.choice(("div", "p", "h4"))
    return f"""<div{markup.cls("card")}>
  <div{markup.cls("figure")}><a href="{href}"><img src="/img/{slug_of(who.person.name)}.jpg" alt=""></a></div>
  <div{markup.cls("card_body")}>
    <{tag}{markup.cls("name")}><a href="{href}">{name}</a></{tag}>
    <div{markup.cls("locspec")}>{locspec}</div>
    {_rating_html(markup, who)}
    {f"<p{markup.cls('address')}>{address}</p>" if address else ""}
  </div>
</div>"""


def _answer_html(markup: Markup, answer: Answer) -> str:
    """One answer: headline, vote placeholder, body, card, buttons."""
    writer = markup.writer
    tag, head = markup.answer_tag, ""
    if answer.headline is not None:
        text = _escape(writer, answer.headline)
        head = f"<{markup.headline_tag}{markup.cls('headline')}>{text}</{markup.headline_tag}>"
    elif writer.chance(0.5):
        head = f"<{markup.headline_tag}{markup.cls('headline')}></{markup.headline_tag}>"
    vote = VOTE_TEMPLATE if writer.chance(0.5) else html.escape(VOTE_TEMPLATE, quote=False)
    votes = f"<div{markup.cls('votes')}>{vote}</div>" if markup.votes else ""
    buttons = '<button type="button">Helpful</button> <button type="button">Share</button>'
    return f"""<{tag}{markup.cls("answer")}>
{head}
{votes}
<div{markup.cls("body")}>
{_body_html(markup, answer.body)}
</div>
{_card_html(markup, answer.doctor) if answer.doctor else ""}
{buttons if writer.chance(0.5) else ""}
</{tag}>"""


# ---------------------------------------------------------------- the document around


def _ld_answer(answer: Answer, *, flat: bool) -> dict[str, Any]:
    """One answer as schema.org has it; its text is at times flattened."""
    text = clean_body(answer.body) or ""
    item: dict[str, Any] = {"@type": "Answer", "text": " ".join(text.split()) if flat else text}
    if answer.doctor:
        who = answer.doctor
        item["author"] = {"@type": "Person", "name": who.person.printed, "url": who.profile}
    return item


def _json_ld(writer: Writer, thread: Thread) -> tuple[str, list[bool]]:
    """A QAPage block in about half of the documents: complete, short, cut, after a broken one.

    With it, of the answers that it has from the first on, whether it calls them accepted.
    """
    kind = writer.rng.choices(("none", "complete", "first two", "cut", "broken"), (46, 24, 10, 10, 10))[0]
    if kind == "none":
        return "", []
    flat = writer.chance(0.3)
    answers = [_ld_answer(answer, flat=flat) for answer in thread.answers[: 2 if kind == "first two" else None]]
    question: dict[str, Any] = {
        "@type": "Question",
        "name": thread.title,
        "answerCount": thread.declared if thread.declared is not None else len(thread.answers),
    }
    body = clean_body(thread.body)
    if body:
        question["text"] = body[:300] if kind == "cut" else body
    accepted = [False] * len(answers)
    if answers and writer.chance(0.2):
        question["acceptedAnswer"] = answers.pop(0)
        accepted[0] = True
    if answers:
        question["suggestedAnswer"] = answers
    page = {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": question}
    data = json.dumps(page, ensure_ascii=writer.chance(0.5)).replace("</", "<\\/")
    block = f'<script type="application/ld+json">{data}</script>'
    if kind == "broken":
        bad = '{"@context": "https://schema.org", "@type": "Organization", "name": "RealSelf", }'
        block = f'<script type="application/ld+json">{bad}</script>\n{block}'
    return block, accepted


def document(writer: Writer, title: str, url: str, description: str, main: str, head_extra: str = "") -> str:
    """A whole document: head with meta, scripts and styles; header with navigation, main, related, footer."""
    rng = writer.rng
    safe, about = html.escape(title), html.escape(" ".join(description.split())[:150])
    related = "".join(
        f'<li><a href="/question/{slug_of(text)}">{html.escape(text)}</a></li>'
        for text in (question_title(writer) for _ in range(rng.randint(2, 5)))
    )
    slogan = f"<div>{html.escape(SLOGAN, quote=False)}</div>\n" if writer.chance(0.1) else ""
    newsletter = f"<p>{NEWSLETTER}</p>" if writer.chance(0.4) else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{safe} | RealSelf</title>
<meta name="description" content="{about}">
<meta property="og:title" content="{safe}">
<meta property="og:url" content="{html.escape(url)}">
<link rel="canonical" href="{html.escape(url)}">
<style>.Media{{display:flex}} .hidden{{display:none}}</style>
<script>window.__STATE__ = {{"section": "Doctor Answers 3", "tpl": "{{{{ x }}}}"}};</script>
{head_extra}
</head>
<body>
{slogan}<header><a href="/">RealSelf</a>
<nav><ul><li><a href="/find">Find a Doctor</a></li><li><a href="/reviews">Reviews</a></li>
<li><a href="/ask">Ask a doctor</a></li><li><a href="/photos">Photos</a></li></ul></nav></header>
<main>
{main}
</main>
<aside><h3>Related questions</h3><ul>{related}</ul></aside>
<script type="text/ng-template" id="card.html"><div>{{{{ doctor.name }}}}</div></script>
<footer>{newsletter}<ul><li><a href="/about">About us</a></li><li><a href="/terms">Terms</a></li></ul>
<p>&copy; RealSelf, Inc. All rights reserved.</p></footer>
</body>
</html>
"""


def _promo_html(markup: Markup) -> str:
    """The promo block; what it advertises, if anything, stands in an aside."""
    cards = '<aside><ul><li><a href="/reviews/peel">Peel reviews</a></li></ul></aside>'
    tag = markup.writer.rng.choice(("p", "h4", "div"))
    return f"<div{markup.cls('promo')}><{tag}>{PROMO}</{tag}>{cards if markup.writer.chance(0.5) else ''}</div>"


def _subheader_html(markup: Markup, thread: Thread) -> str:
    """Date asked and asker's place below the title of a Next.js page; a mere time under random names."""
    rng = markup.writer.rng
    month, day, year = rng.randint(1, 7), rng.randint(1, 28), rng.randint(2019, 2024)
    date = f"{MONTHS[month - 1]} {day}, {year}"
    asked_at = f"{year}-{MONTH_NUMBERS[month - 1]:02}-{day:02}T00:00:00Z"
    if markup.regime == "random":
        markup.asked_at = asked_at if markup.writer.chance(0.3) else None
        return f"<time>{date}</time>" if markup.asked_at else ""
    markup.asked_at = asked_at
    place = ""
    if thread.asker_location:
        where = _escape(markup.writer, thread.asker_location)
        place = f"\n<div{markup.cls('second_line')}><span>Asked from</span> <span>{where}</span></div>"
    return f"<div{markup.cls('subheader')}><span>{date}</span></div>{place}"


def _count_html(markup: Markup, thread: Thread) -> str:
    """The count line of the era."""
    if markup.era == "nextjs":
        return f"<h2>Answers ({thread.declared})</h2>\n<p{markup.cls('sub')}>{SUBLINE}</p>"
    form = "Doctor Answers ({})" if markup.writer.chance(0.2) else "Doctor Answers {}"
    tag = markup.writer.rng.choice(("h2", "h3", "div"))
    return f"<{tag}{markup.cls('count')}>{form.format(thread.declared)}</{tag}>"


def _main_html(markup: Markup, thread: Thread) -> str:
    """The main element's content: question, count, answers, promo, disclaimer."""
    writer = markup.writer
    parts = []
    if markup.era == "angular" and writer.chance(0.4):
        parts.append(f'<a href="/ask"{markup.cls("cta")}>Ask a doctor</a>')
    parts.append(f"<h1{markup.cls('title')}>{_escape(writer, thread.title or '')}</h1>")
    if markup.era == "nextjs":
        parts.append(_subheader_html(markup, thread))
    if thread.body:
        paragraph_class = markup.cls("question_p") if markup.era == "angular" else ""
        body = _body_html(markup, thread.body, paragraph_class)
        parts.append(f"<div{markup.cls('question')}>\n{body}\n</div>")
    parts.append(_count_html(markup, thread))
    promo = writer.rng.choice((2, 3, 3, 3)) if markup.era == "angular" and writer.chance(0.5) else None
    answers = []
    for number, answer in enumerate(thread.answers, 1):
        answers.append(_answer_html(markup, answer))
        if number == promo and markup.answer_tag != "li":
            answers.append(_promo_html(markup))
    wrapper = "ul" if markup.answer_tag == "li" else "div"
    parts.append(f"<{wrapper}{markup.cls('answers')}>\n" + "\n".join(answers) + f"\n</{wrapper}>")
    if markup.era == "angular":
        parts.append(f"<p{markup.cls('disclaimer')}>{DISCLAIMER}</p>")
    return "\n".join(part for part in parts if part)


# ---------------------------------------------------------------- drawing a thread


def _markup(writer: Writer, era: str) -> Markup:
    """The habits of a new document."""
    rng = writer.rng
    return Markup(
        writer,
        era,
        regime=rng.choices(("known", "hashed", "random"), (45, 30, 25))[0],
        answer_tag=rng.choices(("article", "div", "section", "li"), (30, 35, 27, 8))[0],
        headline_tag=rng.choice(("h3", "h3", "h2", "div")),
        body_style=rng.choices(("p", "br", "mixed"), (60, 20, 20))[0],
        votes=era == "angular" and writer.chance(0.65),
        rating_style=rng.choice(("plain", "plain", "spans", "blocks")),
        absolute=writer.chance(0.4),
    )


def _headed(writer: Writer, markup: Markup, title: str, index: int, body: tuple[Block, ...]) -> Answer:
    """An answer without author, with a headline in any form; plain ones where there is no heading element."""
    if markup.headline_tag == "div" and not markup.votes:
        return Answer(plain_headline(writer), body, None)
    if writer.chance(0.05) and index:
        return Answer(None, body, None)
    head, body = headline(writer, title, body)
    return Answer(head, body, None)


def _draw_answers(writer: Writer, markup: Markup, title: str, count: int, *, whole: bool) -> tuple[Answer, ...]:
    """The answers; every author is there, but for a few where headlines still tell the answers apart."""
    headed = markup.era == "angular" or writer.chance(0.5)
    lost = {count - 1} if count > 1 and writer.chance(0.08) else set()
    if headed and markup.headline_tag != "div":
        lost |= {index for index in range(1, count - 1) if writer.chance(0.02)}
    plain = bool(lost) or not whole
    answers: list[Answer] = []
    for index in range(count):
        who = doctor(writer, rated=writer.chance(0.85))
        if index == 0 and who.rating is not None and writer.chance(0.05):
            who = with_address(writer, who)
        present = index not in lost
        voice = Voice(plain=plain, html=True, names=present, fake_block=present and who.rating is not None)
        body = answer_body(writer, who, voice)
        answer = Answer(None, body, None)
        if headed and index - 1 in lost:
            answer = Answer(plain_headline(writer), body, None)
        elif headed:
            answer = _headed(writer, markup, title, index, body)
        answers.append(replace(answer, doctor=who if present else None))
    return tuple(answers)


def html_page(seed: int, era: str | None = None) -> GeneratedPage:
    """An HTML question page and its exact parse; without `era` one is drawn."""
    if era is None:
        era = random.Random(f"realself html era {seed}").choice(("angular", "angular", "nextjs"))
    rng = random.Random(f"realself html {era} {seed}")
    writer = Writer(rng, rng.choice(words.TOPICS))
    markup = _markup(writer, era)
    title = clean(question_title(writer))
    body = () if writer.chance(0.06) else question_body(writer, plain=False, html=True)
    count = rng.choices(range(1, 13), (8, 12, 14, 13, 11, 9, 8, 6, 6, 5, 4, 4))[0]
    declared = count + (rng.randint(1, 3) if writer.chance(0.04) else 0)
    answers = _draw_answers(writer, markup, title, count, whole=declared == count)
    place = None
    if era == "nextjs" and markup.regime != "random" and writer.chance(0.8):
        place = rng.choice(words.ASKER_PLACES)
    thread = Thread(writer.topic, title, body, answers, declared, asker_location=place)
    url = question_url(writer, title).replace(
        "//realself.", "//www.realself."
    )  # relative links stay on the host of SITE
    main = _main_html(markup, thread)
    block, accepted = _json_ld(writer, thread)
    page = document(writer, title, url, clean_body(body) or title, main, head_extra=block)
    expected = [
        expected_answer(
            answer, named=True, author_url=answer.doctor.profile if answer.doctor else None, is_accepted=is_accepted
        )
        for answer, is_accepted in zip_longest(answers, accepted)
    ]
    return GeneratedPage(
        f"html-{era}-{seed:06d}", page.encode(), "text/html", url, expected_page(thread, expected, markup.asked_at)
    )
