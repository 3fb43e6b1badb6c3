"""Every address × every role: a town full of marks, and a table that says who may see which."""
