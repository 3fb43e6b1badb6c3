"""The cards of the eight places where the method was tried first, as data."""
