"""The log of readings: one line for what a member has been shown or has taken out."""
