"""Where a case stands: kept here, offered to other municipalities, or withdrawn again."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sharing(TextChoices):
    """Who may read a case."""

    KEPT = "kept", _("bara här")
    OFFERED = "offered", _("delat med andra kommuner")
    WITHDRAWN = "withdrawn", _("tillbakadraget")


class Season(TextChoices):
    """The part of a year that is told instead of dates."""

    WINTER = "winter", _("vintern")
    SPRING = "spring", _("våren")
    SUMMER = "summer", _("sommaren")
    AUTUMN = "autumn", _("hösten")


def season_of(month: int) -> Season:
    """Return the season of a month; December belongs to the winter.

    >>> season_of(12).value, season_of(3).value, season_of(8).value
    ('winter', 'spring', 'summer')
    """
    return [Season.WINTER, Season.SPRING, Season.SUMMER, Season.AUTUMN][month % 12 // 3]
