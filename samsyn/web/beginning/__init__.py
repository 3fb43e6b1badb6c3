"""The first twelve weeks: what to do in which order, ticked by what the system itself can see."""
