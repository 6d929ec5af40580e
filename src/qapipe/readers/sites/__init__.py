"""The sites: one module or package each, with a ``SITE``. They do not import each other."""
