"""Fetched pages as WARC records that survive a crash."""
