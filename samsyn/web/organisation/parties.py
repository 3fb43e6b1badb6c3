"""Parties: organisations with their law, agreement and end; their units, duties and areas."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.people.actions import (
    add_organisation,
    add_stewardship,
    add_unit,
    change_organisation,
    change_unit,
    end_stewardship,
)
from samsyn.ground.people.models import Membership, Organisation, Stewardship
from samsyn.ground.permissions import Permission
from samsyn.method.observations.actions import set_reporting_duty
from samsyn.method.observations.models import ReportingDuty
from samsyn.web.guard import members_who
from samsyn.web.organisation.asking import ask, carry_out, home, show
from samsyn.web.organisation.forms import CareForm, DutyForm, PartyForm, UnitForm
from samsyn.web.sorting import in_order

people_only = members_who(Permission.MANAGE_PEOPLE)
DUTY_FIELDS = ["unit", "area", "every_weeks", "checklist", "starts_on", "ends_on"]
PARTY_FIELDS = ["name", "kind", "legal_kind", "responsible_body", "agreement", "joined_on", "ends_on"]


def _party(request: HttpRequest, pk: object) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.member), pk=pk)


def _crumbs(request: HttpRequest, *parties: Organisation) -> list[dict[str, str]]:
    top = [{"name": _("Parter"), "address": f"{home(request)}parter"}]
    return top + [{"name": party.name, "address": f"{home(request)}parter/{party.pk}"} for party in parties]


@people_only
def listed(request: HttpRequest) -> HttpResponse:
    """List every party with what binds it and when it ends."""
    member, today = request.member, timezone.localdate()
    in_force = Q(memberships__ends_on=None) | Q(memberships__ends_on__gte=today)
    found = Organisation.objects.visible_to(member).annotate(
        people=Count("memberships__user", filter=in_force, distinct=True)
    )
    on_duty = set(
        ReportingDuty.objects.visible_to(member)
        .filter(Q(ends_on=None) | Q(ends_on__gte=today))
        .values_list("organisation", flat=True)
    )
    rows = [{"party": p, "duty": p.pk in on_duty, "closed": not p.is_open(on=today)} for p in in_order(found)]
    rows.sort(key=lambda row: row["closed"])
    return show(request, "parties.html", section="parties", rows=rows)


@people_only
def add(request: HttpRequest) -> HttpResponse:
    """Add a party."""
    form = PartyForm(request.POST or None)
    return ask(
        request, form=form, section="parties", title=_("Ny part"), crumbs=_crumbs(request), submit=_("Lägg till"),
        save=lambda data: add_organisation(**data, by=request.member), to=lambda party: f"parter/{party.pk}",
        done=_("Parten är tillagd."),
    )  # fmt: skip


@people_only
def show_one(request: HttpRequest, pk: object) -> HttpResponse:
    """Show one party: what binds it, its units, people, duties and areas."""
    party, member, today = _party(request, pk), request.member, timezone.localdate()
    memberships = Membership.objects.visible_to(member).filter(organisation=party)
    return show(
        request, "party.html", section="parties", party=party, today=today, crumbs=_crumbs(request),
        closed=not party.is_open(on=today),
        units=in_order(party.units.prefetch_related("areas")),
        people=in_order(memberships.select_related("user", "role", "unit"), by=lambda m: str(m.user)),
        duties=ReportingDuty.objects.visible_to(member).filter(organisation=party).select_related(
            "unit", "area", "checklist"
        ),
        cared=party.stewardships.select_related("area", "place").order_by("starts_on"),
    )  # fmt: skip


@people_only
def change(request: HttpRequest, pk: object) -> HttpResponse:
    """Change a party's facts, or say when it ends."""
    party = _party(request, pk)
    form = PartyForm(request.POST or None, initial={name: getattr(party, name) for name in PARTY_FIELDS})
    return ask(
        request, form=form, section="parties", title=_("Ändra part"), crumbs=_crumbs(request, party),
        save=lambda data: change_organisation(organisation=party, by=request.member, **data),
        to=f"parter/{party.pk}", done=_("Ändringen är sparad."),
    )  # fmt: skip


@people_only
def unit(request: HttpRequest, pk: object, unit_pk: object = None) -> HttpResponse:
    """Add a unit, or change one."""
    party = _party(request, pk)
    known = get_object_or_404(party.units, pk=unit_pk) if unit_pk else None
    initial = {"name": known.name, "areas": known.areas.all()} if known else {}
    form = UnitForm(request.POST or None, member=request.member, initial=initial)

    def save(data: dict) -> object:
        if known:
            return change_unit(unit=known, by=request.member, **data)
        return add_unit(organisation=party, by=request.member, **data)

    return ask(
        request, form=form, section="parties", title=_("Ändra enhet") if known else _("Ny enhet"), save=save,
        crumbs=_crumbs(request, party), to=f"parter/{party.pk}", done=_("Enheten är sparad."),
    )  # fmt: skip


@people_only
def duty(request: HttpRequest, pk: object, duty_pk: object = None) -> HttpResponse:
    """Agree that a party or a unit answers every period; an end date ends the promise."""
    party, member = _party(request, pk), request.member
    made = ReportingDuty.objects.visible_to(member).filter(organisation=party)
    known = get_object_or_404(made, pk=duty_pk) if duty_pk else None
    before = {name: getattr(known, name) for name in DUTY_FIELDS} if known else {"starts_on": timezone.localdate()}
    form = DutyForm(request.POST or None, organisation=party, member=member, initial=before)
    if known:
        # Whose promise it is and where stands fast: another unit or area is another promise.
        form.fields["unit"].disabled = form.fields["area"].disabled = True
    return ask(
        request, form=form, section="parties", title=_("Veckobesked"), crumbs=_crumbs(request, party),
        lede=_("Den som har lovat besked räknas i svarsfrekvensen. Ett slutdatum avslutar löftet."),
        save=lambda data: set_reporting_duty(organisation=party, by=member, **data),
        to=f"parter/{party.pk}", done=_("Löftet om veckobesked är sparat."),
    )  # fmt: skip


@people_only
def care(request: HttpRequest, pk: object) -> HttpResponse:
    """Say that a party looks after an area from a day."""
    party = _party(request, pk)
    form = CareForm(request.POST or None, member=request.member)
    return ask(
        request, form=form, section="parties", title=_("Sköter ett område"), crumbs=_crumbs(request, party),
        save=lambda data: add_stewardship(organisation=party, by=request.member, **data),
        to=f"parter/{party.pk}", done=_("Det är sparat."),
    )  # fmt: skip


@require_POST
def _end_care(request: HttpRequest, pk: object) -> HttpResponse:
    cared = get_object_or_404(Stewardship.objects.visible_to(request.member).select_related("organisation"), pk=pk)
    back = f"platser/{cared.place_id}" if cared.place_id else f"parter/{cared.organisation_id}"
    return carry_out(
        request, lambda: end_stewardship(stewardship=cared, on=timezone.localdate(), by=request.member),
        done=_("Skötseln slutar i dag."), to=back,
    )  # fmt: skip


end_care = people_only(_end_care)
