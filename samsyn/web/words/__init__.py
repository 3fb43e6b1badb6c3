"""The glossary, and the help beside each screen: read by everybody, worded by the administrator."""
