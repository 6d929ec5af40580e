"""A dataset in other forms: nested threads, pairs, JSON lines, CSV, chats, BEIR, SQLite.

::

    tables  ──►  blocks (threads.py)            ──►  one module a format  ──►  file or directory (output.py)
                 questions with their answers,
                 selected (selection.py), redacted
"""
