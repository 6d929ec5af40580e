"""Seeded question pages with the markup of schema.org in JSON-LD, microdata or RDFa, with their exact parse.

The same seed gives the same question in each of the three syntaxes.
"""

import html
import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from .threads import ITEMS, PEOPLE, QUESTIONS, SENTENCES, SUBJECTS, TITLES

SYNTAXES = ("json_ld", "microdata", "rdfa")
HOST = "https://trades.example"
JOBS = ("Cooper", "Lute maker", "Sail maker", "Dental nurse")
TOWNS = (("Ghent", "Belgium", "9000"), ("Bergen", "Norway", "5003"), ("Oban", "Scotland", "PA34"))


@dataclass(frozen=True, slots=True)
class MarkedUpPage:
    """One page and its exact parse."""

    name: str
    body: bytes
    url: str
    expected: dict[str, Any]


def _text(rng: random.Random, sentences: list[str], subject: str) -> tuple[str, str]:
    """A text as HTML, and as it is read."""
    parts, read = [], []
    for _ in range(rng.choice((1, 2))):
        words = sentences.pop().replace("{}", subject)
        parts.append(f"<p>{html.escape(words, quote=False)}</p>")
        read.append(words)
    if rng.random() < 0.2:
        items = rng.sample(ITEMS, 2)
        parts.append(f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")
        read.append("\n".join(f"- {item}" for item in items))
    return "".join(parts), "\n\n".join(read)


def _author(rng: random.Random, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A person in terms of schema.org, and as an answer has them."""
    person: dict[str, Any] = {"@type": "Person", "name": name}
    found: dict[str, Any] = dict.fromkeys(
        "author_note author_url specialty location address rating rating_best review_count".split()
    )
    found |= {"author_name": name, "author_credentials": []}
    if rng.random() < 0.5:
        person["url"] = found["author_url"] = f"{HOST}/users/{100 + PEOPLE.index(name)}"
    if rng.random() < 0.3:
        person["name"], found["author_credentials"] = f"{name}, MD, FACS", ["MD", "FACS"]
    if rng.random() < 0.3:
        person["jobTitle"] = found["specialty"] = rng.choice(JOBS)
    if rng.random() < 0.3:
        town, country, code = rng.choice(TOWNS)
        person["address"] = {"@type": "PostalAddress", "addressLocality": town, "addressCountry": country}
        found["location"] = f"{town}, {country}"
        if rng.random() < 0.5:
            person["address"] |= {"streetAddress": "4 Mill Lane", "postalCode": code}
            found["address"] = f"4 Mill Lane\n{town}, {country} {code}"
    if rng.random() < 0.3:
        stars, count = rng.randint(10, 50) / 10, rng.randint(1, 400)
        person["aggregateRating"] = {
            "@type": "AggregateRating", "ratingValue": str(stars), "bestRating": "5", "reviewCount": str(count),
        }  # fmt: skip
        found |= {"rating": stars, "rating_best": 5.0, "review_count": count}
    return person, found


def _question(rng: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    """A question in terms of schema.org, texts as HTML, and its parse."""
    subject = rng.choice(SUBJECTS)
    sentences, people = rng.sample(SENTENCES, len(SENTENCES)), rng.sample(PEOPLE, 8)
    moment = datetime(rng.randint(2009, 2022), rng.randint(1, 12), rng.randint(1, 28), rng.randint(0, 23), tzinfo=UTC)
    title = rng.choice(TITLES).format(subject)
    text, body = _text(rng, rng.sample(QUESTIONS, 4), subject)
    marked: dict[str, Any] = {"@type": "Question", "name": title, "text": text}
    asked: dict[str, Any] = dict.fromkeys("asker asker_location asked_at votes views".split())
    asked |= {"title": title, "body": body, "topics": []}
    if rng.random() < 0.7:
        marked["author"], asked["asker"] = {"@type": "Person", "name": people[0]}, people[0]
    if rng.random() < 0.7:
        marked["dateCreated"] = asked["asked_at"] = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    if rng.random() < 0.7:
        asked["votes"] = rng.randint(-3, 40)
        marked["upvoteCount"] = str(asked["votes"])
    if rng.random() < 0.3:
        asked["topics"] = rng.sample(["wood", "metal", "wool"], 2)
        marked["keywords"] = ", ".join(asked["topics"])
    count = rng.randint(1, 4)
    best = rng.choice((None, 0, count - 1))
    answers, groups = [], {"acceptedAnswer": [], "suggestedAnswer": []}  # type: ignore[var-annotated]
    for number in range(count):
        moment += timedelta(minutes=rng.randint(3, 4_000))
        answer, found = _answer(rng, number, people[number + 1], moment, _text(rng, sentences, subject))
        found["is_accepted"] = number == best
        groups["acceptedAnswer" if number == best else "suggestedAnswer"].append((number, answer))
        answers.append(found)
    order = [number for group in groups.values() for number, _ in group]
    marked |= {name: [answer for _, answer in group] for name, group in groups.items() if group}
    declared = count if rng.random() < 0.7 else None
    if declared is not None:
        marked["answerCount"] = str(declared)
    answers = [{**answers[number], "position": position} for position, number in enumerate(order, 1)]
    page: dict[str, Any] = {"status": "ok", "reason": None, "warnings": [], "answers_declared": declared}
    return marked, {**page, "question": asked, "answers": answers}


def _answer(
    rng: random.Random, number: int, name: str, moment: datetime, text: tuple[str, str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    person, author = _author(rng, name)
    marked: dict[str, Any] = {"@type": "Answer", "text": text[0], "author": person}
    found: dict[str, Any] = dict.fromkeys("headline votes answered_at url parent_position".split())
    found |= {**author, "body": text[1]}
    if rng.random() < 0.7:
        found["votes"] = rng.randint(-3, 90)
        marked["upvoteCount"] = str(found["votes"])
    if rng.random() < 0.7:
        marked["dateCreated"] = found["answered_at"] = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    if rng.random() < 0.5:
        marked["url"] = found["url"] = f"{HOST}/a/{number}"
    return marked, found


def _element(name: str, value: Any, attribute: str, scope: str) -> str:
    """A property as HTML: ``attribute`` is ``itemprop`` or ``property``, ``scope`` opens an item of a type."""
    if isinstance(value, list):
        return "".join(_element(name, one, attribute, scope) for one in value)
    if name == "author":
        return _person(value, attribute, scope)
    if isinstance(value, dict):
        inner = "".join(_element(key, one, attribute, scope) for key, one in value.items() if key != "@type")
        return f'<div {attribute}="{name}" {scope.format(value["@type"])}>{inner}</div>'
    match name:
        case "text":
            return f'<div {attribute}="text">{value}</div>'
        case "url":
            return f'<div><a {attribute}="url" href="{value}">Link to this</a></div>'
        case "dateCreated":
            return f'<div><time {attribute}="dateCreated" datetime="{value}">{value[:10]} {value[11:16]}</time></div>'
        case "upvoteCount":
            return f'<div class="votes"><span {attribute}="upvoteCount">{value}</span> votes</div>'
        case "answerCount":
            return f'<div><span {attribute}="answerCount">{value}</span> answers</div>'
    return f'<div {attribute}="{name}">{value}</div>'


def _person(person: dict[str, Any], attribute: str, scope: str) -> str:
    """The author of a post: the name, linked where there is a profile, and what else is known."""
    name = f'<span {attribute}="name">{person["name"]}</span>'
    if "url" in person:
        name = f'<a {attribute}="url" href="{person["url"]}">{name}</a>'
    rating = person.get("aggregateRating")
    stars = ""
    if rating:
        values = {key: f'<span {attribute}="{key}">{one}</span>' for key, one in rating.items() if key != "@type"}
        stars = (
            f'<div {attribute}="aggregateRating" {scope.format("AggregateRating")}>{values["ratingValue"]} out of '
            f"{values['bestRating']} stars, {values['reviewCount']} reviews</div>"
        )
    more = "".join(_element(key, person[key], attribute, scope) for key in ("jobTitle", "address") if key in person)
    return f'<div {attribute}="author" {scope.format("Person")}>{name}{more}{stars}</div>'


def marked_up_page(seed: int, syntax: str) -> MarkedUpPage:
    """A page with a question and one to four answers."""
    marked, expected = _question(random.Random(f"markup {seed}"))
    page: dict[str, Any] = {"@type": "QAPage", "mainEntity": marked}
    title = marked["name"]
    if syntax == "json_ld":
        data = json.dumps({"@context": "https://schema.org", **page})
        body = f'<h1>{title}</h1><script type="application/ld+json">{data}</script>'
    elif syntax == "microdata":
        scope = 'itemscope itemtype="https://schema.org/{}"'
        body = f"<div {scope.format('QAPage')}>{_element('mainEntity', marked, 'itemprop', scope)}</div>"
    else:
        inner = _element("mainEntity", marked, "property", 'typeof="{}"')
        body = f'<div vocab="https://schema.org/" typeof="QAPage">{inner}</div>'
    text = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'
    return MarkedUpPage(f"{syntax}-{seed}", text.encode(), f"{HOST}/q/{seed}", expected)
