"""Web archives: their indexes asked and read, their captures chosen, and the records of these."""
