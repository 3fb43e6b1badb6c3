"""The documents of the long-term work on paper: the law's picture, plans, agreements and pledges."""
