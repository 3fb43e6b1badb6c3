"""The list of measures, one measure, and the list as a file."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from samsyn.exchange.writers import FORMATS, write_table
from samsyn.ground.audit.actions import note
from samsyn.ground.files.passing import folder_in_passing
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Place
from samsyn.method.followups.models import EvaluationPlan, FollowUp
from samsyn.method.followups.seen import counted_for
from samsyn.method.measures.models import KnownMeasure, Measure, MeasureEntry, Milestone
from samsyn.method.measures.peaks import peak_of
from samsyn.method.measures.tables import measures_table
from samsyn.method.observations.models import Observation
from samsyn.method.problems.cause_querysets import sees_authorities
from samsyn.web.guard import members_who
from samsyn.web.measures.forms import FilterForm, FollowUpForm, LineForm, areas_of, taken_from, written
from samsyn.web.measures.ways import ways
from samsyn.web.noting import shown as note_shown
from samsyn.web.templatetags.samsyn import figure, language, named

MAY_LOOK = (Permission.SEE_MEASURES, Permission.DECIDE_MEASURES)
ON_A_PAGE = 50
LINES_SHOWN = 30
AS_FILE = ("xlsx", "csv")
TAGS = {
    "planned": ("circle", ""), "started": ("clock", "yellow"), "done": ("check", "green"), "cancelled": ("cross", ""),
}  # fmt: skip


def shown(measure: Measure, *, today: date) -> dict[str, Any]:
    """Return what a line about a measure shows."""
    symbol, kind = TAGS[measure.state]
    return {
        "measure": measure,
        "overdue": measure.is_overdue(today=today),
        "late_days": (today - measure.due_on).days,
        "word": measure.get_state_display(),
        "symbol": symbol,
        "kind": kind,
    }


def may_carry_out(member: Any, measure: Measure) -> bool:
    """Say whether the member may say how it went."""
    own = member.may(Permission.CARRY_OUT_MEASURES, within=measure.organisation)
    return bool(own or member.may(Permission.DECIDE_MEASURES))


@members_who(*MAY_LOOK)
def index(request: HttpRequest) -> HttpResponse:
    """List the measures, the most overdue first; add one in a line."""
    return listed(request)


def listed(request: HttpRequest, form: LineForm | None = None, *, status: int = 200) -> HttpResponse:
    """Show the list, with the form as it was filled in."""
    member, today = request.member, timezone.localdate()
    chosen = FilterForm(request.GET, member=member)
    found = Measure.objects.visible_to(member)
    page = Paginator(chosen.rows(found, today=today).with_names().in_order(), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    may_decide = member.may(Permission.DECIDE_MEASURES)
    note_shown(request, len(page), open_to_all=all(one.audience == "parties" for one in page))
    first = {"due_on": today + timedelta(days=7), **_from_catalogue(request)}
    new = form or (LineForm(member=member, today=today, initial=first) if may_decide else None)
    context = {
        "page": page, "rows": [shown(one, today=today) for one in page], "form": chosen, "new": new,
        "overdue": found.overdue(today=today).count(), "query": request.GET.urlencode(), "today": today,
        "ways": ways(request, ""),
    }  # fmt: skip
    return render(request, "measures/page.html", context, status=status)


def _from_catalogue(request: HttpRequest) -> dict[str, Any]:
    """Return what a known measure named in the address fills in; an address that names none fills in nothing."""
    code = request.GET.get("kand", "")
    known = KnownMeasure.objects.visible_to(request.member).filter(code=code).first() if code else None
    return taken_from(known) if known is not None else {}


@members_who(Permission.DECIDE_MEASURES)
def chosen_place(request: HttpRequest) -> HttpResponse:
    """Say whether the place that is being chosen has more than usual just now."""
    member, today = request.member, timezone.localdate()
    kind, _colon, pk = request.GET.get("where", "").partition(":")
    try:
        area = areas_of(member).filter(pk=pk).first() if kind == "area" else None
        place = Place.objects.visible_to(member).filter(pk=pk).first() if kind == "place" else None
    except ValidationError:
        raise Http404 from None
    audience = "authorities" if "presence" in request.GET and member.is_authority else "parties"
    peak = peak_of(place, area=area or (place.area if place else None), audience=audience, today=today)
    context = {"peak": peak, "usual": figure(peak.usual, 0 if peak.usual >= 10 else 1) if peak else ""}
    return render(request, "measures/peak.html", context)


@members_who(*MAY_LOOK)
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show one measure, its chain and its reports."""
    return page_of(request, found_measure(request, number))


def found_measure(request: HttpRequest, number: int) -> Measure:
    """Return the measure if the member may see it; else 404."""
    rows = Measure.objects.visible_to(request.member).with_names()
    return get_object_or_404(rows, number=number)  # type: ignore[no-any-return]


def page_of(
    request: HttpRequest, measure: Measure, *, conflict: Any = None, form: Any = None, again: Any = None,
    follow: Any = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Show the page of a measure; `conflict` holds the two texts where somebody else came first."""
    member, today = request.member, timezone.localdate()
    visible = Measure.objects.visible_to(member)
    decides = member.may(Permission.DECIDE_MEASURES)
    more = {"member": member, "today": today}
    next_week = {**written(measure), "what": "", "due_on": today + timedelta(days=7)}
    sources = Observation.objects.visible_to(member).filter(pk__in=measure.arises_from.values("pk")).with_names()
    context = {
        **shown(measure, today=today), "conflict": conflict, "chain": chain_of(measure, visible), "today": today,
        "sources": [
            {"id": one.pk, "what": named(one.category), "on": one.observed_on} for one in sources.latest_first()[:50]
        ],
        "at_peak": counted_for(measure, member=member).at_peak,
        "carries_out": measure.is_open and may_carry_out(member, measure),
        "form": form or (LineForm(initial=written(measure), **more) if decides and measure.is_open else None),
        "again": again or (LineForm(initial=next_week, **more) if decides and not measure.is_open else None),
        "follow": follow or FollowUpForm(auto_id="folj_%s"), "decides": decides,
        "version": conflict["version"] if conflict else measure.version, **_done_so_far(measure, member),
    }  # fmt: skip
    return render(request, "measures/one.html", context, status=status)


def _done_so_far(measure: Measure, member: Any) -> dict[str, Any]:
    """Return the log with its sums, the steps on the way, the follow-ups and the comparison, as far as seen."""
    entries = MeasureEntry.objects.visible_to(member).of_measure(measure)
    plans = EvaluationPlan.objects.visible_to(member).of_measure(measure).with_names()
    return {
        "entries": list(entries.latest_first()[:LINES_SHOWN]), "sums": entries.sums(),
        "milestones": list(Milestone.objects.visible_to(member).of_measure(measure).in_order()),
        "follow_ups": list(FollowUp.objects.visible_to(member).of_measure(measure).in_order()),
        "plan": plans.first(), "notes": measure.state != "cancelled" and may_carry_out(member, measure),
    }  # fmt: skip


def chain_of(measure: Measure, visible: Any) -> list[Measure]:
    """Return the whole chain of what was tried, the first one first, as far as the member may see."""
    chain, seen = [measure], {measure.pk}
    while chain[0].revises_id and chain[0].revises_id not in seen:
        before = visible.filter(pk=chain[0].revises_id).with_names().first()
        if before is None:
            break
        chain.insert(0, before)
        seen.add(before.pk)
    after = visible.filter(revises=measure).with_names().order_by("number")
    chain += [one for one in after if one.pk not in seen]
    return chain if len(chain) > 1 else []


@members_who(Permission.EXPORT)
def as_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the list as a file: the same choice, the same rows; the logbook is told who took what."""
    member, today = request.member, timezone.localdate()
    if kind not in AS_FILE or not any(member.may(each) for each in MAY_LOOK):
        raise Http404
    rows = FilterForm(request.GET, member=member).rows(Measure.objects.visible_to(member), today=today)
    table = measures_table(rows, today=today, authorities=sees_authorities(member))
    note_shown(request, table.num_rows)
    note("measures.exported", by=member, changed={"rows": table.num_rows, "format": kind})
    name = f"{member.municipality.slug}-atgarder-{today:%Y-%m-%d}.{kind}"
    folder = folder_in_passing()    # gone when the answer has been sent
    path = Path(folder.name) / name
    title = f"{member.municipality.name}: {'åtgärder' if language() == 'sv' else 'measures'}"
    write_table(table, path, title=title, epsg=member.municipality.metric_crs)
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=FORMATS[kind][0])
    answer._resource_closers.append(folder.cleanup)
    return answer
