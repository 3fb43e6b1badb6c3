"""Problems: which areas and places come first, by need and by possibility to influence."""
