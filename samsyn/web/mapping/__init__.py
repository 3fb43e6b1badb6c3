"""The mapping of a problem on screen: live figures, the questions, the sources; settled, printed, taken out."""
