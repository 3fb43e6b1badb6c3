"""The weekly checklist: four answers to a few questions, per unit and area."""
