"""A party leaves: its own data, the protocol, and the ending of everything that it had promised."""
