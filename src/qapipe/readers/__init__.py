"""A document -> a reading: the question, its answers, and what was removed as noise."""
