"""What came of a report, in sentences for the one who sent it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.letters.outcomes import Outcome, outcomes_of
from samsyn.method.observations.models import Observation
from samsyn.web.templatetags.samsyn import language, week_words


def came_of(observations: Sequence[Observation], *, member: Any) -> dict[UUID, list[dict[str, Any]]]:
    """Return, for each of the member's own reports, what came of it: words, day, and where more stands."""
    found = outcomes_of(observations, member=member)
    return {
        one.pk: [
            {"words": words_of(each), "on": each.on, "path": each.path, "kind": each.kind}
            for each in found.get(one.pk, [])
        ]
        for one in observations
    }


def words_of(outcome: Outcome) -> str:
    """Return one outcome as a sentence."""
    told = outcome.told
    simple = {
        "accepted": _("Läst och godkänd. Den räknas."),
        "refused": _("Fel kanal: %(reason)s") % {"reason": told.get("reason", "")},
        "asked": _("Du har fått en fråga."),
        "counts_again": _("Den räknas igen, i stället för en som togs bort."),
        "corrected": _("Rättad när den granskades."),
        "answered": _("Ditt svar kom fram. Tack!"),
        "correction": _("Din rättelse är omhändertagen."),
        "measure_done": _("Åtgärden är gjord. Tack för att du berättade!"),
        "measure_off": _("Åtgärden blev inte av."),
    }
    if outcome.kind in simple:
        return simple[outcome.kind]
    if outcome.on is not None and outcome.kind in ("measure", "taken_up"):
        return _month(outcome.kind, outcome.on)
    return {"shared": _shared, "ended": _ended, "picture": _picture, "stood_out": _stood_out}[outcome.kind](told)


def _month(kind: str, on: date) -> str:
    """A step of the group's work, by its month alone: neither the measure nor the place is told here."""
    words = {"month": date_format(on, "F").lower() if language() == "sv" else date_format(on, "F")}
    if kind == "measure":
        return _("Ledde till en åtgärd i %(month)s.") % words
    return _("Gruppen tog upp platsen på mötet i %(month)s.") % words


def _shared(told: dict[str, Any]) -> str:
    others = told["others"]
    if not others:
        return _("Fler har berättat om samma sak. Händelsen räknas en gång.")
    return ngettext(
        "%(n)s annan såg samma sak. Händelsen räknas en gång.",
        "%(n)s andra såg samma sak. Händelsen räknas en gång.", others,
    ) % {"n": others}  # fmt: skip


def _ended(told: dict[str, Any]) -> str:
    if told["fault"]:
        return _("Felanmälan är lagad. Tack för att du sa till!")
    return _("Åtgärdat. Tack för att du sa till!")


def _picture(told: dict[str, Any]) -> str:
    return _("Står i lägesbilden för %(week)s, som gruppen har gått igenom.") % {"week": week_words(told["week"])}


def _stood_out(told: dict[str, Any]) -> str:
    words = {"week": week_words(told["week"]), "place": told["place"] or _("Platsen"), "n": told["events"]}
    if not told["events"]:
        return _("%(place)s stack ut i lägesbilden för %(week)s. Din rapport var en av dem som visade det.") % words
    return _("%(place)s stack ut i lägesbilden för %(week)s. Din rapport var en av %(n)s som visade det.") % words
