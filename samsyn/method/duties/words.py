"""Why a duty stands as it does, in words that somebody who has five minutes understands."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

WHY: dict[str, Any] = {
    "picture": gettext_lazy("Lägesbilden beslutades {on} och har de tre delarna."),
    "plan": gettext_lazy("Planen beslutades av {body} {on} och bygger på lägesbilden."),
    "plan_loose": gettext_lazy("Planen beslutades av {body} {on}, men det står inte vilken lägesbild den bygger på."),
    "renewal": gettext_lazy("Båda är gjorda i tid. Nästa gång senast {on}."),
    "renewal_none": gettext_lazy("Det kräver en beslutad lägesbild och en beslutad plan."),
    "renewal_late": gettext_lazy("Två år gick {on}. Uppdatera lägesbilden och följ upp planen."),
    "renewal_not_followed": gettext_lazy("Planen är inte uppföljd än. Det ska göras senast {on}."),
    "agreements": gettext_lazy("Överenskommelser som gäller: {n}."),
    "agreements_parties": gettext_lazy("{n} parter har en överenskommelse, men syften och områden står inte här."),
    "council": gettext_lazy("{group} har {n} platser och leds av kommunen."),
    "council_thin": gettext_lazy("{group} har {n} platser. Minst två parter behöver vara med."),
    "council_not_led": gettext_lazy("{group} har ingen plats för kommunen, som ska leda rådet."),
    "reporting": gettext_lazy("Senaste rapporten gavs {on}."),
    "reporting_late": gettext_lazy("Senaste rapporten gavs {on}. Det är mer än ett år sedan."),
    "cameras": gettext_lazy("Inget krävs. Använder kommunen kameror ska avvägningen vara skriven."),
    "linked": gettext_lazy("Det som visar det är kopplat: {n}."),
    "not_linked": gettext_lazy("Det finns något i systemet som kan visa det, men ingen har kopplat det."),
    "none": gettext_lazy("Inget visar det än."),
    "group": gettext_lazy("{group}, {n} platser"),
}


def why_words(key: str, **named: Any) -> str:
    """Return one of the sentences with its names filled in; days are written out."""
    said = {name: day_words(value) if isinstance(value, date) else value for name, value in named.items()}
    return str(WHY[key]).format(**said)


def day_words(day: date) -> str:
    """Write a day with its month: 9 nov 2026."""
    return date_format(day, "j M Y" if (get_language() or "sv").startswith("en") else "j b Y")


def found_words(name: str, more: str) -> str:
    """Name a thing and who stands behind it."""
    return _("%(name)s, %(more)s") % {"name": name, "more": more} if more else name
