"""Till e-arkivet: choose days and contents, watch the package being made, fetch it, take it away from here."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.ground.audit.actions import note
from samsyn.ground.permissions import Permission
from samsyn.ground.privacy.models import ArchivePackage
from samsyn.ground.refusals import Refused
from samsyn.jobs.archiving.actions import KEPT_DAYS, Wanted, begin_package, remove_package
from samsyn.jobs.archiving.background import is_stalled, make_in_background
from samsyn.jobs.archiving.kinds import BY_CODE, KINDS
from samsyn.web.guard import members_who
from samsyn.web.noting import shown as note_shown

keepers = members_who(Permission.KEEP_RECORDS)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class PackageForm(forms.Form):
    """What the package is to hold, and by which agreement the archive takes it."""

    first_day = _day(gettext_lazy("Från och med"))
    last_day = _day(gettext_lazy("Till och med"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Handlingar"), widget=forms.CheckboxSelectMultiple,
        choices=[(kind.code, kind.name) for kind in KINDS],
    )  # fmt: skip
    agreement = forms.CharField(
        label=gettext_lazy("Överenskommelse med arkivet"), max_length=80,
        help_text=gettext_lazy("Leveransöverenskommelsens beteckning, till exempel dess diarienummer."),
    )  # fmt: skip


def _home(request: HttpRequest) -> str:
    return f"/{request.member.municipality.slug}/arkiv"


@keepers
def show(request: HttpRequest) -> HttpResponse:
    """Show the packages that were made, and the form for a new one; a POST begins it."""
    member, today = request.member, timezone.localdate()
    year = today.year - 1
    before = {"first_day": f"{year}-01-01", "last_day": f"{year}-12-31",
              "kinds": [kind.code for kind in KINDS if kind.chosen]}
    form = PackageForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        wanted = Wanted(said["first_day"], said["last_day"], tuple(said["kinds"]), said["agreement"])
        try:
            package = begin_package(wanted=wanted, today=today, by=member)
            make_in_background.enqueue(str(package.pk), str(member.user.pk), member.municipality.slug)
            return redirect(f"{_home(request)}/{package.pk}")
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    packages = list(ArchivePackage.objects.visible_to(member).latest_first()[:30])
    context = {"form": form, "packages": packages,
               "stalled": {each.pk for each in packages if is_stalled(each, now=timezone.now())},
               "kinds": KINDS, "kept_days": KEPT_DAYS}
    return render(request, "records/archive.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, pk: UUID) -> ArchivePackage:
    return get_object_or_404(ArchivePackage.objects.visible_to(request.member).select_related("municipality"), pk=pk)


@keepers
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one package: how far it has come, or what it holds and its digest."""
    package = _found(request, pk)
    stalled = is_stalled(package, now=timezone.now())
    making = package.state == ArchivePackage.State.MAKING and not stalled
    context = {"package": package, "making": making, "stalled": stalled, "kept_days": KEPT_DAYS,
               "kinds": [BY_CODE[code] for code in package.kinds if code in BY_CODE]}
    if request.headers.get("HX-Request"):
        if not making:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "records/_making.html", context)
    return render(request, "records/package.html", context)


@keepers
def as_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the package; the logbook is told that it was taken out."""
    package = _found(request, pk)
    if package.state != ArchivePackage.State.READY or not package.path.exists():
        raise Http404
    note_shown(request, package.files)
    note("archive.taken_out", by=request.member, subject=package, changed={"number": package.number})
    return FileResponse(
        package.path.open("rb"), content_type="application/zip", as_attachment=True, filename=f"{package.name}.zip"
    )


@require_POST
def _remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    package = _found(request, pk)
    remove_package(package=package, now=timezone.now(), by=request.member)
    messages.success(request, _("Filen är borttagen härifrån. Raden med kontrollsumman finns kvar."))
    return redirect(f"{_home(request)}/{package.pk}")


remove = keepers(_remove)
