"""The picture of a longer period on screen: look, take home, lock."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.documents.papers.periods import period_file
from samsyn.documents.periodic import map_svg, period_pdf, places_of
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.pictures.models import PeriodPicture, SituationalPicture
from samsyn.method.pictures.patterns.telling import table_of, title_of
from samsyn.method.pictures.periods.actions import compile_period_picture, lock_period_picture
from samsyn.method.pictures.periods.tables import period_json, period_tables
from samsyn.method.pictures.spans import MONTH_NAMES, Span, span_of
from samsyn.method.pictures.tables import audience_of
from samsyn.web.guard import members_who
from samsyn.web.phases.placing import standing
from samsyn.web.picture.tables import audience_words, sources_words
from samsyn.web.templatetags.samsyn import days_words, language, named

MAY_LOOK = (Permission.SEE_PICTURE, Permission.COMPILE_PICTURE)
OFFERED = {"tertial": 6, "year": 4, "quarter": 8, "month": 18}
ADDRESSES = {"tertial": "tertial", "ar": "year", "kvartal": "quarter", "manader": "month"}
PICTURES_ON_A_PAGE = 24
OPEN_XML = "application/vnd.openxmlformats-officedocument"
OFFICE = {
    "docx": f"{OPEN_XML}.wordprocessingml.document", "pptx": f"{OPEN_XML}.presentationml.presentation",
    "xlsx": f"{OPEN_XML}.spreadsheetml.sheet",
}  # fmt: skip


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of longer periods as they stand in addresses, and in words."""
    words = {"tertial": _("Tertial"), "ar": _("År"), "kvartal": _("Kvartal"), "manader": _("Månader")}
    return [(address, words[address]) for address in ADDRESSES]


@members_who(*MAY_LOOK)
def index(request: HttpRequest, kind: str) -> HttpResponse:
    """List the pictures of a kind of period, the latest first; let the coordinator make one."""
    chosen = ADDRESSES[kind]
    pictures = PeriodPicture.objects.visible_to(request.member).of_kind(chosen).latest_first()
    page = Paginator(pictures, PICTURES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "kind": kind, "title": dict(kinds())[kind],
        "pictures": [(one, one.span.words(language())) for one in page],
        "spans": [(span.label, span.words(language())) for span in ended(timezone.localdate(), chosen)],
    }  # fmt: skip
    return render(request, "periods/index.html", context)


def ended(today: date, kind: str) -> list[Span]:
    """Return the latest periods of a kind that have ended, the latest first: what may be made."""
    spans = [span_of(today, kind=kind).previous]
    while len(spans) < OFFERED[kind]:
        spans.append(spans[-1].previous)
    return spans


def _address(request: HttpRequest, span: Span) -> str:
    return f"/{request.member.municipality.slug}/lagesbild/{span.label}"


def _found(request: HttpRequest, span: Span) -> PeriodPicture:
    return get_object_or_404(PeriodPicture.objects.visible_to(request.member), label=span.label)


@members_who(*MAY_LOOK)
def show(request: HttpRequest, span: Span) -> HttpResponse:
    """Show one picture with the tables of the member's audience."""
    picture, member = _found(request, span), request.member
    audience = audience_of(member)
    tables = period_tables(picture, audience)
    same = PeriodPicture.objects.visible_to(member).of_kind(picture.kind)
    before = same.filter(last_day__lt=picture.first_day).order_by("-last_day").first()
    after = same.filter(first_day__gt=picture.last_day).order_by("last_day").first()
    places = places_of(tables["findings"], language())
    weeks = SituationalPicture.objects.visible_to(member).filter(iso_week__in=[week.iso for week in span.all_weeks])
    context = {
        "picture": picture, "span": span, "name": span.words(language()), "head": tables["head"], "tables": tables,
        "days": days_words(span.first_day, span.last_day), "audience_words": audience_words(audience),
        "address": _address(request, span), "months": _months(tables), "function": _function_of(member),
        "before": _address(request, before.span) if before else "",
        "after": _address(request, after.span) if after else "", "sources": sources_words(tables["head"]["sources"]),
        "kind": next((address, words) for address, words in kinds() if ADDRESSES[address] == picture.kind),
        "findings": [_finding(each, request) for each in tables["findings"]],
        "places": places, "map": mark_safe(map_svg(picture, places, _("Karta över platserna i svaren")) or ""),
        "weeks": list(weeks.order_by("iso_week")),
        "standing": standing(member, on=picture.last_day), "phases_on": picture.last_day,
    }  # fmt: skip
    return render(request, "periods/page.html", context)


def _months(tables: dict[str, Any]) -> list[dict[str, Any]]:
    at = 1 if language() == "en" else 0
    return [{**row, "name": f"{MONTH_NAMES[int(row['month'][5:]) - 1][at]} {row['month'][:4]}"}
            for row in tables["months"]]


def _finding(found: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    """One answered question in words, with the way to its figures and to the same question on the pattern screen."""
    asked = found["asked"]
    first, last = (date.fromisoformat(asked[name]) for name in ("first", "last"))
    again = urlencode([("method", asked["method"]), ("first", first), ("last", last),
                       *(("category", code) for code in asked["categories"])])
    return {
        "method": asked["method"], "title": title_of(asked["method"], language()), "says": found["sentence"],
        "sure": found["sure_sentence"], "days": days_words(first, last), "of": ", ".join(found["of"][language()]),
        "n": found["events"], "placed": found["placed"], "table": table_of(found, language()), "seed": found["seed"],
        "again": f"/{request.member.municipality.slug}/monster?{again}",
    }  # fmt: skip


def _function_of(member: Any) -> str:
    """Name the function that would lock: the member's first role."""
    return named(member.memberships[0].role) if member.memberships else ""


@members_who(*MAY_LOOK)
def as_json(request: HttpRequest, span: Span) -> HttpResponse:
    """The picture as canonical JSON."""
    return _file(request, span, period_json(_found(request, span), audience_of(request.member)), "application/json")


@members_who(*MAY_LOOK)
def as_pdf(request: HttpRequest, span: Span) -> HttpResponse:
    """The picture on paper."""
    picture, member = _found(request, span), request.member
    content = period_pdf(picture, audience=audience_of(member), language=language(), reader=member)
    return _file(request, span, content, "application/pdf")


@members_who(*MAY_LOOK)
def as_office(request: HttpRequest, span: Span, kind: str) -> HttpResponse:
    """The picture as a text document, slides or a workbook, to go on working in."""
    picture, member = _found(request, span), request.member
    content = period_file(picture, kind, audience=audience_of(member), language=language(), reader=member)
    name = f"lagesbild-{request.member.municipality.slug}-{span.label}.{kind}"
    taken_home = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=OFFICE[kind], headers=taken_home)


def _file(request: HttpRequest, span: Span, content: bytes, kind: str) -> HttpResponse:
    name = f"lagesbild-{request.member.municipality.slug}-{span.label}.{kind.rpartition('/')[2]}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'})


@require_POST
def _compile(request: HttpRequest) -> HttpResponse:
    member = request.member
    try:
        span = Span.parse(request.POST.get("period", ""))
        compile_period_picture(municipality=member.municipality, span=span, now=timezone.now(), by=member)
    except (Refused, ValueError) as problem:
        messages.error(request, problem.sentence if isinstance(problem, Refused) else _("Välj en period."))
        return redirect(f"/{member.municipality.slug}/lagesbild/")
    return redirect(_address(request, span))


@require_POST
def _lock(request: HttpRequest, span: Span) -> HttpResponse:
    try:
        picture, function = _found(request, span), request.POST.get("funktion", "")
        lock_period_picture(picture=picture, function=function, now=timezone.now(), by=request.member)
        messages.success(request, _("Lägesbilden är låst. Alla som får se den ser den nu."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_address(request, span))


compile = members_who(Permission.COMPILE_PICTURE)(_compile)
lock = members_who(Permission.LOCK_PICTURE)(_lock)
