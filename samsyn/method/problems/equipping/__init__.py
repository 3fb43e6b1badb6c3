"""What is shipped about the way is copied to a municipality when it opens its first problem."""
