"""Making what was asked for: dispatchers lease generations from the ledger, slots run them in children."""
