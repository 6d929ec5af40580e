"""Seeded pages to measure on: question pages as HTML and as text, and pages that are none.

HTML pages have the size and the proportions of real ones: 60 to 150 KB, two thirds of them inline scripts and styles,
around the question pages of :mod:`generators.realself`. Everything is made up here; the same seed gives the same bytes.
"""

import json
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from generators import realself  # noqa: E402  the generator lives with the tests
from generators import realself_words as words  # noqa: E402
from generators.realself_thread import GeneratedPage, Writer  # noqa: E402

HTML_BYTES = (60_000, 150_000)
TEXT_BYTES = (4_096, 12_288)
CODE_SHARE = 2 / 3
"""How much of an HTML page is scripts and styles."""

_SYLLABLES = "ac be con di el fa gra hy in jo ka lu mo ne or pre qui re si ta un ve wi xe ya zo".split()
_PROPERTIES = "color margin padding width height top flex order opacity transform transition border font-size".split()
_VALUES = "0 auto 1px 8px 100% 1.5rem #0a6c74 #fff inherit block none center .2s solid rgba(0,0,0,.12)".split()


__all__ = ["Corpus", "GeneratedPage", "corpus"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The pages of one run."""

    html: list[GeneratedPage]
    text: list[GeneratedPage]
    other_html: list[GeneratedPage]
    """HTML pages without a question: articles of other sites, and other pages of RealSelf."""
    other_text: list[GeneratedPage]

    def sample(self, number: int) -> "Corpus":
        """So many pages of each kind, or as many as there are."""
        return Corpus(*(pages[:number] for pages in (self.html, self.text, self.other_html, self.other_text)))


def corpus(html: int, text: int, other: int, seed: int = 0) -> Corpus:
    """So many question pages as HTML and as text, and so many others of each kind."""
    return Corpus(
        html=[_dressed(page, number) for number, page in enumerate(islice(_questions(seed), html))],
        text=list(islice(_texts(seed), text)),
        other_html=[_dressed(_other(n, "text/html"), n) for n in range(seed, seed + other)],
        other_text=[_other(n, "text/plain") for n in range(seed, seed + other)],
    )


# ---------------------------------------------------------------- which pages


def _questions(seed: int) -> Iterator[GeneratedPage]:
    """HTML question pages with at least 4 answers: about 7 on average."""
    return (page for n in count(seed) if len((page := realself.html_page(n)).expected["answers"]) > 3)


def _texts(seed: int) -> Iterator[GeneratedPage]:
    """Text extractions of question pages of 4 to 12 KB."""
    low, high = TEXT_BYTES
    return (page for n in count(seed) if low <= len((page := realself.text_page(n)).body) <= high)


def _other(seed: int, media_type: str) -> GeneratedPage:
    """A page without a question: by turns of RealSelf, an article elsewhere, an article from nowhere."""
    if seed % 3 == 0:
        of_site = (realself.not_question_page(n) for n in count(seed * 100))
        return next(page for page in of_site if page.media_type == media_type)
    return _article(seed, media_type, f"https://news.example.org/{seed}.html" if seed % 3 == 1 else None)


def _article(seed: int, media_type: str, url: str | None) -> GeneratedPage:
    """Prose of 4 to 12 KB under a title, with subtitles."""
    writer = _writer(seed)
    size = writer.rng.randint(*TEXT_BYTES)
    title = writer.fill("How {proc} became ordinary")
    parts: list[str] = []
    while sum(map(len, parts)) < size:
        parts.append(" ".join(writer.sentences((*words.FACTS, *writer.topic.facts), writer.rng.randint(3, 7))))
    if media_type == "text/plain":
        body = "\n\n".join((title, *parts))
    else:
        prose = "".join(f"<p>{part}</p>\n" if n % 4 else f"<h2>{part[:50]}</h2>\n" for n, part in enumerate(parts))
        body = f"<!DOCTYPE html><html><head><title>{title}</title></head>\n<body><main><h1>{title}</h1>\n{prose}</main>"
        body += "<footer><p>Contact</p></footer></body></html>"
    return GeneratedPage(f"article-{seed:06d}", body.encode(), media_type, url, {"status": "not_qa"})


def _writer(seed: int) -> Writer:
    rng = random.Random(f"benchmark {seed}")
    return Writer(rng, rng.choice(words.TOPICS))


# ---------------------------------------------------------------- what surrounds a page's content


def _dressed(page: GeneratedPage, seed: int) -> GeneratedPage:
    """The page amid the navigation, scripts and styles of a real site; what it says stays the same."""
    writer = _writer(seed)
    code = int(writer.rng.randint(*HTML_BYTES) * CODE_SHARE)
    markup = int(code / CODE_SHARE) - code - len(page.body)
    html = page.body.decode()
    html = html.replace("</head>", f"<style>{_fill(writer, code // 4, _rule)}</style>\n</head>", 1)
    html = html.replace("<body>", f"<body>\n<nav>\n{_fill(writer, markup // 2, _menu)}\n</nav>", 1)
    html = html.replace("<footer>", f"<aside>\n{_fill(writer, markup // 2, _card)}\n</aside>\n<footer>", 1)
    state = f'<script id="state" type="application/json">{{"items":[{_fill(writer, code // 4, _item)}{{}}]}}</script>'
    scripts = "\n".join(f"<script>(()=>{{{_fill(writer, code // 12, _statement)}}})();</script>" for _ in range(6))
    html = html.replace("</body>", f"{state}\n{scripts}\n</body>", 1)
    return GeneratedPage(page.name, html.encode(), page.media_type, page.url, page.expected)


def _fill(writer: Writer, size: int, make: Callable[[Writer], str]) -> str:
    """As many pieces as make up ``size`` characters."""
    pieces: list[str] = []
    length = 0
    while length < size:
        pieces.append(make(writer))
        length += len(pieces[-1])
    return "".join(pieces)


def _identifier(writer: Writer) -> str:
    return "".join(writer.rng.choices(_SYLLABLES, k=writer.rng.randint(1, 4)))


def _rule(writer: Writer) -> str:
    """A rule of a style sheet."""
    rng = writer.rng
    body = ";".join(f"{rng.choice(_PROPERTIES)}:{rng.choice(_VALUES)}" for _ in range(rng.randint(1, 6)))
    return f".{_identifier(writer)}-{_identifier(writer)}__{rng.randrange(16**4):04x}>a:hover{{{body}}}\n"


def _statement(writer: Writer) -> str:
    """A statement of a minified script; some build markup, some compare with ``<``."""
    a, b, c = (_identifier(writer) for _ in range(3))
    number = writer.rng.randrange(10_000)
    return writer.rng.choice(
        (
            f"function {a}(e,t){{for(var n=0;n<{number};n++)e.{b}[n]&&t.push({c}(e.{b}[n],{number}));return t}}",
            f"var {a}=function(e){{return e.{b}||(e.{b}=new {c}({{id:{number},ready:!1}})),e.{b}}};",
            f'{a}.innerHTML="<div class=\\"{b}\\"><a href=\\"#\\">"+{c}.title+"<\\/a><\\/div>";',
            f"window.{a}=window.{a}||[];window.{a}.push(['{b}','{c}',{number}]);",
        )
    )


def _item(writer: Writer) -> str:
    """An object of the state that a page hands to its scripts."""
    title = writer.pick(words.HEADS)
    item = {"id": writer.rng.randrange(10**7), "slug": _identifier(writer), "title": title, "score": 4.5, "tags": []}
    return json.dumps(item, separators=(",", ":")) + ",\n"


def _menu(writer: Writer) -> str:
    """An entry of the site's menu."""
    name, title = _identifier(writer), writer.fill("{Proc}")
    icon = f'<svg viewBox="0 0 24 24"><path d="M{writer.rng.randrange(24)} 12l7 7 7-7z"></path></svg>'
    link = f'<a class="Menu-link" href="/{name}">{icon}<span>{title}</span></a>'
    return f'<ul class="Menu-{name}"><li class="Menu-item">{link}</li></ul>\n'


def _card(writer: Writer) -> str:
    """A teaser of another page, as they stand beside and below the content."""
    name, title = _identifier(writer), writer.pick(words.HEADS)
    image = f'<img class="Card-image" loading="lazy" src="/img/{name}.jpg" srcset="/img/{name}@2x.jpg 2x" alt="">'
    link = f'<a class="Card-link" href="/question/{name}" data-track="card:{name}">{title}</a>'
    head = f'<h4 class="Card-title">{link}</h4>'
    return f'<div class="Card Card--related"><div class="Card-figure">{image}</div>{head}</div>\n'
