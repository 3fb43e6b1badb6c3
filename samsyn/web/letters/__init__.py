"""Which letters I want, and the way out that stands in each of them."""
