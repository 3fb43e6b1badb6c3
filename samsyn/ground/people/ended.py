"""What is not given to somebody who has ended: a party after its last day, a person without a role left."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from samsyn.ground.people.models import Membership, Organisation, User
from samsyn.ground.refusals import Refused, in_both_languages
from samsyn.ground.tenancy.models import Municipality

ENDED = in_both_languages("Parten är avslutad. Välj en part som är kvar.")


def refuse_ended(party: Organisation | None, *, refused: type[Refused], today: date | None = None) -> None:
    """Raise the refusal where a party's last day has passed: nobody there would do or see what is given to it."""
    if party is not None and not party.is_open(on=today or timezone.localdate(timezone=party.municipality.zone)):
        raise refused(ENDED)


def has_a_role(person: User, *, municipality: Municipality) -> bool:
    """Say whether a person has a role in the municipality that has not ended; one that begins later is one."""
    today = timezone.localdate(timezone=municipality.zone)
    mine = Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), user=person, municipality=municipality)
    return any(
        each.organisation.is_open(on=today) for each in mine.select_related("organisation")
    ) and person.is_active and (person.ends_on is None or person.ends_on >= today)
