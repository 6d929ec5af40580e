"""What is in a dataset: counts, fill rates and distributions of its tables, and the HTML page that shows them."""
