"""Each party's own picture, five minutes a week."""
