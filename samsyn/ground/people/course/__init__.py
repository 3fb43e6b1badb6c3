"""The three-minute course before the first report: who has taken it."""
