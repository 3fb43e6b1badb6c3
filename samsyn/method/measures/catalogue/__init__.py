"""Known measures: what others have tried, and what research says of it."""
