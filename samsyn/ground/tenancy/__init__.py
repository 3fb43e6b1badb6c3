"""The municipality: whose data this is, its time zone, its metres and its colour."""
