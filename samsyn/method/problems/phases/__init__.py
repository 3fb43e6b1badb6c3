"""Phase models: shipped examples to copy, and areas and problems placed in a phase."""
