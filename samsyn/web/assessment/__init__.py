"""How the areas are: what the system suggests, what a function decides, and what the parties answer."""
