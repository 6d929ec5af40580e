"""The bytes of a page -> a document: charset, protection against hostile markup, visible lines, structured data."""
