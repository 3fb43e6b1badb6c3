"""Problems on screen: the list, one problem with its steps, and how one is opened."""
