"""Questions put to the data about a problem, and what is kept as evidence of a cause."""
