"""Single values of markup: counts, statistics, dates, links, authors."""

import json
from datetime import UTC, datetime

import pytest

from qapipe.page.document import HtmlDocument
from qapipe.page.structured import Item, json_ld, microdata
from qapipe.readers.markup import values


def document(html: str = "", language: str = "en", captured: datetime | None = None) -> HtmlDocument:
    return HtmlDocument(f'<html lang="{language}"><body>{html}</body></html>', "https://pots.example/q/1", captured)


def marked(html: str) -> Item:
    return microdata(document(f'<div itemscope itemtype="https://schema.org/Answer">{html}</div>').tree)[0]


def stated(**properties: object) -> Item:
    data = json.dumps({"@type": "Answer", **properties})
    return json_ld(document(f'<script type="application/ld+json">{data}</script>').tree)[0]


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ('<b itemprop="upvoteCount">12</b>', 12),
        ('<b itemprop="upvoteCount">12 votes</b>', 12),
        ('<b itemprop="upvoteCount" data-value="1234">1.2k</b>', 1234),
        ('<b itemprop="upvoteCount">1.2k</b>', 1200),
        ('<b itemprop="upvoteCount">１２</b>', 12),
        ('<b itemprop="upvoteCount">1.2万</b>', 12_000),
        ('<b itemprop="upvoteCount">1,5 тыс.</b>', 1_500),
        ('<b itemprop="upvoteCount">−3</b>', -3),
        ('<b itemprop="upvoteCount">–3</b>', -3),
        ('<b itemprop="upvoteCount" content="7"></b>', 7),
        ('<b itemprop="upvoteCount">3 of 4</b>', None),
        ('<b itemprop="upvoteCount">many</b>', None),
    ],
)
def test_counts(html: str, count: int | None) -> None:
    assert values.count(marked(html).literals("upvoteCount")) == count


@pytest.mark.parametrize("given", [1200, 1200.0, "1200", "1,200", "1.2k", "1.2K"])
def test_counts_in_json(given: object) -> None:
    assert values.count(stated(upvoteCount=given).literals("upvoteCount")) == 1200


@pytest.mark.parametrize(
    ("counters", "likes"),
    [
        ([{"interactionType": "https://schema.org/LikeAction", "userInteractionCount": 3}], 3),
        ([{"interactionType": {"@type": "LikeAction"}, "userInteractionCount": "3"}], 3),
        ([{"interactionType": "ViewAction", "userInteractionCount": 9}], None),
        ([{"interactionType": "ViewAction", "userInteractionCount": 9},
          {"interactionType": "http://schema.org/LikeAction", "userInteractionCount": 0}], 0),
    ],
)  # fmt: skip
def test_statistics(counters: list[object], likes: int | None) -> None:
    assert values.statistic(stated(interactionStatistic=counters), "LikeAction") == likes


def test_statistics_of_2013() -> None:
    item = stated(interactionCount=["UserPageVisits:1,204", "UserLikes:5"])
    assert (values.statistic(item, "LikeAction"), values.statistic(item, "ViewAction")) == (5, 1204)
    assert values.statistic(item, "CommentAction") is None


CAPTURED = datetime(2024, 5, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("printed", "language", "date"),
    [
        (["03/04/2024"], "en-US", datetime(2024, 3, 4, tzinfo=UTC)),
        (["03/04/2024"], "en-GB", datetime(2024, 4, 3, tzinfo=UTC)),
        (["03/04/2024", "13/04/2024"], "en-US", datetime(2024, 4, 3, tzinfo=UTC)),
        (["3 days ago"], "en", datetime(2024, 5, 7, tzinfo=UTC)),
        (["vor 3 Tagen"], "de", datetime(2024, 5, 7, tzinfo=UTC)),
        (["4 мая 2024 г. в 10:05"], "ru", datetime(2024, 5, 4, 10, 5, tzinfo=UTC)),
        (["Sat May 04 2024 10:05:00 GMT+0200 (CEST)"], "en", datetime(2024, 5, 4, 8, 5, tzinfo=UTC)),
        (["some day"], "en", None),
    ],
)
def test_dates_in_the_order_and_language_of_the_page(printed: list[str], language: str, date: datetime | None) -> None:
    items = [marked(f'<i itemprop="dateCreated">{value}</i>') for value in printed]
    clock = values.Clock.of(document("", language, CAPTURED), items)
    assert clock.instant(items[0].literals("dateCreated")) == date


def test_a_date_is_read_from_its_attribute_first() -> None:
    item = marked('<time itemprop="dateCreated" datetime="2024-05-04T10:05:00Z" title="May 5, 2024">6 days ago</time>')
    clock = values.Clock.of(document("", "en", CAPTURED), [item])
    assert clock.instant(item.literals("dateCreated")) == datetime(2024, 5, 4, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ({"@type": "Person", "name": "Ida Moor"}, "Ida Moor"),
        ({"@type": "Person", "givenName": "Ida", "familyName": "Moor"}, "Ida Moor"),
        ({"@type": "Person", "givenName": ["Ida", "Ann"], "familyName": ["Moor", "Fen"]}, "Ida Moor"),
        ("Ida Moor", "Ida Moor"),
        ([{"@type": "Person"}, {"@type": "Person", "name": "Ida Moor"}], "Ida Moor"),
        ({"name": "Ida &amp;amp; Co"}, "Ida & Co"),
        ({"name": "Anonymous"}, None),
        ({"name": "[deleted]"}, None),
        ({"name": "Gelöschter Benutzer", "url": "/u/0"}, None),
        ({"name": "匿名用户"}, None),
        ({"name": "Guesthouse Moor"}, "Guesthouse Moor"),
        ({"name": "x" * 300}, None),
    ],
)
def test_authors(author: object, name: str | None) -> None:
    found = values.author_of(stated(author=author), document())
    assert found.name == name
    assert found.url is None


def test_the_link_of_an_author() -> None:
    assert values.author_of(stated(author={"name": "Ida", "url": "/u/7"}), document()).url == "https://pots.example/u/7"
    html = '<span itemprop="author" itemscope><a href="/img">x</a> <a href="/u/7"><b itemprop="name">Ida</b></a></span>'
    assert values.author_of(marked(html), document()).url == "https://pots.example/u/7"
    only_link = '<span itemprop="author" itemscope itemtype="https://schema.org/Person"><a href="/u/7">Ida</a></span>'
    found = values.author_of(marked(only_link), document())
    assert (found.name, found.url) == ("Ida", "https://pots.example/u/7")


def test_the_link_of_a_post() -> None:
    assert values.link(stated(url="#a5"), document()) == "https://pots.example/q/1#a5"
    named = stated(**{"@id": "https://pots.example/a/5", "text": "Twice."})
    assert values.link(named, document()) == "https://pots.example/a/5"
    assert values.link(stated(**{"@id": "#a5", "text": "Twice."}), document()) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("jobTitle", "Cooper"),
        ("hasOccupation", {"@type": "Occupation", "name": "Cooper"}),
        ("knowsAbout", ["Cooper", "Cooper"]),
        ("medicalSpecialty", "https://schema.org/Cooper"),
        ("hasOccupation", [{"@type": "Role", "about": "x"}, {"@type": "Occupation", "name": " Cooper "}]),
    ],
)
def test_specialties(field: str, value: object) -> None:
    item = stated(author={"@type": "Person", "name": "Kim Lee", field: value})
    assert values.author_of(item, document()).profile.specialty == "Cooper"


HOME = {
    "@type": "Place",
    "address": {"@type": "PostalAddress", "addressLocality": "Oban", "addressCountry": "Scotland"},
}


@pytest.mark.parametrize(
    ("person", "location", "address"),
    [
        ({"address": "Ghent"}, "Ghent", None),
        ({"address": ["Ghent", "Bergen"]}, "Ghent", None),
        ({"homeLocation": "Ghent"}, "Ghent", None),
        ({"location": {"@type": "Place", "name": "Ghent"}}, "Ghent", None),
        ({"workLocation": HOME}, "Oban, Scotland", None),
        ({"worksFor": {"@type": "Organization", **HOME}}, "Oban, Scotland", None),
        ({"affiliation": {"@type": "Organization", **HOME}, "address": "Ghent"}, "Ghent", None),
        ({"affiliation": {"@type": "Organization", **HOME}}, "Oban, Scotland", None),
        (
            {"address": ["Ghent", {"addressLocality": "Oban", "streetAddress": "4 Mill Lane"}]},
            "Ghent",
            "4 Mill Lane\nOban",
        ),
        (
            {"address": {"addressLocality": "Oban", "addressRegion": "Argyll", "postalCode": "PA34"}},
            "Oban, Argyll",
            None,
        ),
        (
            {"address": {"streetAddress": ["Suite 3", "4 Mill Lane"], "addressLocality": "Oban", "postalCode": "PA34"}},
            "Oban",
            "Suite 3\n4 Mill Lane\nOban PA34",
        ),
        ({"address": {"addressLocality": ["Oban", "Kilmore"], "postalCode": "PA34"}}, "Oban", None),
        ({"memberOf": "Ghent"}, None, None),
    ],
)
def test_places(person: dict[str, object], location: str | None, address: str | None) -> None:
    item = stated(author={"@type": "Person", "name": "Kim Lee", **person})
    profile = values.author_of(item, document()).profile
    assert (profile.location, profile.address) == (location, address)


@pytest.mark.parametrize(
    ("printed", "count"),
    [
        ("12.0", 12), ("-12.00", -12), ("12.5", None), ("1.2만", 12_000), ("3 Tsd.", 3_000), ("3 mil", 3_000),
        ("3 miles", 3), ("3тыс", 3_000),
        ("3 тис", 3_000), ("3천", 3_000), ("3千", 3_000), ("1,5万", 15_000), ("3萬", 30_000), ("1.2 млн", 1_200_000),
        ("3 Mio.", 3_000_000),
        ("123456 tsd", 123_456_000), ("2.5k likes", 2_500), ("3M", 3_000_000), ("1,204 votes", 1_204), ("1 204", 1_204),
        ("3rd", None),
        ("3 4", None), ("3 and 4", None), ("3.", 3), ("3,", 3), ("  3 ", 3), ("-3", -3), ("", None), ("x", None),
    ],
)  # fmt: skip
def test_printed_counts(printed: str, count: int | None) -> None:
    assert values.count(stated(upvoteCount=printed).literals("upvoteCount")) == count


@pytest.mark.parametrize("attribute", ["data-value", "content", "value", "data-count"])
def test_attributes_that_hold_a_count(attribute: str) -> None:
    item = marked(f'<b itemprop="upvoteCount" {attribute}="1234">1.2k</b>')
    assert values.count(item.literals("upvoteCount")) == 1234
    several = marked('<b itemprop="upvoteCount">many</b><b itemprop="upvoteCount">3</b>')
    assert values.count(several.literals("upvoteCount")) == 3


@pytest.mark.parametrize("attribute", ["datetime", "content", "title", "data-time", "data-timestamp"])
def test_attributes_that_hold_a_time(attribute: str) -> None:
    item = marked(f'<b itemprop="dateCreated" {attribute}="2024-05-04">May 9, 2024</b>')
    clock = values.Clock.of(document(), [item])
    assert clock.instant(item.literals("dateCreated")) == datetime(2024, 5, 4, tzinfo=UTC)
    assert clock.instant([]) is None


@pytest.mark.parametrize("name", values.DATES)
def test_which_dates_tell_the_order(name: str) -> None:
    for language, day_first in (("en-US", False), ("en-GB", True)):
        assert values.Clock.of(document("", language), [stated(**{name: "3/4/2024"})]).day_first is day_first
        assert not values.Clock.of(document("", language), [stated(**{name: "4 March 2024"})]).day_first
        assert not values.Clock.of(document("", language), [stated(other="3/4/2024")]).day_first
    for size, day_first in ((110, True), (111, False)):
        found = values.Clock.of(
            document("", "en-US"), [stated(dateCreated="3/4/2024"), stated(dateCreated="13/4/2024".ljust(size, "."))]
        )
        assert found.day_first is day_first


@pytest.mark.parametrize(
    ("given", "line"),
    [("a &amp; b", "a & b"), ("a &amp;amp; b", "a & b"), ("a &amp;amp;amp; b", "a &amp; b"), ("a &#38; b", "a & b"),
    ("a &#x26; b", "a & b"),
     ("a &b", "a &b"), ("a &copy b", "a &copy b"),
     ("a &abcdefghi;", "a &abcdefghi;"), (" a \n b ", "a b"), (" ", None), ("", None)],
)  # fmt: skip
def test_lines(given: str, line: str | None) -> None:
    assert values.line(stated(name=given).literals("name")) == line


def test_the_first_line_that_is_not_empty() -> None:
    assert values.line(stated(name=[" ", "a", "b"]).literals("name")) == "a"
    assert values.line(marked('<b itemprop="name">a &amp;amp; b</b>').literals("name")) == "a &amp; b"


@pytest.mark.parametrize(
    ("given", "number"),
    [("4.5", 4.5), ("4,5", 4.5), (4, 4.0), ("4.5 stars", 4.5), ("of 5", 5.0), ("x", None), (["x", "3"], 3.0)],
)
def test_numbers(given: object, number: float | None) -> None:
    assert values.number(stated(ratingValue=given).literals("ratingValue")) == number


@pytest.mark.parametrize(
    ("counter", "action", "count"),
    [
        ("UserLikes:12", "LikeAction", 12), ("UserPlusOnes:12", "LikeAction", 12),
        ("UserPageVisits: 1,204", "ViewAction", 1_204),
        ("UserComments:3", "CommentAction", 3), (" UserLikes :3", "LikeAction", 3), ("UserLikes:3", "ViewAction", None),
        ("UserLikes", "LikeAction", None),
        ("UserLikes:3", "ReplyAction", None), ("https://schema.org/UserLikes:3", "LikeAction", None),
    ],
)  # fmt: skip
def test_counters_of_2013(counter: str, action: str, count: int | None) -> None:
    assert values.statistic(stated(interactionCount=counter), action) == count


def test_all_values_of_properties_as_lines() -> None:
    item = stated(keywords=["a", " ", {"@type": "Thing", "name": "b"}], about="c", other="d")
    assert values.words(item, "keywords") == ["a", "b"]
    assert values.words(item, "keywords", "about") == ["a", "b", "c"]
    assert values.words(item, "missing") == []


@pytest.mark.parametrize(
    ("html", "name", "url"),
    [
        ('<a itemprop="author" href="/u/7">Ida</a>', "Ida", "https://pots.example/u/7"),
        ('<b itemprop="author">Ida</b>', "Ida", None),
        ('<b itemprop="creator">Ida</b>', "Ida", None),
        ('<a itemprop="author" href="/u/7"></a>', "/u/7", "https://pots.example/u/7"),
        ('<a itemprop="author" href="/u/7">Guest</a>', None, None),
        ('<b itemprop="author">Ida Moor, MD</b>', "Ida Moor", None),
        ('<div itemprop="author" itemscope><a href="/u/7">Ida</a><b itemprop="name">Bo</b></div>', "Bo", None),
        ('<div itemprop="author" itemscope><a href="/u/7">Bo Ray (3)</a><b itemprop="name">Bo Ray</b></div>',
         "Bo Ray", "https://pots.example/u/7"),
        ('<div itemprop="author" itemscope><a href="/u/6"> </a><a href="/u/7">Ida</a><a href="/u/8">Ida</a></div>',
         "Ida", "https://pots.example/u/7"),
        ('<div itemprop="author" itemscope><a>Ida</a></div>', None, None),
        ('<div itemprop="author" itemscope><link itemprop="url" href="/u/1"><a href="/u/7">Ida</a></div>', "Ida",
        "https://pots.example/u/1"),
        ('<div itemprop="author" itemscope><b itemprop="alternateName">Ida</b></div>', "Ida", None),
        ('<div itemprop="author" itemscope><b itemprop="familyName">Moor</b></div>', "Moor", None),
    ],
)  # fmt: skip
def test_where_name_and_link_of_an_author_stand(html: str, name: str | None, url: str | None) -> None:
    found = values.author_of(marked(html), document())
    assert (found.name, found.url) == (name, url)


def test_what_is_said_of_an_author() -> None:
    rating = {"ratingValue": "4,5", "bestRating": 5, "reviewCount": "1,204"}
    person = {
        "name": "Kim Lee, MD (retired)",
        "honorificSuffix": "PhD",
        "aggregateRating": rating,
        "jobTitle": ["Cooper", "Baker"],
    }
    profile = values.author_of(stated(author=person), document()).profile
    assert (profile.credentials, profile.note, profile.specialty) == (("MD", "PhD"), "retired", "Cooper, Baker")
    assert (profile.rating, profile.rating_best, profile.review_count) == (4.5, 5.0, 1_204)
    counted = {"name": "Kim", "aggregateRating": {"ratingCount": 3}}
    assert values.author_of(stated(author=counted), document()).profile.review_count == 3
    for size, name in ((200, "x" * 200), (201, None)):
        assert values.author_of(stated(author="x" * size), document()).name == name


@pytest.mark.parametrize(
    ("author", "name"), [("2014-03-09T18:22:00+00:00", None), ("3295403478", "3295403478"), ("Ida 2014", "Ida 2014")]
)
def test_a_date_is_no_author(author: str, name: str | None) -> None:
    assert values.author_of(stated(author=author), document()).name == name
