"""What the people out there saw: observations, period replies, review."""
