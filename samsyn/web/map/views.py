"""The screen: map and list of the same choice, and the member's own saved views."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers

from samsyn.exchange.writers import FORMATS
from samsyn.ground.people.actions import PeopleRefused, forget_view, save_view
from samsyn.ground.people.models import SavedView
from samsyn.ground.permissions import Permission
from samsyn.ground.tenancy.background import background_of
from samsyn.web.guard import members_who
from samsyn.web.map.background import allowing
from samsyn.web.map.choice import Choice
from samsyn.web.map.forms import SHOWN_TO, ChoiceForm, ViewForm
from samsyn.web.map.listing import Mark, page_of, reviewed_by
from samsyn.web.map.names import SCREEN, Names, names_for
from samsyn.web.noting import shown as note_shown

SEES_MAP = (Permission.SEE_ACCEPTED, Permission.SEE_ALL, Permission.REVIEW_OWN, Permission.REVIEW_ALL)
PART = "X-Samsyn-Part"


def chosen(request: HttpRequest, asked: QueryDict | None = None) -> tuple[ChoiceForm, Choice, Names]:
    """Return the form, what was chosen in the address (or in `asked`), and the names it was chosen from."""
    today = timezone.localdate()
    names = names_for(request.member, on=today)
    form = ChoiceForm(request.GET if asked is None else asked, names=names, today=today)
    return form, form.choice(), names


@members_who(*SEES_MAP)
@vary_on_headers(PART)
def show(request: HttpRequest) -> HttpResponse:
    """Show the map and one page of the list; a script that only wants the list says so."""
    form, choice, names = chosen(request)
    template = "map/found.html" if PART in request.headers else "map/page.html"
    answer = render(request, template, around(request, form, choice, names))
    sheet = background_of(request.member.municipality)
    return allowing(answer, sheet.origin if sheet else "")


def around(request: HttpRequest, form: ChoiceForm, choice: Choice, names: Names) -> dict[str, Any]:
    """Return everything the page shows."""
    member, today = request.member, timezone.localdate()
    rows = choice.rows(member, today=today, names=names)
    after, before = (Mark.parse(request.GET.get(name, "")) for name in ("after", "before"))
    reviews, here = reviewed_by(member), member.municipality
    found = page_of(rows, member, after=after, before=before)
    note_shown(request, len(found.rows))
    return {
        "form": form,
        "choice": choice,
        "address": choice.address(),
        "without_box": choice.address(without=("box",)),
        "names": names,
        "found": found,
        "period_words": choice.period_words(today=today),
        "area_name": getattr(names.area(choice.area), "name", ""),
        "category_name": names.category_name(choice.category),
        "may_review": reviews is None or bool(reviews),
        "formats": [(kind, label) for kind, (_media, label) in FORMATS.items()],
        "shown_to": SHOWN_TO,
        "changed": changed(request),
        "view_form": ViewForm(),
        "bounds": ",".join(f"{edge:.5f}" for edge in (here.west, here.south, here.east, here.north)),
    }  # fmt: skip


def changed(request: HttpRequest) -> dict[str, Any] | None:
    """Return what was changed by the request before, so that it can be taken back."""
    try:
        batch, count = request.GET.get("changed", "").split("_")
        return {"batch": UUID(batch), "count": int(count)}
    except ValueError:
        return None


@members_who(*SEES_MAP)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the choice under a name."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        raise PeopleRefused("Ge vyn ett namn.")
    _form, choice, _names = chosen(request, QueryDict(request.POST.get("choice", "")))
    save_view(screen=SCREEN, name=form.cleaned_data["name"], query=choice.address(), by=request.member)
    return redirect(f"/{request.member.municipality.slug}/karta?{choice.address()}")


@members_who(*SEES_MAP)
@require_POST
def forget(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take a saved view away."""
    view = get_object_or_404(SavedView.objects.visible_to(request.member), id=id)
    forget_view(view=view, by=request.member)
    return redirect("map:show", request.member.municipality.slug)
