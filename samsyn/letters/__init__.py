"""Telling people: reads the logbook, writes letters without content, sends them at least once."""
