"""The layouts of pictures: chosen, changed, added."""
