"""What an entry of the year wheel leads to: what a state opens, a phase's aims and measures, or a known measure."""

from typing import Any, NamedTuple
from urllib.parse import quote

from django.utils.translation import gettext as _

from samsyn.ground.permissions import Permission
from samsyn.method.measures.models import KnownMeasure
from samsyn.method.pictures.assessment_querysets import reads_playbooks
from samsyn.method.problems.phase_models import Phase
from samsyn.web.assessment.rows import levels_of
from samsyn.web.measures.views import MAY_LOOK
from samsyn.web.templatetags.samsyn import named


class Way(NamedTuple):
    """Where a playbook stands, and what it is called."""

    words: str
    address: str


def choices_of(member: Any) -> list[tuple[str, Any]]:
    """Return what may be chosen, in groups, for a list on the form; nothing first."""
    states = [(f"lage:{each.code}", named(each)) for each in levels_of(member)]
    phases = [(_phase_code(each), f"{named(each.model)}: {each.number} {named(each)}") for each in _phases(member)]
    known = [(f"kand:{each.code}", named(each)) for each in _known(member)]
    groups = ((_("Vad ett läge öppnar"), states), (_("En fas"), phases), (_("En känd åtgärd"), known))
    return [("", _("Inget")), *((name, rows) for name, rows in groups if rows)]


def ways_of(member: Any, codes: set[str]) -> dict[str, Way]:
    """Return the ways that the member may go, by code; what is gone has none. At most four questions."""
    kinds = {code.partition(":")[0] for code in codes if code}
    home, found = f"/{member.municipality.slug}", {}
    if "lage" in kinds and reads_playbooks(member):
        for level in levels_of(member):
            found[f"lage:{level.code}"] = Way(_("Vad vi gör: %(what)s") % {"what": named(level)},
                                              f"{home}/bedomning/lagen#lage-{level.code}")  # fmt: skip
    sees = any(member.may(each) for each in MAY_LOOK)
    if "fas" in kinds and (sees or member.may(Permission.LEAD_MEETING)):
        for phase in _phases(member):
            found[_phase_code(phase)] = Way(_("Vad vi gör: %(what)s") % {"what": named(phase)},
                                            f"{home}/faser#m-{quote(phase.model.code)}")  # fmt: skip
    if "kand" in kinds and sees:
        wanted = {code.partition(":")[2] for code in codes}
        for known in _known(member).filter(code__in=wanted):
            found[f"kand:{known.code}"] = Way(_("Känd åtgärd: %(what)s") % {"what": named(known)},
                                              f"{home}/atgarder/kanda#k-{quote(known.code)}")  # fmt: skip
    return {code: way for code, way in found.items() if code in codes}


def _phases(member: Any) -> Any:
    return Phase.objects.visible_to(member).in_use().select_related("model")


def _phase_code(phase: Phase) -> str:
    return f"fas:{phase.model.code}/{phase.number}"


def _known(member: Any) -> Any:
    return KnownMeasure.objects.visible_to(member).filter(active=True).order_by("name_sv")
