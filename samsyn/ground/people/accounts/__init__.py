"""Accounts: start passwords on paper, a whole staff from a file, and closing them in time."""
