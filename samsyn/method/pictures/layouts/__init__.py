"""Which sections a picture has, in which order, and what people write in them."""
