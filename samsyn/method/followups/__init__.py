"""Was it done, how did it go, did it help: the three kinds of follow-up of a measure, and the plan made before."""
