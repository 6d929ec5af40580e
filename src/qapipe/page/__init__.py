"""From the bytes of a page to a document: charset, guard against hostile markup, visible lines, structured data."""
