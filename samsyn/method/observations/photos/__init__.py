"""Photos of an observation: off unless the municipality has them on, and seen by those who review it alone."""
