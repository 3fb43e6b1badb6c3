"""What was really done, and the steps on the way."""
