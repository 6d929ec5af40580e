"""The frontier: every URL of a crawl and its state, in SQLite."""
