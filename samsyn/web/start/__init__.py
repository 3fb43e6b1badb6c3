"""Min vecka: what is expected of me this week, and what came of last week."""
