"""Dates as pages, web archives and dumps print them.

``instant`` reads values with one meaning, wherever they come from. ``find`` and ``on_page`` read what pages print for
people: localised month names, day-first dates, ages ("3 years ago"), dates inside short texts.
"""

from qapipe.page.dates.instants import instant
from qapipe.page.dates.moments import Moment, day_first, find, on_page
from qapipe.page.dates.names import is_weekday

__all__ = ["Moment", "day_first", "find", "instant", "is_weekday", "on_page"]
