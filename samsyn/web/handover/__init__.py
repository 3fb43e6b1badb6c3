"""Överlämning: one page for the substitute."""
