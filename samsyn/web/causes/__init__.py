"""Why a problem exists, on screen: one list in four drawings, questions to the data, a short form, area factors."""
