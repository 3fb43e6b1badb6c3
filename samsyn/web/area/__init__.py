"""One area on screen: all that is known of it, figure by figure, with the areas in the order of their names."""
