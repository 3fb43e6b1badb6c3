"""Where things are: area sets, areas, places and their many names."""
