"""What a user would write instead of qapipe: a script of regexes for text extractions of question pages."""

import re

from scraped import RATING, SPECIALTY, Scraped, ScrapedAnswer, number, split_name, tidy

_COUNT_LINE = re.compile(r"^(?:Doctor )?Answers \(?(\d+)\)?$", re.MULTILINE)
_FURNITURE = re.compile(
    r"Ask a doctor|Get the real deal .*|You might also like\.\.\.|\{\{.*\}\}|[+-]\d+|"
    r"From board-certified doctors .*|What[’']s trending\? .*"
)
_DISCLAIMER = "These answers are for educational purposes"
_NAME = re.compile(r"[^\W\d_][^,]{3,40}(?:, (?:II|III|IV|Jr\.|Sr\.))?(?:,? [A-Z][A-Za-z.()-]+)+(?: \([a-z ]+\))?")


def regex_script(text: str) -> Scraped:
    """The fields of a text extraction: an answer ends at the line of its author's place and specialty."""
    text = re.sub(r"[\u200b-\u200d\ufeff]", "", text)
    count = _COUNT_LINE.search(text)
    if count is None:
        return {"title": None, "body": None, "answers": []}
    asked = _lines(text[: count.start()])
    while asked and not asked[0]:
        del asked[0]
    body = _lines(text[count.end() :].partition(_DISCLAIMER)[0])
    return {
        "title": asked[0] if asked else None,
        "body": tidy("\n".join(asked[1:])) or None,
        "answers": _regex_answers(body),
    }


def _lines(text: str) -> list[str]:
    """The clean lines of a text without those that are furniture; bullets are ``- ``."""
    lines = [re.sub("^[•·] ?", "- ", " ".join(line.split())) for line in text.split("\n")]
    return [line for line in lines if not _FURNITURE.fullmatch(line)]


def _regex_answers(lines: list[str]) -> list[ScrapedAnswer]:
    """The answers, each with the author block below it: name, place with specialty, rating."""
    answers: list[ScrapedAnswer] = []
    start = 0
    for index, line in enumerate(lines):
        place = SPECIALTY.fullmatch(line) if 5 < len(line) < 90 and line[-1] != "." else None
        if not place:
            continue
        below = next((other for other in lines[index + 1 : index + 3] if other), "")
        above = next((other for other in lines[max(start, index - 2) : index][::-1] if other), "")
        rating = RATING.fullmatch(below)
        name = _NAME.fullmatch(above) if answers else None
        if name or rating or not answers:
            text = lines[start : index - (lines[index - 1 :: -1].index(above) + 1 if name else 0)]
            answers.append(_regex_answer(text, name and name[0], place, rating))
            start = lines.index(below, index) + 1 if rating else index + 1
    return answers


def _regex_answer(
    lines: list[str], printed: str | None, place: re.Match[str], rating: re.Match[str] | None
) -> ScrapedAnswer:
    """The fields of one answer: its first line is the headline unless there is no other."""
    headline, _, body = "\n".join(lines).strip().partition("\n")
    if not body:
        headline, body = "", headline
    name, credentials = split_name(printed) if printed else (None, [])
    return {
        "headline": headline or None,
        "body": tidy(body),
        "author_name": name,
        "author_credentials": credentials,
        "location": place[1],
        "specialty": place[2],
        "rating": float(rating[1]) if rating else None,
        "review_count": number(rating[2]) if rating else None,
    }
