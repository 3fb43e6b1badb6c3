"""What the guard finds, counted by day: kind, field and level, never a word of it."""
