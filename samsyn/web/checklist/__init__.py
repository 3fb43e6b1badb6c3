"""The weekly checklist on screen: one page per area, four choices per row."""
