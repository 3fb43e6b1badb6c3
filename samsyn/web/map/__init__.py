"""The map and the list of reports: one choice of period, area and category decides what both show, and every file."""
