"""The analytical core: numbers in, numbers out; knows no framework, no files, no clock and no chance of its own."""
