"""Dialogues on screen: a series of evenings, a walk by the places that stand out, what came of it."""
