"""What the first twelve weeks hold, and how each line is seen to be done. Our own proposal, from the pilots' order."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from samsyn.ground.people.models import Membership, Organisation, Seat
from samsyn.ground.places.models import AreaSet, Place
from samsyn.jobs.existing import has_at_least
from samsyn.method.duties.models import SelfCheck
from samsyn.method.library.models import Wording
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.models import Meeting, Rhythm
from samsyn.method.observations.models import Observation, ReportingDuty
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.problems.models import Priority, Problem

FEW, SOME, MANY = 2, 5, 30


class Line(NamedTuple):
    """One thing to do: what, where it is done, and how it is seen that it is."""

    words: Any
    path: str
    is_done: Callable[[Any], bool]


class Stretch(NamedTuple):
    """Some of the weeks, with what they are for."""

    weeks: str
    name: Any
    lines: tuple[Line, ...]


def _at_least(model: Any, count: int = 1, **wanted: Any) -> Callable[[Any], bool]:
    def is_done(member: Any) -> bool:
        return has_at_least(model, count, municipality=member.municipality, **wanted)

    return is_done


STRETCHES = (
    Stretch("1–2", _("Bestäm vilka och var"), (
        Line(_("Områdena är inlästa"), "data/omraden", _at_least(AreaSet, working=True)),
        Line(_("Minst två parter är med"), "organisation/parter", _at_least(Organisation, FEW)),
        Line(_("Minst två platser för funktioner finns i grupperna"), "organisation/grupper",
             _at_least(Seat, FEW)),
        Line(_("Minst en grupp har en fast dag"), "mote/planering", _at_least(Rhythm)),
    )),
    Stretch("3–4", _("Bestäm vad ni rapporterar"), (
        Line(_("Minst fem platser som alla känner till finns i listan"), "organisation/platser",
             _at_least(Place, SOME)),
        Line(_("Minst en enhet är utsedd att svara varje vecka"), "organisation/parter", _at_least(ReportingDuty)),
        Line(_("Minst fem konton finns"), "organisation/anvandare", _at_least(Membership, SOME)),
        Line(_("Minst ett ord i ordlistan har fått er egen text"), "ordlista", _at_least(Wording)),
    )),
    Stretch("5–8", _("Fyra veckor i rad, på riktigt"), (
        Line(_("Trettio rapporter är godkända"), "granska", _at_least(Observation, MANY, state="accepted")),
        Line(_("Två lägesbilder är låsta"), "lagesbild/",
             _at_least(SituationalPicture, FEW, locked_at__isnull=False)),
        Line(_("Två möten är hållna och avslutade"), "mote/", _at_least(Meeting, FEW, closed_at__isnull=False)),
        Line(_("En åtgärd är beslutad"), "atgarder/", _at_least(Measure)),
    )),
    Stretch("9–12", _("Se efter om det håller"), (
        Line(_("En åtgärd är uppföljd"), "atgarder/", _at_least(Measure, followed_up_on__isnull=False)),
        Line(_("Minst en prioritering finns"), "prioritering", _at_least(Priority)),
        Line(_("Ett problem är öppnat"), "problem", _at_least(Problem)),
        Line(_("En självskattning finns"), "sjalvskattning", _at_least(SelfCheck)),
    )),
)
