"""Why a problem exists: one list of causes, drawn in four ways, tried against the data."""
