"""Meetings: who was there, what was decided about each place, and what waits for the next one."""
