"""The page of one observation: what it shows, and to whom it offers what."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samsyn.ground.permissions import Permission
from samsyn.method.observations.duties.cutoff import is_late
from samsyn.method.observations.models import Observation
from samsyn.method.observations.photos.actions import photos_of
from samsyn.method.observations.states import State
from samsyn.web.noting import shown as note_shown
from samsyn.web.observation.came import came_of
from samsyn.web.observation.facts import alike, facts_of, seen_by_words, shape_of, versions_of


def may_review(member: Any, observation: Observation) -> bool:
    """Say whether the member reviews this observation: all of them, or those of the own organisation."""
    if member.may(Permission.REVIEW_ALL):
        return True
    return observation.owner is not None and member.may(Permission.REVIEW_OWN, within=observation.owner)


def may_do_with_own(observation: Observation, member: Any) -> dict[str, bool]:
    """Return what the member may do with the report as its writer; nothing at all with somebody else's."""
    own = Observation.objects.visible_to(member).sent_by(member).filter(pk=observation.pk).exists()
    is_open = observation.state in (State.NEW, State.SENT_BACK)
    lasts = observation.is_open_condition and observation.state == State.ACCEPTED
    return {"own": own, "change": own and is_open, "last": own and lasts, "any": own and (is_open or lasts)}


def page_of(request: HttpRequest, observation: Observation, *, status: int = 200, **more: Any) -> HttpResponse:
    """Answer with the page; `more` is what has just come of a form on it."""
    member = request.member
    reviews = may_review(member, observation)
    mine = may_do_with_own(observation, member)
    open_to_all = observation.audience == "parties" and observation.state == State.ACCEPTED
    note_shown(request, 1, open_to_all=not reviews and (mine["own"] or open_to_all))
    context = {
        "observation": observation,
        "shape": shape_of(observation),
        "late": is_late(observation, member.municipality),
        "facts": facts_of(observation, member),
        "seen_by": seen_by_words(observation),
        "versions": versions_of(observation) if reviews else [],
        "reviews": reviews,
        "mine": mine,
        "came": came_of([observation], member=member)[observation.pk] if mine["own"] else [],
        "open": observation.state in (State.NEW, State.UNDER_REVIEW),
        "alike": alike(observation, member) if reviews and observation.state != State.MERGED else [],
        "typed": observation.shown_text,
        "photos": photos_of(observation, seen_by=member),
        **more,
    }
    return render(request, "observation/page.html", context, status=status)
