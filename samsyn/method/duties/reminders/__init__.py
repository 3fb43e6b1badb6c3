"""What is told by itself before the law's two years are over."""
