"""From practice to real reports: what must hold first, and the step itself."""
