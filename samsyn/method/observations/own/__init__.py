"""What a reporter may do with the own reports."""
