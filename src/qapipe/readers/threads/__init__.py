"""Threads by structure: repeated posts on any HTML page, whatever its classes."""
