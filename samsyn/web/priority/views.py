"""The periods' priorities: the matrix, the table, one row at a time, and the weights."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Place
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.defaults import setting
from samsyn.method.problems.actions import PriorityOvertaken, set_weights, take_up, weigh
from samsyn.method.problems.models import Priority, Problem
from samsyn.method.problems.weighing import ANSWERS, CRITERIA, HEAVIEST
from samsyn.web.guard import members_who
from samsyn.web.measures.doing import version_of
from samsyn.web.measures.forms import areas_of, where_choices
from samsyn.web.priority.forms import WeighForm
from samsyn.web.sorting import sort_key

MAY_LOOK = (Permission.SEE_MEASURES, Permission.LEAD_MEETING)
leads = members_who(Permission.LEAD_MEETING)
STEPS = range(1, 6)
PERIOD = re.compile(r"\d{4}-(Q[1-4]|T[1-3])")


def period_of(day: date, kind: str = "Q") -> str:
    """Return the quarter or the third of a year that a day is in.

    >>> period_of(date(2026, 11, 22)), period_of(date(2026, 11, 22), "T")
    ('2026-Q4', '2026-T3')
    """
    months = 3 if kind == "Q" else 4
    return f"{day.year}-{kind}{(day.month - 1) // months + 1}"


def period_words(code: str) -> str:
    """Name a period as it is said: kvartal 4 2026."""
    year, part = code.split("-")
    named = {"number": part[1], "year": year}
    return (_("kvartal %(number)s %(year)s") if part[0] == "Q" else _("tertial %(number)s %(year)s")) % named


def _home(request: HttpRequest, period: str) -> str:
    return f"/{request.member.municipality.slug}/prioritering?period={period}"


def _asked(told: Any, member: Any) -> str:
    """Return the period asked for, else the one that is now, as the municipality has its rhythm."""
    wanted = told.get("period", "")
    return wanted if PERIOD.fullmatch(wanted) else period_of(timezone.localdate(), _rhythm(member))


def _rhythm(member: Any) -> str:
    return str(setting(member.municipality, "priority_rhythm"))


@members_who(*MAY_LOOK)
def show(request: HttpRequest) -> HttpResponse:
    """Show what is weighed in a period: in the matrix, in the table, and what was chosen."""
    member, today = request.member, timezone.localdate()
    period, most = _asked(request.GET, member), setting(member.municipality, "priority_count")
    visible = Priority.objects.visible_to(member)
    rows = sorted(visible.in_period(period).with_names(), key=lambda row: (-row.product, sort_key(_name(row))))
    weights = rows[0].weights if rows else {}
    known = {_key(row) for row in rows}
    may_lead = member.may(Permission.LEAD_MEETING)
    periods = {*visible.values_list("period", flat=True), period_of(today, _rhythm(member)), period}
    context = {
        "period": period, "leads": may_lead,
        "periods": [(code, period_words(code)) for code in sorted(periods, reverse=True)],
        "rows": [{"row": row, "name": _name(row), "order": number, "first": number <= most and row.product,
                  "address": f"/{member.municipality.slug}/problem/{row.problem.number}" if row.problem else ""}
                 for number, row in enumerate(rows, start=1)],
        "matrix": _matrix(rows), "steps": STEPS, "criteria": _criteria(rows, weights),
        "weights": range(HEAVIEST + 1), "most": most, "chosen": sum(row.chosen for row in rows),
        "where": [(word, [each for each in choices if each[0] not in known])
                  for word, choices in _choices(member)] if may_lead else [],
    }  # fmt: skip
    return render(request, "priority/page.html", context)


def _name(row: Priority) -> str:
    return row.problem.title if row.problem is not None else str(row.place or row.area)


def _key(row: Priority) -> str:
    kinds = {"area": row.area_id, "place": row.place_id, "problem": row.problem_id}
    return next(f"{kind}:{pk}" for kind, pk in kinds.items() if pk is not None)


def _choices(member: Any) -> list[Any]:
    """Return areas, places and open problems, as choices in three groups."""
    problems = Problem.objects.visible_to(member).open().in_order()
    told = [(f"problem:{one.pk}", f"{one.number} {one.title}") for one in problems]
    return [*where_choices(member)[1:], *([(_("Problem"), told)] if told else [])]


def _matrix(rows: list[Priority]) -> list[dict[str, Any]]:
    """Return the matrix from the greatest need down, each cell with the names in it."""
    return [
        {"need": need, "cells": [{"at": need * step, "names": [{"row": row, "name": _name(row)} for row in rows
                                                               if (row.need, row.influence) == (need, step)]}
                                 for step in STEPS]}
        for need in reversed(STEPS)
    ]  # fmt: skip


def _criteria(rows: list[Priority], weights: dict[str, int]) -> list[dict[str, Any]]:
    """Return each question with its weight and every row's answer in words."""
    return [
        {"code": code, "words": criterion.words, "weight": weights.get(code, 1),
         "answers": [ANSWERS.get(row.answers.get(code, -1), "–") for row in rows]}
        for code, criterion in CRITERIA.items()
    ]  # fmt: skip


@leads
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put an area, a place or a problem among those that are weighed."""
    member = request.member
    period = _asked(request.POST, member)
    kind, _colon, found = request.POST.get("var", "").partition(":")
    try:
        pk = UUID(found)
    except ValueError:
        messages.error(request, _("Välj ett område, en plats eller ett problem."))
        return redirect(_home(request, period))
    thing: dict[str, Any] = {}
    if kind == "area":
        thing["area"] = get_object_or_404(areas_of(member), pk=pk)
    elif kind == "problem":
        thing["problem"] = get_object_or_404(Problem.objects.visible_to(member), pk=pk)
    else:
        places = Place.objects.visible_to(member).standing()
        thing["place"] = get_object_or_404(places, pk=pk, show_coarse=False)
    made = take_up(period=period, today=timezone.localdate(), by=member, **thing)
    return redirect(f"/{member.municipality.slug}/prioritering/{made.pk}")


@leads
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Weigh one area, place or problem."""
    member = request.member
    priority = get_object_or_404(Priority.objects.visible_to(member).with_names(), pk=pk)
    form, conflict = WeighForm(request.POST or None, priority=priority), None
    if request.method == "POST" and form.is_valid():
        try:
            weigh(priority=priority, said=form.said(), version=version_of(request), today=timezone.localdate(),
                  by=member)  # fmt: skip
        except PriorityOvertaken as overtaken:
            conflict = {"sentence": overtaken.sentence, "theirs": overtaken.theirs, "mine": overtaken.mine}
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Sparat."))
            return redirect(_home(request, priority.period))
    status = 409 if conflict else 422 if form.errors else 200
    context = {"priority": priority, "name": _name(priority), "form": form, "conflict": conflict,
               "period_words": period_words(priority.period)}  # fmt: skip
    return render(request, "priority/one.html", context, status=status)


@leads
@require_POST
def weights(request: HttpRequest) -> HttpResponse:
    """Set how much each question weighs in the period."""
    period = _asked(request.POST, request.member)
    told = {code: request.POST.get(code, "1") for code in CRITERIA}
    chosen = {code: int(value) if value.isdecimal() and len(value) == 1 else 9 for code, value in told.items()}
    try:
        set_weights(period=period, weights=chosen, by=request.member)
        messages.success(request, _("Sparat."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(_home(request, period))
