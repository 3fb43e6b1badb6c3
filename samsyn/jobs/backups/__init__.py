"""One file that holds everything: database and stored files, sealed with a key, proved by being restored."""
