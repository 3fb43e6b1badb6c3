"""The parties' pictures side by side, settled with one key each."""
