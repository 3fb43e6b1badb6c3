"""The law's situational picture: what the system holds, gathered for one audience at a time."""
