"""The municipality's own check of what organised crime looks like near by: phenomena, never persons, and no class."""
