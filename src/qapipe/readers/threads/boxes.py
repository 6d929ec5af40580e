"""What the elements of posts say about whether they are a thread: names of classes, headings, links."""

import re
from bisect import bisect_left
from collections import Counter

from qapipe.page.text import letters
from qapipe.readers.threads.announced import says_answered
from qapipe.readers.threads.answer_counts import answer_count
from qapipe.readers.threads.authors import Author
from qapipe.readers.threads.found import Found
from qapipe.readers.threads.linked_headings import (
    HEADINGS,
    LEAST_HEADING,
    MOST_INSIDE,
    OWN,
    Headings,
    first_texts,
)
from qapipe.readers.threads.part_labels import LABELLED, names_question
from qapipe.readers.threads.places import A_LINK, LINKS, Places, among
from qapipe.readers.threads.question import count_in
from qapipe.readers.threads.records import Record, runs_of

_POSTS = re.compile(r"(?<![a-z])(?:post|repl|answer|thread|topic|message|forum|question|discuss)")
_CARDS = re.compile(
    r"(?<![a-z])(?:(?<!user[-_])(?<!profile[-_])(?<!member[-_])(?<!author[-_])card|review|product|article|teaser|event|news|blog|search|listing|recipe|job|testimonial"
    r"|slide)"
)
_COMMENTS = re.compile(r"(?<![a-z])comment")
_MEMBER = re.compile(
    r"^(?:(?:total |forum )?(?:posts?|messages|threads|topics|beiträge|themen|mensajes|сообщений"
    r"|повідомлень|posty|postów|berichten|messaggi|inlägg|innlegg|indlæg|viestejä|mesaj(?:lar|e)?|příspěvky"
    r"|hozzászólások|μηνύματα|bài viết|pesan|المشاركات|مشاركات|הודעות|帖子|主题)\W*\d*$"
    r"|\d+ posts?$|(?:joined|join date|registered|registriert|member since|mitglied seit|dabei seit|inscrit le"
    r"|регистрация|з нами з|registrado|registrato|iscritto|fecha de ingreso|data registrazione|dołączył"
    r"|lid sinds|liittynyt|katılım|registrován|csatlakozott|εγγραφή|tham gia|bergabung|تاريخ التسجيل|عضویت"
    r"|תאריך הצטרפות|注册时间)\b|(?:re|aw|rép)\s?:|reply #|#\d+$|(?:reply with )?quote$|zitieren$"
    r"|citer$|citar$|(?:senior|junior|new|full|active|advanced) member$|newbie$|registered user$|level \d+$"
    r"|back to top$|top$|引用$|回复$|цитировать$"
    r"|цитувати$|ответить с цитированием$|cytuj$|rispondi quotando$|citera$|citeren$|sitér$|lainaa$|alıntıla$|citovat$"
    r"|idézet$|παράθεση$|trích dẫn$|kutip$|رد مع اقتباس$|ציטוט$|인용$)",
    re.IGNORECASE,
)
_LONGEST_LABEL = 40
_LEAST_TITLED, _MOST_TITLED = 3, 20  # records with a title of their own that are a list, and that are looked at
_BEFORE_TITLE, _BEFORE_HEADING = 40, 150  # letters of a record before its title: counts, an author, a date
_SENTENCE = re.compile(r"[?？]|\b[^\W\d_A-Z]{3,} (?:\w+ )?[^\W\d_A-Z]{3,}\b")  # a title that was taken for an author
_MANY_POSTS = 4
_ABOVE, _LONGEST_ABOVE = 12, 90  # runs of text above the records, and letters of one of them
_COMMENTS_WORD = (
    r"(?:comments?|reactions?|(?:leser)?kommentare?|commentaires?|réactions?|comentarios?|comentários?"
    r"|комментари\w*|コメント|评论|評論)"
)
_COMMENTED = re.compile(
    rf"^\W*(?:\d[\d.,]*\s+)?(?:(?:user|reader|view|show|all)\s+)*{_COMMENTS_WORD}\W*(?:\d[\d.,]*\W*)?$"
    rf"|^\d+ {_COMMENTS_WORD} |\b(?:responses?|thoughts?|replies) (?:to|on) [“\"«'‘]"
    r"|\d+\s*(?:条评论|件のコメント)|へのコメント",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"^\W*(?:answered (?:(?:by|on|at|in|an?) |\d|[a-z]{3,9} \d)|beantwortet (?:von|am) |répondu (?:par|le) "
    r"|respondid[oa] (?:por|el|em) |risposto (?:da|il) )",
    re.IGNORECASE | re.MULTILINE,
)
_ANSWERS = re.compile(r"answer|antwort|respuesta|resposta|rispost|ответ|回答", re.IGNORECASE)
_BEFORE = 3  # runs before an answer and from its start
_LOOKED_AT = 6  # records
_MANY_LINKS = 0.3


def features_of(found: Found) -> dict[str, float]:
    """The features of :data:`qapipe.readers.verdict.IS_THREAD` that only the elements know."""
    places, records = found.places, found.family.records
    words = " ".join(_words(places, record.roots, record.around) for record in records[:_LOOKED_AT]).lower()
    length = sum(places.length(root) for record in records for root in record.roots)
    links = sum(places.link_length(root) for record in records for root in record.roots)
    posts = [found.thread.question] if found.thread.question else []
    written = sum(len(post.body) for post in [*posts, *found.thread.answers])
    headings = Headings(places, records, letters(found.thread.title or ""))
    names = (letters(author.name or "") for author in found.named)
    titled = sum(
        any(headings.link_elsewhere(root, name) for root in one.roots) for one, name in zip(records, names, strict=True)
    )
    labelled = _labelled(places, records)
    inside = _linked(places, records)
    return {
        "nameless": sum(one.run is not None and one.name is None for one in found.named) / len(found.named),
        "undated": float(found.family.is_undated),
        "posts": float(bool(_POSTS.search(words))),
        "cards": float(bool(_CARDS.search(words))),
        "comments": float(bool(_COMMENTS.search(words))),
        "member": labelled / len(records),
        "headings": max(titled, inside) / len(records),
        "listed": (_counting(places, records) if 2 * titled > len(records) else 0) / len(records),
        "peers": float(_are_peers(found)),
        "titled": float(_are_titled(found)),
        "alone": float(_is_one_author(found)),
        "commented": float(_are_comments(found)),
        "announced": float(found.family.kind == "pair" and _is_announced(found)),
        "answered": float(_is_answered(found)),
        "links": float(links > _MANY_LINKS * length),
        "share": min(1.0, 1.5 * written / max(1, places.letters[-1])),
    }


def _is_announced(found: Found) -> bool:
    """Whether the one answer of a page is called so by a label, a heading above it or a text at its start."""
    places, record = found.places, found.family.records[0]
    first, end = runs_of(places, record)
    near = range(max(0, first - _BEFORE), min(end, first + _BEFORE))
    return found.family.sign == LABELLED or says_answered(places, near)


def _is_answered(found: Found) -> bool:
    """Whether a label names the question, a heading counts answers, or posts say when they were: ``answered 3 May``."""
    places, records = found.places, found.family.records
    first = places.first_runs[records[0].roots[0]]
    above = [text for text in places.texts[max(0, first - _ABOVE) : first] if len(text) <= _LONGEST_LABEL]
    if any(names_question(text) or (_ANSWERS.search(text) and answer_count(text)) for text in above):
        return True
    spans = (runs_of(places, one) for one in records[:_LOOKED_AT])
    return any(_ANSWERED.search("\n".join(places.texts[start : min(end, start + MOST_INSIDE)])) for start, end in spans)


def _are_titled(found: Found) -> bool:
    """Whether most records begin with a link to another page, each with another text: they are a list of pages."""
    records, own = found.family.records[:_MOST_TITLED], letters(found.thread.title or "")
    if len(records) < _LEAST_TITLED or any(post.parent is not None for post in found.thread.answers):
        return False  # replies may have titles of their own
    links, dated = found.places.named(LINKS), {mark.run for mark in found.marks}
    counted = Counter(
        _first_title(found.places, record, author, links, dated)
        for record, author in zip(records, found.named, strict=False)
    )
    return 2 * sum(count == 1 and title not in ("", own) for title, count in counted.items()) > len(records)


def _first_title(places: Places, record: Record, author: Author, links: list[int], dated: set[int]) -> str:
    """The letters of the link that a record begins with, before its author, or of the first one in a heading near."""
    named = author.name if author.name and not _SENTENCE.search(author.name) else None
    name, first = letters(named or ""), places.first_runs[record.roots[0]]
    for link in among(links, record.roots[0], places.ends[record.roots[0]])[:_LOOKED_AT]:
        run, href = places.first_runs[link], places.attributes[link].get("href")
        key = letters("".join(first_texts(places, link)))
        if len(key) < LEAST_HEADING or not href or OWN.search(href) or (name and name in key) or run in dated:
            continue
        before = places.letters[run] - places.letters[first]
        if before <= _BEFORE_TITLE and (named is None or author.run is None or run < author.run):
            return key
        if before <= _BEFORE_HEADING and places.tags[places.parents[link]] in HEADINGS:
            return key
    return ""


def _is_one_author(found: Found) -> bool:
    names = [author.name for author in found.named]
    return len(names) >= _MANY_POSTS and names[0] is not None and len(set(names)) == 1


def _are_comments(found: Found) -> bool:
    """Whether a short text right above the records says that they are comments."""
    places = found.places
    first = places.first_runs[found.family.records[0].roots[0]]
    near = places.texts[max(0, first - _ABOVE) : first]
    return any(len(text) <= _LONGEST_ABOVE and _COMMENTED.search(text) for text in near)


def _are_peers(found: Found) -> bool:
    """Whether who asked is named by an element of the name and classes of those that name who answered."""
    if found.asker is None:
        return False
    places = found.places
    asker, *others = (
        {kind for kind in (places.kinds[one] for one in places.path(places.owners[run], 2)) if kind > 0}
        for run in (found.asker, *(author.run for author in found.named if author.run is not None))
    )
    return any(asker & own for own in others)


def _words(places: Places, roots: list[int], around: list[int]) -> str:
    inside = range(roots[0], min(roots[0] + 8, places.ends[roots[-1]]))
    return " ".join(
        f"{places.css_class(element)} {places.attributes[element].get('id') or ''}"
        for element in (*roots, *around, *inside)
    )


def _labelled(places: Places, records: list[Record]) -> int:
    """How many records show what forums say of a member, or how one answers to a post; no text is looked at twice."""
    count, seen = 0, 0
    labels: list[int] = []
    for first, end in sorted(runs_of(places, one) for one in records):
        known = bisect_left(labels, first)
        while known == len(labels) and max(seen, first) < end:
            seen = max(seen, first) + 1
            text = places.texts[seen - 1]
            if len(text) <= _LONGEST_LABEL and _MEMBER.match(text):
                labels.append(seen - 1)
        count += known < len(labels) and labels[known] < end
    return count


def _linked(places: Places, records: list[Record]) -> int:
    """How many records stand in a link: cards."""
    known: dict[int, bool] = {-1: False}
    for record in records:
        path, element = [], record.roots[0]
        while element not in known and places.tags[element] != A_LINK:
            path.append(element)
            element = places.parents[element]
        known.update(dict.fromkeys([*path, element], known.get(element, True)))
    return sum(known[record.roots[0]] for record in records)


def _counting(places: Places, records: list[Record]) -> int:
    """How many records say how many answers or comments there are: they are threads in a list."""
    spans = [runs_of(places, one) for one in records]
    return sum(
        any(count_in(places, run) is not None for run in range(first, min(end, first + MOST_INSIDE)))
        for first, end in spans
    )
