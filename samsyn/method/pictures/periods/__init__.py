"""The picture of a month, a quarter, a tertial or a year: what a week's numbers cannot carry."""
