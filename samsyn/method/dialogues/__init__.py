"""Dialogues with those who live and work somewhere: dialogue evenings in a series, safety walks, talks on the spot."""
