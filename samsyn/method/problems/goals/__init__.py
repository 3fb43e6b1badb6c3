"""What a problem's work aims at: goals with their starting point, and how far they have come."""
