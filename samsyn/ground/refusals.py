"""The family of refusals: a sentence in Swedish, fit to be shown, that says what to do."""

from django.conf import settings
from django.utils.translation import gettext


class Refused(Exception):
    """Something was not done, and the sentence says what to do about it."""

    @property
    def sentence(self) -> str:
        """Return the sentence in the language of whoever reads it, where the catalogue has it."""
        said = str(self.args[0]) if self.args else ""
        return gettext(said) if said and settings.configured else said
