"""The decisions on disposal: what is kept how long, by which decision."""
