"""The screen: choose, see, save, put in the picture; and the pages that explain the methods."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.analysis.catalogue import METHODS as CATALOGUE
from samsyn.analysis.catalogue import Option
from samsyn.analysis.weeks import Week
from samsyn.ground.people.actions import PeopleRefused, forget_view, save_view
from samsyn.ground.people.models import SavedView
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.background import background_of
from samsyn.method.pictures.models import PictureFinding, SituationalPicture
from samsyn.method.pictures.patterns.actions import put_in_picture, take_out_of_picture
from samsyn.method.pictures.patterns.asked import NEVER_BY, NOT_CHOSEN, offered
from samsyn.method.pictures.patterns.telling import says, shared, sure, table_of, title_of
from samsyn.web.guard import members_only, members_who
from samsyn.web.map.background import allowing
from samsyn.web.map.forms import ViewForm
from samsyn.web.map.names import Names, names_for
from samsyn.web.patterns.answers import Waiting, answer, sees_all
from samsyn.web.patterns.choice import Choice, periods_offered, read
from samsyn.web.patterns.drawing import drawings_of, shapes_of
from samsyn.web.patterns.words import AMONG, EVERY_LIMIT, METHODS, OPTIONS
from samsyn.web.templatetags.samsyn import language, week_words

SCREEN = "monster"
SEES_PATTERNS = (Permission.SEE_ALL, Permission.SEE_ACCEPTED)
ROWS_SHOWN = 200
WEEKS_OFFERED = 26


def _read(request: HttpRequest, asked: QueryDict) -> tuple[Choice, Names]:
    today = timezone.localdate()
    names = names_for(request.member, on=today, screen=SCREEN)
    return read(asked, names=names, today=today), names


def _home(request: HttpRequest, choice: Choice) -> str:
    return f"/{request.member.municipality.slug}/monster?{choice.address()}"


@members_who(*SEES_PATTERNS)
def show(request: HttpRequest) -> HttpResponse:
    """Show what is chosen and what was found; a long answer is waited for on the same address."""
    choice, names = _read(request, request.GET)
    context = _choosing(request, choice, names)
    status = 200
    try:
        found = answer(request, choice.asked(today=timezone.localdate()))
        context |= {"waiting": found} if isinstance(found, Waiting) else _told(request, found)
    except Refused as refusal:
        context["refusal"], status = refusal.sentence, 429
    answered = render(request, "patterns/page.html", context, status=status)
    if isinstance(context.get("waiting"), Waiting):
        answered.headers["X-Samsyn-Waiting"] = "1"
    sheet = background_of(request.member.municipality)
    return allowing(answered, sheet.origin if sheet else "")


def _choosing(request: HttpRequest, choice: Choice, names: Names) -> dict[str, Any]:
    """Return what the form offers and what is chosen in it."""
    today, here = timezone.localdate(), request.member.municipality
    chosen = dict(choice.settings)
    options = [
        {"name": each.name, "label": OPTIONS[each.name], "value": chosen.get(each.name, each.default),
         "least": f"{each.least:g}", "most": f"{each.most:g}", "whole": isinstance(each.default, int),
         "among": _among(each, names)}
        for each in CATALOGUE[choice.method].options
        if each.name in OPTIONS and each.name not in NOT_CHOSEN.get(choice.method, ())
    ]
    return {
        "choice": choice, "address": choice.address(), "pairs": choice.pairs(), "names": names, "options": options,
        "methods": [(name, title_of(name, language())) for name in METHODS if name in offered()],
        "title": title_of(choice.method, language()), "periods": periods_offered(today, choice.period),
        "period_words": choice.period_words(today=today), "view_form": ViewForm(),
        "bounds": ",".join(f"{edge:.5f}" for edge in (here.west, here.south, here.east, here.north)),
    }  # fmt: skip


def _among(option: Option, names: Names) -> list[tuple[str, Any]]:
    """Return what an option can be, in words; the areas where it is one of them."""
    if option.name == "comparison":
        return [("", _("resten av kommunen")), *((area.code, area.name) for area in names.areas)]
    return [(key, AMONG.get(key, key)) for key in option.among if key not in NEVER_BY]


def _told(request: HttpRequest, found: dict[str, Any]) -> dict[str, Any]:
    """Return the answer as the page shows it; whoever does not see every report is shown no small counts."""
    every = sees_all(request.member)
    found = found if every else shared(found)
    table = table_of(found, language())
    where = [" · ".join(cell for cell in row[1:3] if cell) for row in table.rows]
    return {
        "found": found, "says": says(found), "sure": sure(found), "sees_all": every,
        "table": table._replace(rows=table.rows[:ROWS_SHOWN]), "rows_left": max(found.get("rows_in_all", 0), 0),
        "rows_shown": ROWS_SHOWN, "drawings": drawings_of(found, language()),
        "shapes": shapes_of(found, crs=request.member.municipality.metric_crs, words=where),
        "weeks": _weeks_to_put_in(request),
    }  # fmt: skip


def _weeks_to_put_in(request: HttpRequest) -> list[Week]:
    """The weeks whose picture is a draft, for those who compile; none for others."""
    if not request.member.may(Permission.COMPILE_PICTURE):
        return []
    drafts = SituationalPicture.objects.visible_to(request.member).filter(locked_at=None).latest_first()
    return [picture.week for picture in drafts[:WEEKS_OFFERED]]


@require_POST
def _put_in(request: HttpRequest) -> HttpResponse:
    choice, _names = _read(request, QueryDict(request.POST.get("choice", "")))
    try:
        week = Week.parse(request.POST.get("vecka", ""))
        picture = get_object_or_404(SituationalPicture.objects.visible_to(request.member), iso_week=week.iso)
        asked = choice.asked(today=timezone.localdate())
        put_in_picture(picture=picture, asked=asked, now=timezone.now(), by=request.member)
    except (Refused, ValueError) as problem:
        messages.error(request, str(problem) if isinstance(problem, Refused) else _("Välj en vecka."))
        return redirect(_home(request, choice))
    messages.success(request, _("Det ligger i utkastet för %s, under Att titta på.") % week_words(week))
    return redirect(_home(request, choice))


@require_POST
def _take_out(request: HttpRequest, id: UUID) -> HttpResponse:
    finding = get_object_or_404(PictureFinding.objects.visible_to(request.member).select_related("picture"), id=id)
    week = finding.picture.week
    try:
        take_out_of_picture(finding=finding, by=request.member)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(f"/{request.member.municipality.slug}/lagesbild/{week.address}")


@require_POST
def _save(request: HttpRequest) -> HttpResponse:
    form = ViewForm(request.POST)
    if not form.is_valid():
        raise PeopleRefused("Ge vyn ett namn.")
    choice, _names = _read(request, QueryDict(request.POST.get("choice", "")))
    if len(choice.address()) > 1000:
        raise PeopleRefused("Vyn har för många val för att sparas. Välj hela grupper av kategorier i stället.")
    save_view(screen=SCREEN, name=form.cleaned_data["name"], query=choice.address(), by=request.member)
    return redirect(_home(request, choice))


@require_POST
def _forget(request: HttpRequest, id: UUID) -> HttpResponse:
    views = SavedView.objects.visible_to(request.member).of_screen(SCREEN)
    forget_view(view=get_object_or_404(views, id=id), by=request.member)
    return redirect(f"/{request.member.municipality.slug}/monster")


@members_only
def explain(request: HttpRequest, method: str) -> HttpResponse:
    """Explain one method: what it answers, how, and what it cannot say."""
    if method not in METHODS or method not in offered():
        raise Http404
    others = [(name, title_of(name, language())) for name in METHODS if name in offered() and name != method]
    told = {"told": METHODS[method], "title": title_of(method, language()), "every_limit": EVERY_LIMIT}
    context = {**told, "name": method, "others": others}
    return render(request, "patterns/explain.html", context)


put_in = members_who(Permission.COMPILE_PICTURE)(_put_in)
take_out = members_who(Permission.COMPILE_PICTURE)(_take_out)
save = members_who(*SEES_PATTERNS)(_save)
forget = members_who(*SEES_PATTERNS)(_forget)
