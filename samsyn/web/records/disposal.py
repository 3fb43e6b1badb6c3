"""Gallring: every kind of information with its decision, what would go today, what has gone, and the certificate."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.privacy.disposal.actions import (
    MOST_MONTHS,
    DecisionOvertaken,
    DisposalDecision,
    set_disposal_rule,
    stamp_of_rule,
)
from samsyn.ground.privacy.models import Disposal, DisposalRule
from samsyn.ground.refusals import Refused
from samsyn.jobs.disposal.actions import dispose, preview
from samsyn.jobs.disposal.kinds import BY_CODE, KINDS, Kind
from samsyn.web.guard import members_who

keepers = members_who(Permission.KEEP_RECORDS)
LATEST = 30
TABLES: dict[str, Any] = {
    "Observation": gettext_lazy("rapporter"), "ObservationVersion": gettext_lazy("tidigare versioner"),
    "Inquiry": gettext_lazy("frågor och svar"), "ChecklistAnswer": gettext_lazy("checklistsvar"),
    "ReporterLink": gettext_lazy("kopplingar till rapportörer"), "StoredFile": gettext_lazy("foton"),
    "Delivery": gettext_lazy("brev och notiser"), "RefusedRow": gettext_lazy("rader som inte kunde läsas in"),
    "ImportRun": gettext_lazy("uppgifter om vem som läste in"), "Event": gettext_lazy("rader i loggboken"),
}  # fmt: skip


class RuleForm(forms.Form):
    """A decision on disposal, and whether it is carried out."""

    months = forms.IntegerField(label=gettext_lazy("Bevaras, månader"), min_value=1, max_value=MOST_MONTHS)
    reference = forms.CharField(label=gettext_lazy("Beslutets diarienummer"), max_length=80)
    decided_by = forms.CharField(
        label=gettext_lazy("Beslutat av"), max_length=120,
        help_text=gettext_lazy("Nämnden eller styrelsen, aldrig ett namn."),
    )  # fmt: skip
    decided_on = forms.DateField(
        label=gettext_lazy("Beslutets dag"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    active = forms.BooleanField(
        label=gettext_lazy("Gallra varje natt enligt beslutet"), required=False,
        help_text=gettext_lazy("Så länge rutan är tom gallras ingenting."),
    )  # fmt: skip


def _counted(rows: dict[str, int]) -> list[dict[str, Any]]:
    return [{"name": TABLES.get(name, name), "rows": count} for name, count in sorted(rows.items())]


def _kind(code: str) -> Kind:
    if code not in BY_CODE:
        raise Http404
    return BY_CODE[code]


def _shown(kind: Kind, rule: DisposalRule | None, member: Any) -> dict[str, Any]:
    months = rule.months if rule else kind.default_months
    seen = preview(kind, months=months, today=timezone.localdate(), municipality=member.municipality)
    return {"kind": kind, "rule": rule, "months": months, "seen": seen, "rows": _counted(seen.rows)}


@keepers
def show(request: HttpRequest) -> HttpResponse:
    """Show every kind: its decision, what would go today, what is held; then what has gone."""
    member = request.member
    rules = {rule.kind: rule for rule in DisposalRule.objects.visible_to(member)}
    done = Disposal.objects.visible_to(member).latest_first()[:LATEST]
    context = {
        "kinds": [_shown(kind, rules.get(kind.code), member) for kind in KINDS],
        "done": [{"row": row, "name": _name(row.kind), "all": sum(row.rows.values())} for row in done],
        "active": sum(rule.active for rule in rules.values()),
    }  # fmt: skip
    return render(request, "records/disposal.html", context)


def _name(code: str) -> Any:
    return BY_CODE[code].name if code in BY_CODE else code


@keepers
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """Show one kind with its decision, and keep what is decided."""
    kind, member = _kind(code), request.member
    found = DisposalRule.objects.visible_to(member).filter(kind=code).first()
    before = {name: getattr(found, name) for name in RuleForm.base_fields} if found else {"months": kind.default_months}
    form, conflict = RuleForm(request.POST or None, initial=before), None
    if request.method == "POST" and form.is_valid():
        try:
            decision = DisposalDecision(**form.cleaned_data)
            set_disposal_rule(kind=code, decision=decision, today=timezone.localdate(), by=member,
                              seen=request.POST.get("sedd", ""))  # fmt: skip
            messages.success(request, _("Sparat."))
            return redirect(f"/{member.municipality.slug}/gallring/regel/{code}")
        except DecisionOvertaken as overtaken:
            found = DisposalRule.objects.visible_to(member).filter(kind=code).first()
            conflict = {"sentence": overtaken.sentence, "theirs": overtaken.theirs, "mine": overtaken.mine}
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    seen = request.POST.get("sedd", "") if form.errors else stamp_of_rule(found)
    context = {**_shown(kind, found, member), "form": form, "conflict": conflict, "seen_stamp": seen}
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "records/rule.html", context, status=status)


@require_POST
def _carry_out(request: HttpRequest, code: str) -> HttpResponse:
    """Carry a rule out now instead of tonight."""
    _kind(code)
    member = request.member
    home = f"/{member.municipality.slug}/gallring"
    found = get_object_or_404(DisposalRule.objects.visible_to(member), kind=code)
    try:
        done = dispose(rule=found, now=timezone.now(), by=member)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(f"{home}/regel/{code}")
    if done is None:
        messages.success(request, _("Inget är gammalt nog. Ingenting gallrades."))
        return redirect(f"{home}/regel/{code}")
    return redirect(f"{home}/intyg/{done.pk}")


carry_out = keepers(_carry_out)


@keepers
def certificate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show that a rule was carried out, as a page to print and put in the diary."""
    done = get_object_or_404(Disposal.objects.visible_to(request.member), pk=pk)
    kind = BY_CODE.get(done.kind)
    replaced = done.done_at + timedelta(days=settings.BACKUP_DAYS)
    context = {"done": done, "kind": kind, "name": _name(done.kind), "rows": _counted(done.rows), "replaced": replaced}
    return render(request, "records/certificate.html", context)
