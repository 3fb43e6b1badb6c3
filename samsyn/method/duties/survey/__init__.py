"""The yearly questions to the municipality, answered from what is known; and the group's own check of how it works."""
