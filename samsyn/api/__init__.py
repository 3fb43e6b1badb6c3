"""What the phone and partner systems talk to; shapes only, the rules stand in the verbs."""
