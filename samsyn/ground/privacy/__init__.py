"""What a model must declare about personal data."""
