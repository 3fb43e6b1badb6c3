"""What a reviewer may do beyond accepting: make coarse, deal with corrections."""
