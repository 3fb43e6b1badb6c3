"""The logbook on screen."""
