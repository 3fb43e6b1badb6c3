"""The follow-up of one measure: the log's sums, how it went, and whether it helped."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Place
from samsyn.ground.refusals import Refused
from samsyn.method.followups.actions import fix_comparison, follow_up
from samsyn.method.followups.effects import effect_of, may_be_told
from samsyn.method.followups.models import EvaluationPlan, FollowUp
from samsyn.method.followups.seen import counted_for
from samsyn.method.followups.sentences import GRADES, cautions_of, foresight_of, sentence_of, weeks_of
from samsyn.method.followups.states import QUESTIONS, Answer, FollowUpKind
from samsyn.method.measures.models import Measure, MeasureEntry
from samsyn.web.followup.forms import ComparisonForm, LookBackForm
from samsyn.web.guard import members_who
from samsyn.web.measures.forms import areas_of
from samsyn.web.measures.views import MAY_LOOK, found_measure, may_carry_out, shown

LEVELS = {0: ("none", ""), 1: ("question", "yellow"), 2: ("question", "yellow"), 3: ("check", "green"),
          4: ("check", "green")}  # fmt: skip


@members_who(*MAY_LOOK)
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show everything that is known of how a measure went."""
    return page_of(request, found_measure(request, number))


def page_of(
    request: HttpRequest, measure: Measure, *, comparison: ComparisonForm | None = None,
    looked: dict[str, LookBackForm] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Show the page, with the forms as they were filled in."""
    member, today = request.member, timezone.localdate()
    plan = EvaluationPlan.objects.visible_to(member).of_measure(measure).with_names().first()
    made = list(FollowUp.objects.visible_to(member).of_measure(measure).in_order())
    writes = measure.state != "cancelled" and may_carry_out(member, measure)
    found = effect_of(counted_for(measure, member=member), plan=plan, today=today)
    context = {
        **shown(measure, today=today), "plan": plan,
        "before_start": plan is not None and plan.is_before(measure.begins_on),
        "effect": told(found), "writes": writes,
        "sums": MeasureEntry.objects.visible_to(member).of_measure(measure).sums(),
        "comparison": comparison or _comparison(member, plan),
        "decides": member.may(Permission.DECIDE_MEASURES) and measure.state != "cancelled",
        "kinds": [_kind(kind, made, looked or {}, writes=writes) for kind in FollowUpKind],
    }  # fmt: skip
    return render(request, "followup/page.html", context, status=status)


def _comparison(member: Any, plan: EvaluationPlan | None) -> ComparisonForm:
    first: dict[str, Any] = {}
    if plan is not None:
        chosen = f"place:{plan.comparison_place_id}" if plan.comparison_place_id else f"area:{plan.comparison_area_id}"
        first = {"where": chosen if plan.compared_with else "", "weeks": str(plan.weeks), "aim": plan.aim}
    return ComparisonForm(member=member, initial=first)


def _kind(kind: FollowUpKind, made: list[FollowUp], looked: dict[str, LookBackForm], *, writes: bool) -> dict[str, Any]:
    return {
        "kind": kind, "name": kind.label, "label": _("Följ upp: %(what)s") % {"what": kind.label},
        "made": [_made(one) for one in made if one.kind == kind],
        "form": looked.get(kind) or (LookBackForm(kind=kind) if writes else None),
    }  # fmt: skip


def _made(one: FollowUp) -> dict[str, Any]:
    """Return a follow-up as it is read: answers in words, and the figures of its day."""
    words = QUESTIONS[FollowUpKind(one.kind)]
    answers = [(words[name], Answer(value).label) for name, value in one.answers.items() if name in words]
    effect = told(one.figures) if one.kind == FollowUpKind.EFFECT else None
    return {"row": one, "answers": answers, "effect": effect}


def told(found: dict[str, Any]) -> dict[str, Any]:
    """Return an effect as it is read: sentence, grade, cautions, and what stands in the table beside."""
    symbol, kind = LEVELS[found.get("grade", 0)]
    judged = "weeks" in found
    shows = judged and may_be_told(found)
    strip = None
    if shows and found["expected"]:
        low, high = found["low"] * found["expected"], found["high"] * found["expected"]
        strip = {"events": found["after"], "low": low, "high": high, "expected": found["expected"]}
    return {
        **found, "sentence": sentence_of(found), "cautions": cautions_of(found), "foresight": foresight_of(found),
        "judged": judged, "shows": shows, "strip": strip, "symbol": symbol, "kind": kind,
        "top": max(strip["high"], strip["expected"], strip["events"], 1) if strip else 1,
        "grade_words": GRADES[found.get("grade", 0)] if judged else "",
        "weeks_before": weeks_of(found, "before") if judged else "",
        "weeks_after": weeks_of(found, "after") if judged else "",
    }  # fmt: skip


@members_who(Permission.DECIDE_MEASURES)
@require_POST
def compare(request: HttpRequest, number: int) -> HttpResponse:
    """Choose what the measure is compared with."""
    measure, member = found_measure(request, number), request.member
    form = ComparisonForm(request.POST, member=member)
    if not form.is_valid():
        return page_of(request, measure, comparison=form, status=422)
    kind, _colon, pk = form.cleaned_data["where"].partition(":")
    try:
        plan = fix_comparison(
            measure=measure, today=timezone.localdate(), by=member, weeks=int(form.cleaned_data["weeks"]),
            aim=form.cleaned_data["aim"], area=areas_of(member).get(pk=pk) if kind == "area" else None,
            place=Place.objects.visible_to(member).get(pk=pk) if kind == "place" else None,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error("where", refusal.sentence)
        return page_of(request, measure, comparison=form, status=422)
    early = plan.is_before(measure.begins_on)
    messages.success(request, _("Jämförelsen är bestämd före start.") if early else
                     _("Jämförelsen är sparad, och märkt som vald i efterhand."))  # fmt: skip
    return redirect("followup:show", member.municipality.slug, number)


@members_who(*MAY_LOOK)
@require_POST
def look_back(request: HttpRequest, number: int) -> HttpResponse:
    """Store one look back."""
    measure, member = found_measure(request, number), request.member
    if request.POST.get("slag") not in FollowUpKind.values:
        raise Http404
    kind = FollowUpKind(request.POST["slag"])
    form = LookBackForm(request.POST, kind=kind)
    if not form.is_valid():
        return page_of(request, measure, looked={kind: form}, status=422)
    try:
        follow_up(
            measure=measure, kind=kind, answers=form.answers(), conclusion=form.cleaned_data["conclusion"],
            text=form.cleaned_data["text"], lesson=form.cleaned_data["lesson"], today=timezone.localdate(), by=member,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error("text", refusal.sentence)
        return page_of(request, measure, looked={kind: form}, status=422)
    messages.success(request, _("Uppföljningen är sparad."))
    return redirect("followup:show", member.municipality.slug, number)
