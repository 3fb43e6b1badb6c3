"""A second step, and where one is signed in."""
