"""Reading in files: choose, say what the columns are, look, start, see what came of it, take it back."""
