"""Övning och skarp drift: the checklist before anything real is written, and the step itself."""
