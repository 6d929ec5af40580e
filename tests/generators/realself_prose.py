"""What people write and who they are: names, doctors, bodies, headlines, questions, all drawn by a Writer."""

import re
import textwrap
from dataclasses import replace

from . import realself_words as words
from .realself_thread import BULLET, SITE, Block, Doctor, Person, Voice, Writer, clean, slug_of

# ---------------------------------------------------------------- people


def _base_name(writer: Writer) -> str:
    """A name in one of the shapes people print: initials, nickname, two given names, particles, others."""
    rng = writer.rng
    given, second, surname = rng.choice(words.GIVEN), rng.choice(words.GIVEN), rng.choice(words.SURNAMES)
    a, b = rng.choice("ABCDEFGHJKLMNPRSTW"), rng.choice("ABCDEFGHJKLMNPRSTW")
    shapes = (
        (f"{given} {surname}", 50),
        (f"{given} {a}. {surname}", 22),
        (f"{given} {second} {surname}", 6),
        (f"{a}.{b}. {surname}", 3),
        (f"{a}. {b}. {surname}", 2),
        (f"{a}. {given} {surname}", 4),
        (f"{a}. {given} {b}. {surname}", 2),
        (f"{given} ({rng.choice(words.NICKS)}) {surname}", 4),
        (f"{given} “{rng.choice(words.NICKS)}” {surname}", 1),
        (rng.choice(words.WHOLE_NAMES), 6),
    )
    return rng.choices([name for name, _ in shapes], [weight for _, weight in shapes])[0]


def person(writer: Writer, *, credentialed: bool = False) -> Person:
    """A new person; 4 % have no credential unless `credentialed`."""
    name = _base_name(writer)
    while name in writer.used:
        name = _base_name(writer)
    writer.used.add(name)
    if not credentialed and writer.chance(0.04):
        return Person(name, (), None, name)
    printed, credentials, _ = writer.rng.choices(words.CREDENTIALS, [row[2] for row in words.CREDENTIALS])[0]
    separator = " " if writer.chance(0.06) else ", "
    if writer.chance(0.05):
        suffix, separator = writer.rng.choice(((", III", " "), (", Jr.", ", "), (" II", ", "), (" Jr.", ", ")))
        name += suffix
    note = writer.rng.choice(("retired", "in memoriam")) if writer.chance(0.03) else None
    return Person(name, credentials, note, f"{name}{separator}{printed}" + (f" ({note})" if note else ""))


def _specialty(writer: Writer, *, well_known: bool) -> str:
    """A specialty; one of the ten seen on the site in 70 % of the cases, or always when `well_known`."""
    if well_known or writer.chance(0.7):
        seen = words.SEEN_SPECIALTIES
        return writer.rng.choices([name for name, _ in seen], [weight for _, weight in seen])[0]
    return writer.rng.choice(words.OTHER_SPECIALTIES)


def doctor(writer: Writer, *, rated: bool, well_known: bool = False, credentialed: bool = False) -> Doctor:
    """A new doctor; an unrated one without a credential has a well known specialty, as a reader must tell."""
    who = person(writer, credentialed=credentialed)
    rng = writer.rng
    location, state = rng.choice(words.PLACES)
    rating = reviews = None
    if rated:
        rating = rng.choice((5.0, 4.9, 4.9, 4.8, 4.7, 4.6, 4.5, 4.2, 4.1, 4.0, 3.4, 2.0))
        reviews = rng.choice((1, rng.randint(2, 60), rng.randint(20, 400), rng.randint(1000, 2600)))
    specialty = _specialty(writer, well_known=well_known or not (rated or who.credentials))
    profile = f"{SITE}/dr/{slug_of(who.name)}-{slug_of(location)}-{state}"
    return Doctor(who, specialty, location, profile, rating, reviews)


def with_address(writer: Writer, who: Doctor) -> Doctor:
    """The same doctor with a postal address."""
    rng = writer.rng
    city, state = rng.choice((*words.ASKER_PLACES[:1], "Boise, ID", "St. Louis, MO", "Long Beach, CA")).split(", ")
    street = f"{rng.randint(10, 9900)} {rng.choice(words.STREETS)}"
    return replace(who, address=(street, f"{city}, {state} {rng.randint(10000, 99000)}"))


# ---------------------------------------------------------------- bodies


def roughen(writer: Writer, text: str) -> str:
    """The text as dumps print it: no-break and double blanks, curly quotes, fused sentences, stray blanks."""
    if writer.chance(0.3):
        text = text.replace("'", "’")
    if writer.chance(0.15):
        text = text.replace(". ", ".  ")
    if writer.chance(0.12):
        text = text.replace(". ", ".\u00a0 ", 1)
    if writer.chance(0.04):
        text = text.replace(". ", ".", 1)
    if writer.chance(0.02):
        text = text.replace(". ", ".\u200b ", 1)
    return text + ("  " if writer.chance(0.06) else "")


def _paragraph(writer: Writer, pool: list[str], voice: Voice, *, long: bool = False) -> Block:
    """One paragraph of sentences drawn (and removed) from the pool."""
    count = min(len(pool), writer.rng.randint(3, 6) if long or voice.one_line else writer.rng.randint(2, 5))
    sentences = [writer.fill(pool.pop()) for _ in range(count)]
    if writer.chance(0.08):
        sentences.insert(1, writer.pick(words.COLLEAGUES))
    if writer.chance(0.08):
        sentences.append(writer.pick(words.SPECIALTY_SENTENCES))
    text = " ".join(sentences)
    if not (voice.html or voice.one_line) and writer.chance(0.06):
        return Block(tuple(textwrap.wrap(text, writer.rng.randint(62, 96), break_on_hyphens=False)))
    return Block((roughen(writer, text),))


def _list_blocks(writer: Writer, voice: Voice) -> list[Block]:
    """A lead sentence and its list, typed numbers or bullets; in text both may be one block."""
    lead, rng = writer.pick(words.ITEM_LEADS), writer.rng
    items = writer.sentences(words.ITEMS, rng.randint(2, 6))
    style = rng.choice(("{i}. {item}", "{i}- {item}")) if writer.chance(0.35) else BULLET + "{item}"
    lines = tuple(style.format(i=i, item=item) for i, item in enumerate(items, 1))
    if not voice.html and writer.chance(0.3):
        return [Block((lead, *lines))]
    return [Block((lead,)), Block(lines)]


def _headlike_blocks(writer: Writer, pool: list[str], voice: Voice) -> list[Block]:
    """Things that a hasty reader takes for headlines, with the text that belongs to them."""
    kind = writer.rng.choices(("subheads", "shorts", "quote", "advice"), (40, 30, 20, 10))[0]
    if kind == "quote":
        question, reply = writer.rng.choice(words.QUOTES)
        return [Block((writer.fill(question),)), Block((writer.fill(reply),))]
    if kind == "advice":
        return [Block((writer.pick(words.SPECIALTY_LINES),)), _paragraph(writer, pool, voice)]
    if kind == "shorts":
        shorts = [Block((text,)) for text in writer.sentences(words.SHORTS, writer.rng.randint(1, 3))]
        return [*shorts, _paragraph(writer, pool, voice)]
    blocks: list[Block] = []
    for title in writer.sentences(words.SUBHEADS, writer.rng.randint(1, 3)):
        if len(pool) > 6:
            blocks += [Block((title,)), _paragraph(writer, pool, voice)]
    return blocks


def _sign_off(writer: Writer, who: Doctor, voice: Voice) -> list[Block]:
    """What people type below their answer: never an author block of the page, whatever it looks like."""
    name, surname = who.person.name, who.person.surname
    if voice.fake_block and writer.chance(0.15):
        return [Block((f"{name} MD, FACS", who.locspec))]
    kinds = ["Dr. " + surname[0].upper(), f"Dr. {surname}", f"Dr {name}", f"Dr {surname}"]
    if voice.names:
        kinds += [
            f"{name} MD, FACS",
            f"{name}, M.D., F.A.C.S.",
            f"{name}, MD",
            f"From {who.location.upper()} Dr. B",
        ]
        if writer.chance(0.2):
            place = writer.rng.choice(("Los Angeles, CA", "Houston, TX", "Atlanta, GA"))
            return [Block((writer.rng.choice(kinds),)), Block((place,))]
    return [Block((writer.rng.choice(kinds),))]


def _ending(writer: Writer, who: Doctor, voice: Voice, last: Block) -> list[Block]:
    """The last paragraph, with a closing and a sign-off inline or as blocks of their own."""
    form = writer.rng.choices(("none", "closing", "signed", "inline", "fused", "rare"), (40, 28, 12, 12, 4, 4))[0]
    *head, line = last.lines
    name, surname = who.person.name, who.person.surname
    if form == "inline":
        tails = ("Good luck!", f"Best, Dr. {surname}.", f"Best wishes! Dr. {surname}", f"Best {name}",
                 f"{name} MD  {who.location} Plastic Surgeon.", "Hope this helps.")  # fmt: skip
        return [replace(last, lines=(*head, f"{line.rstrip()} {writer.rng.choice(tails)}"))]
    if form == "fused":
        return [replace(last, lines=(*head, f"{line.rstrip()} Good luck{name}, MD"))]
    if form == "rare" and not voice.one_line:
        return [last, Block((writer.rng.choice(words.CLOSINGS), f"Dr. {surname}"))]
    if form == "closing" and not voice.one_line:
        return [last, Block((writer.rng.choice(words.CLOSINGS),))]
    if form == "signed" and not voice.one_line:
        closing = [Block((writer.rng.choice(words.CLOSINGS),))] if writer.chance(0.5) else []
        return [last, *closing, *_sign_off(writer, who, voice)]
    return [last]


def answer_body(writer: Writer, who: Doctor, voice: Voice) -> tuple[Block, ...]:
    """The body of one answer, 1 to 8 paragraphs and what stands between them."""
    rng = writer.rng
    pool = [*words.FACTS, *writer.topic.facts]
    rng.shuffle(pool)
    count = 1 if voice.one_line else rng.choices(range(1, 9), (40, 24, 14, 8, 5, 4, 3, 2))[0]
    blocks: list[Block] = []
    if not (voice.plain or voice.one_line or voice.long_first) and writer.chance(0.12):
        blocks.append(Block((writer.pick(words.GREETINGS),)))
    for number in range(count):
        if number and len(pool) < 14:
            break
        paragraph = _paragraph(writer, pool, voice, long=number == 0 or voice.plain)
        if number == 0 and not blocks and writer.chance(0.08):
            greeting = writer.pick(words.INLINE_GREETINGS)
            paragraph = replace(paragraph, lines=(f"{greeting} {paragraph.lines[0]}", *paragraph.lines[1:]))
        if voice.gaps and not voice.one_line and number and writer.chance(0.05):
            link = roughen(writer, f"{blocks[-1].lines[-1].rstrip()} {rng.choice(words.DEAD_LINKS)}")
            if not blocks[-1].is_list:
                blocks[-1] = replace(blocks[-1], lines=(*blocks[-1].lines[:-1], link))
                paragraph = replace(paragraph, gap=2)
        blocks.append(paragraph)
        if voice.one_line:
            continue
        if writer.chance(0.08):
            blocks += _list_blocks(writer, voice)
        if not voice.plain and len(pool) > 12 and writer.chance(0.08):
            blocks += _headlike_blocks(writer, pool, voice)
    if blocks[-1].lines[-1].startswith((BULLET, "2", "3", "4", "5", "6")):
        if not voice.plain and writer.chance(0.5):
            return tuple(blocks)
        blocks.append(_paragraph(writer, pool, voice))
    return (*blocks[:-1], *_ending(writer, who, voice, blocks[-1]))


# ---------------------------------------------------------------- headlines


def plain_headline(writer: Writer) -> str:
    """A short headline without a final mark, such as stands alone between two answers."""
    for _ in range(40):
        text = writer.pick((*words.HEADS, *writer.topic.heads, *writer.topic.heads))
        if text not in writer.used:
            break
    writer.used.add(text)
    return text


def headline(writer: Writer, title: str | None, body: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """A headline in any form seen, and the body it goes with (some forms are cut out of the body)."""
    kind = writer.rng.choices(
        ("plain", "punctuated", "pair", "long", "cut", "repeated", "title", "continued"),
        (60, 10, 6, 5, 7, 5, 4, 3),
    )[0]
    opening = clean(body[0].lines[0])
    sentence = re.match(r"[^.!?]{20,105}[.!?](?= |$)", opening)
    if kind == "punctuated":
        return writer.pick(words.PUNCTUATED_HEADS), body
    if kind == "pair":
        return writer.rng.choice(words.PAIR_HEADS), body
    if kind == "long":
        return writer.pick(words.SENTENCE_HEADS), body
    if kind == "cut" and len(opening) > 90:
        return textwrap.shorten(opening, writer.rng.randint(35, 75), placeholder="..."), body
    if kind == "repeated" and sentence:
        return sentence.group(), body
    if kind == "title" and title and len(title) <= 110:
        return clean(title), body
    if kind == "continued" and len(body[0].lines) == 1 and len(opening) > 90:
        head, tail = writer.rng.choice(words.CONTINUED_HEADS)
        first = replace(body[0], lines=(f"{writer.fill(tail)} {body[0].lines[0]}",))
        return writer.fill(head), (first, *body[1:])
    return plain_headline(writer), body


# ---------------------------------------------------------------- questions


def question_title(writer: Writer) -> str:
    """A title of 8 to 170 characters: a question or a statement, at times with (photo) or lower-case."""
    title = writer.pick((*words.TITLES, *writer.topic.titles, *writer.topic.titles))
    if writer.chance(0.15):
        title += writer.rng.choice((" (photo)", " (photos)", " (Photo)", " (Photos)"))
    if writer.chance(0.06):
        title = title.lower()
    return title[0].upper() + title[1:] if writer.chance(0.9) else title


def question_body(writer: Writer, *, plain: bool, one_line: bool = False, html: bool = False) -> tuple[Block, ...]:
    """One paragraph as a rule; `plain` ones are long and hold no list, so that headlines stand out."""
    pool = [*words.ASKS, *writer.topic.asks, *writer.topic.asks[:2]]
    writer.rng.shuffle(pool)
    voice = Voice(plain=plain, one_line=one_line, html=html)
    count = 1 if one_line else writer.rng.choices((1, 2, 3), (82, 13, 5) if not plain else (90, 10, 0))[0]
    blocks = []
    for _ in range(count):
        texts = [
            writer.fill(pool.pop()) for _ in range(writer.rng.randint(3, 6) if plain else writer.rng.randint(1, 6))
        ]
        text = " ".join(dict.fromkeys(texts))
        if writer.chance(0.15):
            text = text.lower().replace("'", "")
        wrap = not (html or one_line) and writer.chance(0.05)
        blocks.append(
            Block(tuple(textwrap.wrap(text, 78, break_on_hyphens=False)) if wrap else (roughen(writer, text),))
        )
    if not (voice.plain or one_line) and writer.chance(0.05):
        items = writer.sentences(words.ITEMS, 3)
        blocks.append(Block(tuple(f"{number}. {item}" for number, item in enumerate(items, 1))))
    return tuple(blocks)
