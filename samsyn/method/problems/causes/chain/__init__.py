"""The chain of events that ends in the problem."""
