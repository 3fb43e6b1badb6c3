"""Figures from outside: which there are, codes that no area has, and asking the sources."""

from collections import defaultdict

from django import forms
from django.contrib import messages
from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.jobs.outside import fetch_outside
from samsyn.method.indicators.actions import LIKELY, compare_by, match_readings
from samsyn.method.indicators.models import Indicator, Reading
from samsyn.web.data.begin import home
from samsyn.web.guard import members_who
from samsyn.web.sorting import sort_key

importers = members_who(Permission.IMPORT)
MOST_CODES = 60
FIRST_YEAR = 1990


class AskForm(forms.Form):
    """Which source, what in it, and which years."""

    source = forms.ChoiceField(
        label=gettext_lazy("Källa"),
        choices=[("scb", gettext_lazy("SCB:s statistikdatabas")), ("kolada", gettext_lazy("Kolada")),
                 ("bra", gettext_lazy("Brå, en export eller fil"))],
    )  # fmt: skip
    what = forms.CharField(
        label=gettext_lazy("Tabell, nyckeltal eller adress"), max_length=300,
        help_text=gettext_lazy("SCB: tabellens sökväg, som BE/BE0101/BE0101Y/FolkmDesoAldKon. Kolada: nyckeltal med "
                               "komma emellan, som N07403. Brå: adressen till en fil på bra.se."),
    )  # fmt: skip
    first = forms.IntegerField(label=gettext_lazy("Från år"), required=False, min_value=FIRST_YEAR, max_value=2100)
    last = forms.IntegerField(label=gettext_lazy("Till år"), required=False, min_value=FIRST_YEAR, max_value=2100)

    def years(self) -> list[int]:
        """Return every year between the two; the five latest finished ones when none is given."""
        latest = timezone.localdate().year - 1
        first = self.cleaned_data["first"] or self.cleaned_data["last"] or latest - 4
        last = self.cleaned_data["last"] or max(first, latest)
        return list(range(min(first, last), max(first, last) + 1))


@importers
def listed(request: HttpRequest) -> HttpResponse:
    """List the indicators with their source, unit and licence, and the codes that have no area."""
    member = request.member
    facts = {
        row["indicator"]: row for row in Reading.objects.visible_to(member).values("indicator").order_by()
        .annotate(n=Count("id"), first=Min("first_on"), last=Max("last_on"))
    }  # fmt: skip
    rows = [
        {"indicator": each, "facts": facts.get(each.pk), "may_compare": each.kind in LIKELY}
        for each in Indicator.objects.visible_to(member)
    ]
    rows.sort(key=lambda row: sort_key(row["indicator"].name_sv))
    alone: dict[str, set[str]] = defaultdict(set)
    codes = Reading.objects.visible_to(member).without_area().values_list("indicator__name_sv", "area_code").distinct()
    for name, code in codes.order_by():
        alone[name].add(code)
    unmatched = [
        {"name": name, "codes": sorted(found)[:MOST_CODES], "n": len(found)} for name, found in sorted(alone.items())
    ]
    crumbs = [{"name": _("Data"), "address": home(request)}]
    context = {"home": home(request), "rows": rows, "unmatched": unmatched, "crumbs": crumbs}
    return render(request, "data/figures.html", context)


@importers
@require_POST
def match(request: HttpRequest) -> HttpResponse:
    """Give the codes their areas, now that a division has been read in."""
    count = match_readings(by=request.member)
    messages.success(request, _("%(n)s värden fick sitt område.") % {"n": count})
    return redirect(f"{home(request)}matt")


@importers
@require_POST
def compare(request: HttpRequest, code: str) -> HttpResponse:
    """Choose whether areas are compared by an indicator."""
    indicator = get_object_or_404(Indicator.objects.visible_to(request.member), code=code)
    try:
        compare_by(indicator=indicator, chosen=not indicator.for_likeness, by=request.member)
        messages.success(request, _("Sparat."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"{home(request)}matt")


@importers
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a source; the answer comes among the runs."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        fetch_outside.enqueue(
            told["source"], told["what"].strip(), form.years(), str(request.member.user.pk),
            request.member.municipality.slug,
        )  # fmt: skip
        messages.success(request, _("Källan frågas nu. Det som kommer står i listan, liksom om inget kommer."))
        return redirect(home(request))
    crumbs = [{"name": _("Data"), "address": home(request)}]
    context = {"home": home(request), "form": form, "crumbs": crumbs}
    return render(request, "data/ask.html", context, status=422 if form.errors else 200)
