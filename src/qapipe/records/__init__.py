"""What one page became: typed records, their ids, and the Arrow schemas of the tables."""
