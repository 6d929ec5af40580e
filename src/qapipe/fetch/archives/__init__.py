"""Web archives: querying their indexes, selecting captures, fetching records."""
