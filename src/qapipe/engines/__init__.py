"""Engines schedule and know nothing of pages: they run a function of one task, and send little."""
