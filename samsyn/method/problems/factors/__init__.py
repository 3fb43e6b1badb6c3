"""Risk and protective factors of an area, under the headings of its profile; groups and circumstances only."""
