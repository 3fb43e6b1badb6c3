"""What causes and steps have said, and what is said when two people change the same one."""
