"""My reports: what waits in the phone, what has been sent, and what came of it."""
