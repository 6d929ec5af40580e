"""The version of qapipe, of which every file that it writes tells."""

__version__ = "0.1.0"
USER_AGENT = f"qapipe/{__version__} (questions and answers to datasets)"
"""Default User-Agent of requests; without a contact address, which users are asked to add."""
