"""What stands out as cards: each with its reason and how sure it is, to be acted on, watched or dismissed."""
