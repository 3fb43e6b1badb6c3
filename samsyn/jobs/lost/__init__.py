"""Background jobs whose worker was killed midway: known by a lock that went with it, and taken up again."""
