"""Dates that are data: holidays, school breaks, pause weeks, coming events."""
