"""The situational picture: what the week looked like, per audience, and how sure we are."""
