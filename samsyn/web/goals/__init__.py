"""A problem's goals on screen: from where, to where, by when, and how far they have come."""
