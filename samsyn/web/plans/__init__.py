"""The documents of the long-term work on screen: written, sent round, decided, signed, followed up."""
