"""Administration: parties, users, groups, areas, places, calendar, categories and settings, without a developer."""
