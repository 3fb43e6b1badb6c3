"""Where a text that must not stand has been carried to since, and taking it out there too."""
