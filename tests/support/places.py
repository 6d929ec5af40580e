"""Where the project and the files that others provide lie."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The checkout."""
SHARED = ROOT.parent / "shared"
"""Pages, dumps and archives that nobody here wrote; tests that need them are skipped where the folder is absent."""
