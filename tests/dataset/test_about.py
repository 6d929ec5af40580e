"""The file given with --card."""

from pathlib import Path

import pytest

from qapipe.dataset.about import About, read_about
from qapipe.errors import UsageError


def read(tmp_path: Path, text: str) -> About:
    path = tmp_path / "about.toml"
    path.write_text(text, "utf-8")
    return read_about(path)


def test_keys(tmp_path: Path) -> None:
    text = 'license = "mit"\nlanguage = "de"\ncreators = ["A"]\ndate_published = 2024-02-29\nsource = """\nx\n"""\n'
    expected = About(license="mit", language=("de",), creators=("A",), date_published="2024-02-29", source="x")
    assert read(tmp_path, text) == expected
    assert read_about(None) == About()
    assert read(tmp_path, 'tags = "x"\ntitle = " T "') == About(tags=("x",), title="T")
    assert (About().title, About().license) == ("Questions and answers", "unknown")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("license: mit", "is not TOML"),
        ('licence = "mit"', "unknown key 'licence'; known keys: title, description, license,"),
        ("license = 3", "license in .* must be a string that is not empty"),
        ('title = " "', "title in .* must be a string that is not empty"),
        ("language = [1]", "language in .* must be a list of strings"),
        ('creators = ["A", 1]', "creators in .* must be a list of strings"),
        ("tags = 3", "tags in .* must be a list of strings"),
        ("tags = {a = 1}", "tags in .* must be a list of strings"),
        ('url = ["x"]', "url in .* must be a string that is not empty"),
    ],
)
def test_usage_errors(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read(tmp_path, text)


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--card: cannot read .*about.toml: No such file"):
        read_about(tmp_path / "about.toml")
