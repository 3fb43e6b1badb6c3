"""What is done to many reports at once: accept, change category, audience or place, say that they are the same."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Place
from samsyn.method.observations.actions import accept_observations, change_observations, undo_changes
from samsyn.method.observations.models import Category, Observation
from samsyn.method.observations.states import State, may_become
from samsyn.web.guard import members_who
from samsyn.web.map.forms import SHOWN_TO, ManyForm
from samsyn.web.map.listing import reviewed_by
from samsyn.web.map.views import chosen
from samsyn.web.observation.facts import moment_words
from samsyn.web.templatetags.samsyn import named

REVIEWERS = (Permission.REVIEW_ALL, Permission.REVIEW_OWN)
MOST_AT_ONCE = 500
MOST_PLACES = 20


@members_who(*REVIEWERS)
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Do one thing to every marked report; what cannot be taken back is asked about first, by name."""
    form = ManyForm(request.POST)
    _form, choice, names = chosen(request, QueryDict(request.POST.get("choice", "")))
    back = f"/{request.member.municipality.slug}/karta?{choice.address()}"
    if not form.is_valid():
        messages.warning(request, _("Välj vad du vill göra med rapporterna."))
        return redirect(back)
    marked = Observation.objects.visible_to(request.member).filter(pk__in=_uuids(request.POST.getlist("id")))
    if form.cleaned_data["everything"]:
        marked = choice.rows(request.member, today=timezone.localdate(), names=names)
    reviews = reviewed_by(request.member)
    rows = list(
        (marked if reviews is None else marked.filter(owner__in=reviews)).with_names().latest_first()[:MOST_AT_ONCE]
    )
    if not rows:
        messages.warning(request, _("Markera minst en rapport som du får granska."))
        return redirect(back)
    return DOES[form.cleaned_data["action"]](request, rows, form.cleaned_data, back)


def _uuids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts[:MOST_AT_ONCE]:
        try:
            found.append(UUID(text))
        except ValueError:
            pass
    return found


def _ask(request: HttpRequest, rows: list[Observation], back: str, **more: Any) -> HttpResponse:
    """Show the page that names what is about to be done."""
    shown = [_option(row) for row in rows]
    choice = request.POST.get("choice", "")
    return render(
        request, "map/confirm.html", {"rows": shown, "back": back, "choice": choice, "post": request.POST, **more}
    )


def _option(row: Observation) -> dict[str, Any]:
    where = str(row.place or row.area or _("hela kommunen"))
    return {"id": row.pk, "what": named(row.category), "where": where, "when": moment_words(row.observed_to)}


def accept(request: HttpRequest, rows: list[Observation], data: dict[str, Any], back: str) -> HttpResponse:
    """Accept those that wait; asked about first, since it cannot be taken back."""
    waiting = [row for row in rows if may_become(row.state, State.ACCEPTED)]
    if not waiting:
        messages.info(request, _("De markerade rapporterna är redan granskade."))
        return redirect(back)
    if not data["confirmed"]:
        title = ngettext("Godkänn %(n)s rapport?", "Godkänn %(n)s rapporter?", len(waiting)) % {"n": len(waiting)}
        words = _("De räknas från och med nu och syns för dem de visas för. Det går inte att ångra.")
        return _ask(request, waiting, back, action="accept", title=title, words=words, do=_("Godkänn"))
    accepted = accept_observations(observations=waiting, now=timezone.now(), by=request.member)
    messages.success(
        request, ngettext("%(n)s rapport godkändes.", "%(n)s rapporter godkändes.", accepted) % {"n": accepted}
    )
    return redirect(back)


def _changed(request: HttpRequest, rows: list[Observation], back: str, **changes: Any) -> HttpResponse:
    batch = uuid4()
    count = change_observations(observations=rows, by=request.member, batch=batch, **changes)
    return redirect(f"{back}&changed={batch}_{count}")


def category(request: HttpRequest, rows: list[Observation], data: dict[str, Any], back: str) -> HttpResponse:
    """Give all of them another category."""
    found = Category.objects.visible_to(request.member).in_use().filter(code=data["category"]).first()
    if found is None:
        messages.warning(request, _("Välj en kategori."))
        return redirect(back)
    return _changed(request, rows, back, category=found)


def audience(request: HttpRequest, rows: list[Observation], data: dict[str, Any], back: str) -> HttpResponse:
    """Decide who sees them."""
    if data["audience"] not in dict(SHOWN_TO):
        messages.warning(request, _("Välj vilka rapporterna ska visas för."))
        return redirect(back)
    return _changed(request, rows, back, audience=data["audience"])


def place(request: HttpRequest, rows: list[Observation], data: dict[str, Any], back: str) -> HttpResponse:
    """Link them to a known place; several with the name are asked about."""
    standing = Place.objects.visible_to(request.member).standing()
    picked = _uuids([data["place"]])
    known = standing.filter(pk=picked[0]) if picked else standing.called(data["place"]).order_by("name")
    found = list(known[: MOST_PLACES + 1]) if data["place"].strip() else []
    exact = [one for one in found if one.name.casefold() == data["place"].strip().casefold()]
    found = exact if len(exact) == 1 else found
    if not found:
        messages.warning(request, _("Ingen känd plats heter så. Skriv en del av namnet eller smeknamnet."))
        return redirect(back)
    if len(found) == 1:
        return _changed(request, rows, back, place=found[0])
    title = _("Vilken plats menar du?")
    return _ask(request, rows, back, action="place", title=title, do=_("Koppla"), places=found[:MOST_PLACES])


def same(request: HttpRequest, rows: list[Observation], data: dict[str, Any], back: str) -> HttpResponse:
    """Say that they are about the same thing: one is counted, the others become its sources."""
    if len(rows) < 2:
        messages.warning(request, _("Markera minst två rapporter som handlar om samma sak."))
        return redirect(back)
    kept = next((row for row in rows if row.pk == data["keep"]), None)
    if kept is None:
        title = _("Samma sak: vilken rapport ska räknas?")
        words = _("De andra står kvar som källor men räknas inte. Du kan ångra.")
        return _ask(request, rows[::-1], back, action="same", title=title, words=words, do=_("Räkna som en"), keep=True)
    others = [row for row in rows if row.pk != kept.pk and row.pk != kept.same_as_id]
    root = kept.same_as_id or kept.pk
    counted = Observation.objects.visible_to(request.member).get(pk=root)
    return _changed(request, others, back, same_as=counted)


DOES = {"accept": accept, "category": category, "audience": audience, "place": place, "same": same}


@members_who(*REVIEWERS)
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was changed a moment ago."""
    _form, choice, _names = chosen(request, QueryDict(request.POST.get("choice", "")))
    batch = _uuids([request.POST.get("batch", "")])
    count = undo_changes(batch=batch[0], by=request.member) if batch else 0
    words = ngettext("%(n)s rapport är som förut.", "%(n)s rapporter är som förut.", count) % {"n": count}
    messages.success(request, words)
    return redirect(f"/{request.member.municipality.slug}/karta?{choice.address()}")
