"""Phase models on screen: the examples and the municipality's own, and where areas and problems have been placed."""
