"""WARC and ARC: records read with their damage, HTTP bodies decoded, pages written as records."""
