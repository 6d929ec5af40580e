"""Compressed files: codecs with bounded output, members, and recovery of what damage leaves."""
