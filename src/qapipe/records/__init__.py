"""The typed record of one page, its ids, and the Arrow schemas of the tables."""
