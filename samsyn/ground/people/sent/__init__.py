"""Which forms have been taken in, so that one that is sent twice is carried out once."""
