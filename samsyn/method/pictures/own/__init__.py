"""Each party's own picture of the period."""
