"""Field F1: how much of a page's fields a scraper gets exactly right, micro over all fields of all pages."""

from collections.abc import Callable, Iterable
from itertools import chain

from corpus import GeneratedPage
from qapipe import RawPage, parse_page
from scraped import Scraped, ScrapedAnswer

ANSWER_FIELDS = tuple(ScrapedAnswer.__annotations__)
Fields = dict[tuple[object, str], object]


def field_f1(pages: Iterable[GeneratedPage], scrape: Callable[[GeneratedPage], Scraped]) -> float:
    """F1 of what ``scrape`` finds on the pages against what is there; a field is right or wrong."""
    right = given = wanted = 0
    for page in pages:
        found, expected = _fields(scrape(page)), _fields(_expected(page))
        right += len(found.items() & expected.items())
        given += len(found)
        wanted += len(expected)
    return 2 * right / (given + wanted)


def by_qapipe(page: GeneratedPage) -> Scraped:
    """The compared fields as qapipe finds them."""
    record = parse_page(RawPage(body=page.body, url=page.url, media_type=page.media_type))
    asked = record.question
    answers = (answer.model_dump(include=set(ANSWER_FIELDS)) for answer in record.answers)
    return _scraped(asked.title if asked else None, asked.body if asked else None, answers)


def _expected(page: GeneratedPage) -> Scraped:
    question = page.expected["question"]
    return _scraped(question["title"], question["body"], page.expected["answers"])


def _scraped(title: str | None, body: str | None, answers: Iterable[dict[str, object]]) -> Scraped:
    kept = [{name: answer[name] for name in ANSWER_FIELDS} for answer in answers]
    return {"title": title, "body": body, "answers": kept}  # type: ignore[typeddict-item]


def _fields(page: Scraped) -> Fields:
    """What is known of a page: place and name of a field to its value."""
    asked: list[tuple[tuple[object, str], object]] = [(("q", "title"), page["title"]), (("q", "body"), page["body"])]
    answered = (((n, name), value) for n, answer in enumerate(page["answers"]) for name, value in answer.items())
    known = ((key, tuple(value) if isinstance(value, list) else value) for key, value in chain(asked, answered))
    return {key: value for key, value in known if value not in (None, (), "")}
