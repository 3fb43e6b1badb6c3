"""The evaluation of a problem's work on screen: planned before the start, judged afterwards with its doubts."""
