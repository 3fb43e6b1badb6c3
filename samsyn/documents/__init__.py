"""Pages on paper and small drawings: they read and show, never count, decide or write."""
