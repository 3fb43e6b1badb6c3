"""The logbook: what happened and by whom, written in the same transaction."""
