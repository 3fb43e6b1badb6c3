"""The week's picture on screen."""
