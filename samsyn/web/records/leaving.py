"""A party takes its own data home, and a party that leaves: what is handed over, what is ended, and the protocol."""

from typing import Any, BinaryIO
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.ground.audit.actions import note
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission, require
from samsyn.ground.refusals import Refused
from samsyn.jobs.departing.actions import (
    Leaving,
    end_party,
    file_goes_on,
    file_of,
    may_end,
    open_measures,
    open_problems,
    protocol_of,
    scratch,
)
from samsyn.jobs.departing.own_data import WORDS, own_data
from samsyn.jobs.departing.protocol import ENDED
from samsyn.method.measures.models import Measure
from samsyn.method.problems.models import Problem
from samsyn.method.publications.models import Departure
from samsyn.web.guard import members_who
from samsyn.web.noting import shown as note_shown
from samsyn.web.sorting import in_order

TAKES_HOME = (Permission.REVIEW_OWN, Permission.MANAGE_PEOPLE)


class LeavingForm(forms.Form):
    """The decision that a party leaves."""

    last_day = forms.DateField(
        label=gettext_lazy("Sista dag"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    reference = forms.CharField(label=gettext_lazy("Beslutets diarienummer"), max_length=80)
    decided_by = forms.CharField(
        label=gettext_lazy("Beslutat av"), max_length=120, help_text=gettext_lazy("Funktionen, aldrig ett namn.")
    )
    heir = forms.ModelChoiceField(
        label=gettext_lazy("Tar över öppna åtgärder och problem"), queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("välj en part"),
    )  # fmt: skip

    def __init__(self, *args: Any, party: Organisation, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Organisation.objects.visible_to(member).open_on(timezone.localdate()).exclude(pk=party.pk)
        heir: Any = self.fields["heir"]
        heir.queryset = here.order_by("name")
        if not open_measures(party).exists() and not open_problems(party).exists():
            del self.fields["heir"]


def _own_parties(member: Any) -> list[Organisation]:
    mine = {one.pk: one for each in TAKES_HOME for one in member.organisations_that(each)}
    return list(in_order(list(mine.values())))


@members_who(*TAKES_HOME)
def own(request: HttpRequest) -> HttpResponse:
    """Show what a party may take home, for those who review its reports or look after its people."""
    return render(request, "records/own_data.html", {"parties": _own_parties(request.member), "words": WORDS.values()})


@members_who(*TAKES_HOME)
def own_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the party's own data; the logbook is told."""
    member = request.member
    party = next((one for one in _own_parties(member) if one.pk == pk), None)
    if party is None:
        get_object_or_404(Organisation.objects.visible_to(member), pk=pk)
        raise PermissionDenied(_("Det är inte din part."))
    out = scratch()
    packed = own_data(party, out=out, with_people=member.may(Permission.MANAGE_PEOPLE, within=party))
    note_shown(request, sum(packed.given.values()))
    note("party.data_taken_out", by=member, subject=party, changed={"rows": sum(packed.given.values())})
    return _as_zip(out, party)


def _as_zip(file: BinaryIO, party: Organisation) -> FileResponse:
    name = f"samsyn-{party.municipality.slug}-{party.pk.hex[-6:]}-{timezone.localdate().isoformat()}.zip"
    return FileResponse(file, content_type="application/zip", as_attachment=True, filename=name)


keepers = members_who(Permission.KEEP_RECORDS)


@keepers
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what a party holds and will be given; a POST ends it, and its packed file is then fetched from here."""
    member = request.member
    party = get_object_or_404(Organisation.objects.visible_to(member).select_related("municipality"), pk=pk)
    allowed = may_end(party, by=member)
    left = Departure.objects.visible_to(member).of(party)
    if request.method == "POST" and left.exists():      # a second press
        return redirect(request.path)
    if request.method == "POST" and not allowed:
        raise PermissionDenied(_("Din roll räcker inte för att avsluta parten."))
    form = LeavingForm(request.POST or None, party=party, member=member, initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            end_party(party=party, leaving=Leaving(**form.cleaned_data), now=timezone.now(), by=member)
            return redirect(request.path)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    context = {"party": party, "form": form, "allowed": allowed, "departure": _told(left.first()),
               **_to_hand_over(party, member)}
    return render(request, "records/leaving.html", context, status=422 if form.errors else 200)


def _to_hand_over(party: Organisation, member: Any) -> dict[str, Any]:
    """Return what gets another party: the texts that the reader may see, and how many more there are."""
    measures, problems = open_measures(party), open_problems(party)
    seen = measures.filter(pk__in=Measure.objects.visible_to(member).values("pk"))
    seen_problems = problems.filter(pk__in=Problem.objects.visible_to(member).values("pk"))
    unseen = measures.count() + problems.count() - seen.count() - seen_problems.count()
    return {"measures": seen.with_names(), "problems": seen_problems, "unseen": unseen}


def _told(departure: Departure | None) -> dict[str, Any] | None:
    if departure is None:
        return None
    return {
        "row": departure, "file_until": file_goes_on(departure) if file_of(departure).exists() else None,
        "given": [(WORDS.get(code, code), n) for code, n in departure.given.items() if n],
        "ended": [(ENDED.get(code, code), n) for code, n in departure.ended.items() if n],
        "kept": [(WORDS.get(code, code), n) for code, n in departure.kept.items() if n],
    }  # fmt: skip


@keepers
def protocol(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the protocol of a departure."""
    found = get_object_or_404(
        Departure.objects.visible_to(request.member).select_related("organisation__municipality", "heir"), pk=pk
    )
    content = protocol_of(party=found.organisation, facts=found, now=found.made_at, digest=found.digest)
    return HttpResponse(content, content_type="application/pdf")


@keepers
def party_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send what a party that left was given, as long as it waits here; the logbook is told."""
    found = get_object_or_404(
        Departure.objects.visible_to(request.member).select_related("organisation__municipality"), pk=pk
    )
    require(request.member, Permission.MANAGE_PEOPLE, within=found.organisation)
    if not file_of(found).exists():
        raise Http404
    note_shown(request, sum(found.given.values()))
    note("party.data_taken_out", by=request.member, subject=found.organisation,
         changed={"rows": sum(found.given.values())})
    return _as_zip(file_of(found).open("rb"), found.organisation)
