"""The mapping of a problem: its questions, its figures, and how it is settled."""
