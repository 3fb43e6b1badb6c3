"""Kommunen: everything about how the municipality is set up and how the work goes, under one door."""
