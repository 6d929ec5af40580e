"""Pages from the web and from web archives into raw storage (WARC)."""
