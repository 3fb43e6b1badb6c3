"""How a verb on one observation is carried out from the screen."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from samsyn.ground.refusals import Refused
from samsyn.method.observations.models import Observation
from samsyn.web.guard import members_only

Verb = Callable[[HttpRequest, Observation], Any]


def found(request: HttpRequest, id: UUID) -> Observation:
    """Return the observation if the member may see it; else 404."""
    return get_object_or_404(Observation.objects.visible_to(request.member).with_names(), id=id)


def done(request: HttpRequest, observation: Observation, verb: Callable[[], Any], words: Any) -> HttpResponse:
    """Carry out a verb; the sentence of a refusal stands where the success would have stood."""
    try:
        verb()
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, words)
    return redirect(f"/{request.member.municipality.slug}/rapporter/{observation.pk}")


def button(verb: Verb, words: Any) -> Callable[..., HttpResponse]:
    """Return the view of a button that carries out a verb on the observation in the address, and says so in `words`."""

    @members_only
    @require_POST
    def view(request: HttpRequest, id: UUID) -> HttpResponse:
        observation = found(request, id)
        return done(request, observation, lambda: verb(request, observation), words)

    return view
