"""The EST method, one room per step, earliest first."""
