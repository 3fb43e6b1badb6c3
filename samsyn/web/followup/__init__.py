"""Follow-up on screen: was it done, how did it go, did it help; and what it is compared with."""
