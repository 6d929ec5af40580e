"""The sites: one module or package each, with a ``SITE``. They do not import each other."""

ENTRY_POINTS = "qapipe.sites"
"""The group of entry points in which other packages declare sites."""
