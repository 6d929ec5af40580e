"""Every URL of a crawl and its state, in SQLite."""
