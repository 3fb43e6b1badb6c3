"""The family of refusals: a sentence in Swedish, fit to be shown, that says what to do."""


class Refused(Exception):
    """Something was not done, and the sentence says what to do about it."""

    @property
    def sentence(self) -> str:
        return str(self.args[0]) if self.args else ""
