"""The two-minute form of the police: five numbers per area and week, and a line of text."""
