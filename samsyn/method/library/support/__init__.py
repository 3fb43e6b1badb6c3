"""Support from outside: invite, end, say something, take it back."""
