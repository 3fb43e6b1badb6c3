"""So it went, in words: what came of one's own reports, and the coordinator's way of sending it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.analysis.weeks import Week
from samsyn.ground.audit.models import Event
from samsyn.ground.people.models import Organisation, Unit
from samsyn.letters.outcomes import Outcome, outcomes_of
from samsyn.method.observations.models import Observation, ReporterLink
from samsyn.method.pictures.models import SituationalPicture
from samsyn.web.observation.facts import moment_words, shape_of
from samsyn.web.templatetags.samsyn import named, week_words

LOOKED_BACK = timedelta(weeks=13)
MOST = 60


def words_of(outcome: Outcome) -> str:
    """Return one outcome as a sentence."""
    told = outcome.told
    simple = {
        "accepted": _("Läst och godkänd. Den räknas."),
        "refused": _("Hör inte hit: %(reason)s") % {"reason": told.get("reason", "")},
        "asked": _("Du har fått en fråga."),
        "counts_again": _("Den räknas igen, i stället för en som togs bort."),
        "corrected": _("Rättad när den granskades."),
        "answered": _("Ditt svar kom fram. Tack!"),
        "correction": _("Din rättelse är omhändertagen."),
    }
    if outcome.kind in simple:
        return simple[outcome.kind]
    return {"shared": _shared, "ended": _ended, "picture": _picture, "stood_out": _stood_out}[outcome.kind](told)


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


def answers_of(observations: Sequence[Observation], *, member: Any) -> list[dict[str, Any]]:
    """Return each report with what came of it in words; reports with nothing to tell yet say so."""
    found = outcomes_of(observations, member=member)
    return [
        {
            "id": one.pk,
            "what": named(one.category),
            "where": str(one.place or one.area or ""),
            "when": moment_words(one.observed_to),
            "shape": shape_of(one),
            "lines": [
                {"words": words_of(each), "on": each.on, "path": each.path, "kind": each.kind}
                for each in found.get(one.pk, [])
            ],
        }
        for one in observations
    ]


def own_answers(member: Any) -> list[dict[str, Any]]:
    """Return what came of the member's own reports of the last thirteen weeks, the latest first."""
    since = timezone.now() - LOOKED_BACK
    own = Observation.objects.visible_to(member).sent_by(member).seen_from(since).with_names().latest_first()
    return answers_of(list(own[:MOST]), member=member)


def to_be_told(picture: SituationalPicture) -> list[dict[str, Any]]:
    """Return the organisations and units with reports in the picture's weeks, and whether each has been told.

    How many reported is not shown: only that somebody did, and never who.
    """
    first, last = picture.week - (picture.weeks - 1), picture.week
    links = ReporterLink.objects.filter(
        municipality=picture.municipality, observation__state="accepted", observation__iso_week__gte=first.iso,
        observation__iso_week__lte=last.iso, observation__owner__isnull=False,
    ).values_list("observation__owner", "unit").distinct()  # fmt: skip
    pairs = set(links)
    parties = Organisation.objects.in_bulk({owner for owner, _unit in pairs})
    units = Unit.objects.in_bulk({unit for _owner, unit in pairs if unit})
    lines = Event.objects.filter(municipality=picture.municipality, happening="feedback.sent")
    told = {
        (line.changed["organisation"], line.changed["unit"]) for line in lines if line.changed.get("last") == last.iso
    }
    rows = [(owner, None) for owner in parties] + [(owner, unit) for owner, unit in pairs if unit]
    found = [
        {
            "organisation": parties[owner],
            "unit": units.get(unit),
            "told": (str(owner), str(unit or "")) in told or (str(owner), "") in told,
        }
        for owner, unit in rows
    ]
    for row in found:
        row["key"] = key_of(row)
    return sorted(found, key=lambda row: (row["organisation"].name, str(row["unit"] or "")))


def key_of(row: dict[str, Any]) -> str:
    """Return what the button of a row sends: the organisation, or organisation and unit."""
    return ".".join(str(one.pk) for one in (row["organisation"], row["unit"]) if one is not None)


def latest_locked(member: Any) -> SituationalPicture | None:
    """Return the latest locked picture that the member may see."""
    return SituationalPicture.objects.visible_to(member).locked().latest_first().first()


def weeks_of(picture: SituationalPicture) -> tuple[Week, Week]:
    """Return the first and the last week of a picture."""
    return picture.week - (picture.weeks - 1), picture.week
