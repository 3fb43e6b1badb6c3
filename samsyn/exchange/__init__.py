"""Exchange: other people's files in, our tables out."""
