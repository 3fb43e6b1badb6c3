"""The family of refusals: a sentence in Swedish, fit to be shown, that says what to do."""


class Refused(Exception):  # noqa: N818  (a refusal is not an error of the program)
    """Something was not done, and the sentence says what to do about it."""

    @property
    def sentence(self) -> str:
        return str(self.args[0]) if self.args else ""
