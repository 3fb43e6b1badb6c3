"""What is told by itself before a document is to be looked over."""
