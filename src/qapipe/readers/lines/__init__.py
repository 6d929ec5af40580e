"""What one line of a page says: bylines, specialties, counts, noise."""
