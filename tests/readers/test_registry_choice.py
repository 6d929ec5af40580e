"""Which of some made-up sites reads a page, and packages that bring sites."""

import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from types import ModuleType

import pytest

from qapipe.errors import LayoutError, UsageError
from qapipe.page.document import Document, TextDocument
from qapipe.readers import registry
from qapipe.readers.site import Layout, Reading, Site
from qapipe.records.plain import Question
from qapipe.records.reasons import Reason


def layout(word: str) -> Layout:
    """A layout of texts that hold a word."""
    return Layout(word, f"texts with {word}", lambda document: word in text_of(document), lambda _: Reading(Question()))


def text_of(document: Document) -> str:
    assert isinstance(document, TextDocument)
    return str(document.content)


def refusing(word: str, reason: Reason) -> Callable[[Document], Reason | None]:
    return lambda document: reason if word in text_of(document) else None


OWN = Site(
    "loomtalk", "a forum", (layout("warp"), layout("weft")), hosts=("loomtalk.example",),
    refuses=refusing("members", Reason.LIST), elsewhere=(("yarn", layout("spun")),),
    question_key=lambda url: url.partition("/q/")[2] or None,
)  # fmt: skip
TEXTUAL = Site(
    "reedtalk", "a forum of texts", (layout("reed"),), hosts=("reedtalk.example",), reads_text=True,
    question_key=lambda url: url.partition("/q/")[2] or None,
)  # fmt: skip
BOARD = Site("board", "software of forums", (layout("board"), layout("warp")), software=True)
YARN = Site("yarn", "any page on yarn", (layout("yarn"), layout("board")), refuses=refusing("sale", Reason.ARTICLE))
LAST = Site("wool", "any page", (layout("wool"), layout("yarn")), fallback=True, refuses=refusing("sale", Reason.VIDEO))
SITES = (OWN, TEXTUAL, BOARD, YARN, LAST)


@pytest.fixture(autouse=True)
def some_sites(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The sites above instead of the real ones."""
    caches = (registry._candidates, registry._names_at)  # noqa: SLF001
    monkeypatch.setattr(registry, "known_sites", lambda: SITES)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


def picked(text: str, url: str | None = "https://craft.example/1") -> tuple[str, str] | Reason:
    """The names of the site and the layout that read a text, or why none does."""
    found = registry.pick(TextDocument(text, url))
    return found if isinstance(found, Reason) else (found[0].name, found[1].name)


@pytest.mark.parametrize(
    ("text", "url", "expected"),
    [
        # the site of a host first, and no other site with hosts
        ("warp", "https://loomtalk.example/q/1", ("loomtalk", "warp")),
        ("weft wool", "https://de.loomtalk.example/", ("loomtalk", "weft")),
        ("reed", "https://loomtalk.example/", Reason.NO_QUESTION),
        ("wool", "https://loomtalk.example/", ("wool", "wool")),
        # on other hosts software, then what may be anywhere, then the rest
        ("warp", "https://craft.example/1", ("board", "warp")),
        ("board", "https://craft.example/1", ("board", "board")),
        ("yarn", "https://craft.example/1", ("yarn", "yarn")),
        ("wool", "https://craft.example/1", ("wool", "wool")),
        ("weft", "https://craft.example/1", Reason.NO_QUESTION),
        # where no host says whose page it is, all with hosts
        ("weft", None, ("loomtalk", "weft")), ("reed", "http://10.0.0.1/q/1", ("reedtalk", "reed")),
        ("weft", "http://localhost/q/1", ("loomtalk", "weft")), ("weft wool", "http://[::1]/", ("loomtalk", "weft")),
        # a layout of one site on hosts of none
        ("spun", "https://craft.example/1", ("yarn", "spun")),
        ("spun wool", "https://craft.example/1", ("yarn", "spun")),
        ("spun", "https://loomtalk.example/", Reason.NO_QUESTION), ("spun", None, Reason.NO_QUESTION),
    ],
)  # fmt: skip
def test_the_order_in_which_sites_are_asked(text: str, url: str | None, expected: tuple[str, str] | Reason) -> None:
    assert picked(text, url) == expected


def test_two_layouts_that_read_one_page_are_an_error() -> None:
    with pytest.raises(LayoutError) as caught:
        picked("warp and weft", "https://loomtalk.example/q/1")
    assert (caught.value.reason, caught.value.detail) == (
        Reason.AMBIGUOUS_LAYOUT, "recognised by loomtalk/warp, loomtalk/weft",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "url", "expected"),
    [
        ("members and their warp", "https://loomtalk.example/q/1", Reason.LIST),
        ("members and their warp", "https://craft.example/1", ("board", "warp")),
        ("members", "https://craft.example/1", Reason.NO_QUESTION),
        ("sale", "https://craft.example/1", Reason.ARTICLE),  # the first that refuses it
        ("sale of wool", "https://craft.example/1", ("wool", "wool")),  # only where nothing reads it
        ("members of the sale", None, Reason.ARTICLE),
    ],
)
def test_why_a_page_is_none(text: str, url: str, expected: tuple[str, str] | Reason) -> None:
    assert picked(text, url) == expected


def test_an_unread_question_of_a_known_site_means_that_it_was_redesigned() -> None:
    """But for text on a site that has no layout for text, and for pages that are no questions by their address."""
    with pytest.raises(LayoutError) as caught:
        picked("new", "https://reedtalk.example/q/1")
    assert caught.value.reason == Reason.UNKNOWN_LAYOUT
    assert caught.value.detail == "a question URL of reedtalk, but no layout recognises the page"
    assert picked("new", "https://loomtalk.example/q/1") == Reason.NO_QUESTION
    assert picked("new", "https://reedtalk.example/") == Reason.NO_QUESTION


def test_sites_that_may_have_had_a_part_in_a_record() -> None:
    """Those that were asked, and those whose layouts of this name stand on other hosts."""
    assert registry.names_met("https://loomtalk.example/q/1") == {"loomtalk", "board", "yarn", "wool"}
    assert registry.names_met("https://craft.example/1") == {"board", "yarn", "wool"}
    assert registry.names_met("https://craft.example/1", "spun") == {"loomtalk", "board", "yarn", "wool"}
    assert registry.names_met("https://craft.example/1", "warp") == {"board", "yarn", "wool"}
    assert registry.names_met(None) == {"loomtalk", "reedtalk", "board", "yarn", "wool"}


def modules(monkeypatch: pytest.MonkeyPatch, **packages: object) -> dict[str, ModuleType]:
    """The modules of all sites, with installed packages of these names that have these sites; None has none."""
    points = [EntryPoint(f"the-{name}", name, "qapipe.sites") for name in packages]
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points if group == "qapipe.sites" else [])
    for name, site in packages.items():
        module = ModuleType(name)
        if site is not None:
            module.SITE = site  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, name, module)
    return registry._modules.__wrapped__()  # noqa: SLF001


def test_a_package_brings_a_site(monkeypatch: pytest.MonkeyPatch) -> None:
    own = modules(monkeypatch)
    found = modules(monkeypatch, reedpackage=TEXTUAL, loompackage=OWN)
    assert {"realself", "thread", "schema_org"} < own.keys()
    assert list(found) == [*own, "loomtalk", "reedtalk"]  # by the names of the entry points
    assert found["loomtalk"].__name__ == "loompackage"


@pytest.mark.parametrize(
    ("packages", "says"),
    [
        ({"yarns": None}, "the site 'the-yarns' (yarns) of an installed package has no SITE; fix or uninstall"),
        ({"yarns": "x"}, "the site 'the-yarns' (yarns) of an installed package has no SITE; fix or uninstall"),
        (
            {"looms": OWN, "yarns": OWN},
            "the site 'the-yarns' (yarns) of an installed package is called 'loomtalk' like another site; rename it",
        ),
    ],
)
def test_a_package_whose_site_cannot_be_used(
    packages: dict[str, object], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError) as caught:
        modules(monkeypatch, **packages)
    assert str(caught.value).startswith(says)


def test_a_package_that_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("yarns", "no_such_package", "qapipe.sites")
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [point] * (group == "qapipe.sites"))
    with pytest.raises(UsageError, match=r"\(no_such_package\) of an installed package cannot be imported: No module"):
        registry._modules.__wrapped__()  # noqa: SLF001
