"""Reminders before and after a measure's last day, and when the group is told."""
