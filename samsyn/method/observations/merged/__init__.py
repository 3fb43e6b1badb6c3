"""Reports that tell of the same thing: one is kept and counted, the others point at it."""
