"""What must be ready on the way, and when a problem is suggested: rows that a municipality may change."""
