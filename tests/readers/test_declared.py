"""What sites declare is read from their source, and is what they are once they are imported."""

import subprocess
import sys

import pytest

from qapipe.readers import declared, registry
from qapipe.readers.declared import constants_of, declared_sites, file_of


def test_declared_sites_are_the_known_ones_in_their_order() -> None:
    found = [(site.name, site.hosts, site.fallback, site.file) for site in declared_sites()]
    known = registry.known_sites()
    assert found == [(site.name, site.hosts, site.fallback, registry.file_of(site.name)) for site in known]
    assert file_of("realself") == registry.file_of("realself")


def test_sites_of_installed_packages_are_asked_of_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    one, *_ = registry.known_sites()
    monkeypatch.setattr(declared, "entry_points", lambda group: [group])
    monkeypatch.setattr(registry, "known_sites", lambda: (one,))
    assert [site.name for site in declared_sites.__wrapped__()] == [one.name]


def test_sites_whose_fields_are_no_constants_are_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    written = declared_sites()
    monkeypatch.setattr(declared, "constants_of", lambda _: None)
    assert declared_sites.__wrapped__() == written


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("SITE = Site(name='a', hosts=('a.example',), layouts=LAYOUTS)", ("a", ("a.example",), False)),
        ("X = 1\nSITE = Site(name='b', fallback=True)", ("b", (), True)),
        ("HOSTS = ('c.example',)\nSITE = Site(name='c', hosts=HOSTS)", ("c", ("c.example",), False)),
        ("SITE = Site(name='c', hosts=HOSTS)", None),
        ("HOSTS = tuple(found)\nSITE = Site(name='c', hosts=HOSTS)", None),
        ("SITE = Site(**FIELDS)", None),
        ("SITE = Site(name='d', **{'fallback': True})", None),
        ("SITE = Site('d')", None),
        ("SITE = Site(hosts=('e.example',))", None),
        ("from elsewhere import SITE", None),
    ],
)
def test_a_site_is_declared_by_constants_or_not_at_all(
    source: str, expected: tuple[str, tuple[str, ...], bool] | None
) -> None:
    found = constants_of(source)
    assert (found and tuple(found[name] for name in ("name", "hosts", "fallback"))) == expected


def test_planning_a_run_imports_no_reader() -> None:
    code = (
        "import sys\nimport qapipe.run.pipeline\nfrom qapipe.run.checkpoints import code_version\ncode_version()\n"
        "print('\\n'.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()
    readers = {name for name in loaded if name.startswith("qapipe.readers.")}
    assert readers == {"qapipe.readers.declared", "qapipe.readers.sites"}
    assert {"selectolax", "w3lib", "qapipe.page.document"}.isdisjoint(loaded)
