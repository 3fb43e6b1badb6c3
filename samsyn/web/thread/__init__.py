"""Från rapport till svar: the whole way of a report, forwards, or of a measure, backwards, on one screen."""
