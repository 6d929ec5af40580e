"""Where URLs come from: lists, sitemaps and the links of pages."""
