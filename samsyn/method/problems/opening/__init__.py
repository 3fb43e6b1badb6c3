"""Problems opened, changed, and moved from state to state."""
