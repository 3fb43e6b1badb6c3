"""Priorities on screen: need against possibility to influence, and the table of comparison over the same answers."""
