"""What every step of the method stands on."""
