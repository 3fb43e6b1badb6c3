"""Who people are here: users, organisations, units, memberships, roles, groups and seats."""
