"""The review queue: what has come in and waits to be read."""
