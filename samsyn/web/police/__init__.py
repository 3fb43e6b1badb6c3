"""The police's two-minute form on screen."""
