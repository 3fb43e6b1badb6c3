"""The state of each area: the system suggests, a named function decides with a motivation, and history is kept."""
