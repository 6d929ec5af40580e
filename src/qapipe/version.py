"""The version of qapipe, of which every file that it writes tells."""

__version__ = "0.1.0"
