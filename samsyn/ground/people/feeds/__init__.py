"""The secret address of a person's calendar."""
