"""The fictional town: its map, its people, two years of its life."""
