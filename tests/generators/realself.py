"""Seeded RealSelf pages with their exact parse: text extractions, HTML of two eras, and no-question pages.

The same seed gives the same bytes. The pages follow the line grammar seen on public pages; words, people and
places are made up.
"""

from .realself_html import html_page
from .realself_others import not_question_page
from .realself_text import text_page
from .realself_thread import GeneratedPage

__all__ = ["GeneratedPage", "html_page", "not_question_page", "text_page"]
