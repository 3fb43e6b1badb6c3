"""The meeting on screen: for the projector, the video call and the phone; and its minutes."""
