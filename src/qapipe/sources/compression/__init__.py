"""Compressed files: codecs with bounded output, their members, and what is left of damaged ones."""
