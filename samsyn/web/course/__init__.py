"""The three-minute course: what to report and how, with real examples; the same in the phone and on the page."""
