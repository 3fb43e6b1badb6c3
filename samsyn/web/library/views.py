"""Reading in the library: the search, a case, what others offered, a card, and what a problem's work taught."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from samsyn.ground.permissions import Permission
from samsyn.method.followups.models import FollowUp
from samsyn.method.followups.sentences import GRADES
from samsyn.method.library.cards.reading import card
from samsyn.method.library.finding import Sought, found_cards, found_cases, found_offered, offered_case
from samsyn.method.library.models import Case
from samsyn.method.library.states import Season, season_of
from samsyn.method.measures.models import Measure
from samsyn.method.measures.states import Cause as Side
from samsyn.method.problems.models import Cause, Problem
from samsyn.web.guard import members_who
from samsyn.web.library.forms import SearchForm, categories, place_types
from samsyn.web.problem.steps import MAY_LOOK, around, found_problem

MOST_ALIKE = 5


def words_of(told: Mapping[str, Any], member: Any) -> dict[str, Any]:
    """Return what a case can be found by, in words: kind of place, categories, causes, season, and its grade."""
    kinds, names = dict(place_types(member)), dict(categories(member))
    season = Season(told["season"]).label if told.get("season") else ""
    when = f"{season} {told['year']}".strip() if told.get("year") else ""
    grade = told.get("grade")
    return {
        "place_type": kinds.get(told.get("place_type", ""), ""), "when": when, "county": told.get("county", ""),
        "categories": [names.get(code, code) for code in told.get("categories", ())],
        "sides": [str(Side(each).label) for each in told.get("sides", ()) if each in Side.values],
        "grade": GRADES.get(grade, "") if grade is not None else "",
    }  # fmt: skip


def cost_words(cost: Mapping[str, Any], member: Any) -> dict[str, Any]:
    """Return what a told item costs, in words: without it, so many places look the same."""
    names = dict(categories(member))
    what = {"category": _("kategorin %(name)s") % {"name": names.get(cost["code"], cost["code"])},
            "group": _("kategorierna, om bara huvudgrupperna berättas"),
            "season": _("årstiden, om bara året berättas"), "place_type": _("platstypen")}  # fmt: skip
    return {"what": what[cost["what"]], "k": cost["k"]}


@members_who(*MAY_LOOK)
def index(request: HttpRequest) -> HttpResponse:
    """Search own cases and stories, what others have offered, and the pilots' cards."""
    member = request.member
    form = SearchForm(request.GET or None, member=member)
    problem = _named_problem(request)
    sought = _like(problem, member) if problem is not None else form.sought()
    context = {
        "form": form, "like": problem, "own": found_cases(sought, by=member),
        "offered": found_offered(sought, by=member), "cards": found_cards(sought),
        "writes": member.may(Permission.DECIDE_MEASURES),
    }  # fmt: skip
    return render(request, "library/page.html", context)


def _named_problem(request: HttpRequest) -> Problem | None:
    number = request.GET.get("problem", "")
    if not number.isdecimal() or len(number) > 8:
        return None
    return Problem.objects.visible_to(request.member).with_names().filter(number=int(number)).first()  # type: ignore[no-any-return]


def _like(problem: Problem, member: Any) -> Sought:
    """Return the search for what is like a problem: its kind of place, categories and sides of causes."""
    sides = Cause.objects.visible_to(member).of_problem(problem).values_list("side", flat=True)
    kind = problem.place.place_type if problem.place is not None else None
    return Sought(
        place_type=kind.code if kind is not None else "", categories=tuple(problem.categories),
        sides=tuple(sorted(set(sides))),
    )


def case_of(request: HttpRequest, pk: UUID) -> Case:
    """Return the municipality's own case if the member may see it; else 404."""
    rows = Case.objects.visible_to(request.member).select_related("problem", "municipality")
    return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]


@members_who(*MAY_LOOK)
def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one of the own cases."""
    case, member = case_of(request, pk), request.member
    told = {"place_type": case.place_type, "categories": case.categories, "sides": case.sides, "grade": case.grade,
            "season": season_of(case.ended_on.month), "year": case.ended_on.year}  # fmt: skip
    context = {
        "case": case, "told": case, "words": words_of(told, member), "writes": member.may(Permission.DECIDE_MEASURES),
        "shares": member.may(Permission.LOCK_PICTURE), "own": True,
    }  # fmt: skip
    return render(request, "library/case.html", context)


@members_who(*MAY_LOOK)
def offered(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what another municipality has offered: nothing but what was approved."""
    told = offered_case(pk, by=request.member)
    if told is None:
        raise Http404
    context = {"told": told, "words": words_of(told, request.member), "own": False}
    return render(request, "library/case.html", context)


@members_who(*MAY_LOOK)
def card_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the card of one of the eight places."""
    found = card(code)
    if found is None:
        raise Http404
    return render(request, "library/card.html", {"card": found})


@members_who(*MAY_LOOK)
def learning(request: HttpRequest, number: int) -> HttpResponse:
    """Show what the work with a problem taught, its case, and what is like it."""
    problem, member = found_problem(request, number), request.member
    measures = Measure.objects.visible_to(member).on_problem(problem).order_by("number")
    lessons = FollowUp.objects.visible_to(member).filter(measure__in=measures).exclude(lesson="").in_order()
    sought = _like(problem, member)
    context = {
        **around(problem, member=member, step="learning"), "measures": list(measures),
        "lessons": list(lessons.select_related("measure")),
        "case": Case.objects.visible_to(member).filter(problem=problem).first(),
        "writes": member.may(Permission.DECIDE_MEASURES),
        "alike": [hit for hit in (*found_cases(sought, by=member), *found_offered(sought, by=member))
                  if getattr(hit.what, "problem_id", None) != problem.pk][:MOST_ALIKE],
        "cards": found_cards(sought)[:3], "not_yet": _("Ett fall skrivs när problemet är avslutat."),
    }  # fmt: skip
    return render(request, "library/learning.html", context)
