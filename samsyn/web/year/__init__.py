"""The year wheel on screen: what comes back each year, when, and what to check before it."""
