"""Parsers for single lines of a page: bylines, specialties, counts, noise."""
