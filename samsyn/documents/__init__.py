"""Pages on paper: one file for what goes in and one for how it looks, per document."""
