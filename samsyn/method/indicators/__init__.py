"""Outside figures: readings per area and period, and what other sources tell; never mixed with observations."""
