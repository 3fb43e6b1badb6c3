"""Invitations on paper or screen: a link that makes one account with one role, once."""
