"""The closed lists as docs/tables.md prints them: what users rely on."""

import re

from support.places import ROOT


def documented(heading: str) -> dict[str, str]:
    """The values below a heading, each with its meaning, in order."""
    section = (ROOT / "docs" / "tables.md").read_text("utf-8").split(f"\n## {heading}\n")[1].partition("\n## ")[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE))
