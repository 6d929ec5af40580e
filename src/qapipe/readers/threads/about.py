"""What a page says about its question beside the posts: topics and views."""

import re
from bisect import bisect_left
from itertools import pairwise

from qapipe.page import text as plain
from qapipe.page.text import letters
from qapipe.readers.threads.places import CHROME, LINK, LINKS, Places
from qapipe.readers.threads.printed_numbers import number
from qapipe.readers.threads.texts import TextLine

_TAG_LINK = re.compile(
    r"/(?:hash)?tag(?:s|ged)?[/=]|/topics?/(?!\d)[^/?#]+/?$|/(?:etiquetas?|etiket(?:ler)?|etichett[ae]|schlagwort|stichwort"
    r"|argoment[io]|mots?-cles?|trefwoord|cimke|stitky|tagi|keywords?|label-name|term)/[^/?#]+(?:/\d*)?/?$",
    re.IGNORECASE,
)
_TAG_CLASS = re.compile(
    r"(?:^|[\s_-])(?:(?:hash)?tags?|chips?|keywords?|label-link)(?:$|[\s_-])|post-tag|tag-?(?:link|item|name)"
)
_TAG_LABEL = re.compile(
    r"\W*(?:tags?(?: for this (?:thread|question))?|topics?|labels?|keywords?|tagged(?: with)?|filed under|schlagworte"
    r"|schlagwörter|stichworte|themen|trefwoorden|mots[- ]clés|étiquettes|etiquetas|temas|marcadores|etichette"
    r"|argomenti|etichete|tagi|słowa kluczowe|метки|теги|мітки|етикети|štítky|címkék|ετικέτες|etiketler|taggar|emneord"
    r"|avainsanat|תגיות|تگ ها|برچسب ها|وسوم|الوسوم|thẻ|标签|標籤|タグ|태그)\s*[:：]",
    re.IGNORECASE,
)
_REL = re.compile(r"\btag\b")
_NO_TAGS = frozenset({"share", "follow", "followers", "tags", "edit", "reply"})
_LONGEST_TAG, _MOST_TAGS = 40, 12
_NUMBER = r"\d[\d.,\s]*(?:[km]|тыс\.?|тис\.?|tys\.?|tsd\.?|mil|[万萬만千천])?"
_VIEWED = (
    r"views?|viewed|hits|aufrufe|zugriffe|gelesen|visitas|vistas|lecturas|visualizaciones|visualizações|visualizzazioni|vues"
    r"|weergaven|bekeken|vizualizări|vizionări|visningar|visninger|lukukertaa|lukukertoja|katselukertaa|wyświetle\w+|odsłon"
    r"|просмотр\w*|прочитано|перегляд\w*|преглеждани\w*|zobrazen[oíý]|přečteno|megtekintés|προβολές|görüntüle(?:n)?me|okunma"
    r"|צפיות|مشاهدات|المشاهدات|مشاهدة|بازدید|lượt xem|(?:kali )?dilihat"
    r"|(?:人|次|回)?(?:查看|浏览|瀏覽|觀看|阅读|閲覧数?)|조회수?"
)
_VIEWS = re.compile(
    rf"(?:^|[(|·•]\s*)\W*(?:(?:{_VIEWED}|read)\s*[:：]?\s*(?P<behind>{_NUMBER})(?!\w)"
    rf"|(?P<before>{_NUMBER})\s*(?:×|x|mal|keer)?\s*(?:{_VIEWED})(?!\w))",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")  # every match of _VIEWS has one
_LONGEST_COUNT = 60


def topics_of(places: Places, first: int, end: int) -> list[str]:
    """The tags of a question: the texts of links between two runs that are tags by their address, class or relation."""
    found: dict[str, None] = {}
    labels = {places.owners[run]: run for run in range(max(first, 0), end) if _TAG_LABEL.fullmatch(places.texts[run])}
    for element in _links_between(places, first, end):
        text = plain.one_line(places.text(element)).lstrip("#")
        if (
            (_is_tag(places, element) or (labels and _is_labelled(places, element, labels)))
            and 0 < len(text) <= _LONGEST_TAG
            and text.lower() not in _NO_TAGS
            and not places.flags_of(element) & CHROME
        ):
            found[text] = None
    return list(found) if len(found) <= _MOST_TAGS else []


def _is_labelled(places: Places, link: int, labels: dict[int, int]) -> bool:
    """Whether a link stands behind a label of tags, in the element of the label or right beside it."""
    return any(
        run < places.first_runs[link] and places.parents[link] in (owner, places.parents[owner])
        for owner, run in labels.items()
    )


def without_tags(places: Places, lines: list[TextLine]) -> list[TextLine]:
    """The lines of a question without those at its end that are its tags."""
    end = len(lines)
    while end > 1 and _are_tags(places, lines[end - 1]):
        end -= 1
    return lines[:end]


def _are_tags(places: Places, line: TextLine) -> bool:
    if line.code or line.quoted or not places.flags[line.run] & LINK:
        return False
    tags = [one for one in _links_between(places, line.run, line.end) if _is_tag(places, one)]
    tagged = {run for one in tags for run in range(places.first_runs[one], places.end_runs[one])}
    texts = ((run, places.texts[run]) for run in range(line.run, line.end))
    return all(run in tagged or not letters(text) or _VIEWS.search(text) for run, text in texts)


def _links_between(places: Places, first: int, end: int) -> list[int]:
    links = places.named(LINKS)
    starts = places.first_runs.__getitem__
    return links[bisect_left(links, first, key=starts) : bisect_left(links, end, key=starts)]


def _is_tag(places: Places, link: int) -> bool:
    """Whether a link is a tag's by its address, class or relation."""
    own = places.attributes[link]
    return bool(
        _TAG_LINK.search(own.get("href") or "") or places.matches(_TAG_CLASS, link) or _REL.search(own.get("rel") or "")
    )


def views_of(places: Places, first: int, end: int) -> int | None:
    """How often a page was viewed, as a short text between two runs says."""
    texts = [*places.texts[max(first, 0) : end], ""]
    for text, behind in pairwise(texts):
        if len(text) > _LONGEST_COUNT:
            continue
        joined = f"{text} {behind}" if text[0].isdigit() or behind[:1].isdigit() else text
        said = joined if len(joined) <= _LONGEST_COUNT else text
        if (said is joined or len(said) < _LONGEST_COUNT) and _DIGIT.search(said) and (match := _VIEWS.search(said)):
            return number((match["behind"] or match["before"]).strip().rstrip(".,"))
    return None
