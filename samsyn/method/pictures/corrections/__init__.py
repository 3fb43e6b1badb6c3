"""After the lock: what came late, and what must be taken out by decision."""
