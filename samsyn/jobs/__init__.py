"""What happens by itself or takes long, in order."""
