"""What is filled in about a problem: what, where, since when, who is affected, who holds it; and how it is moved."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.ground.people.models import Group, Organisation
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Place
from samsyn.method.observations.models import Audience, Category
from samsyn.method.problems.models import Problem
from samsyn.method.problems.opening.actions import FUNCTION, GROUPS, TITLE, Outline
from samsyn.method.problems.states import State
from samsyn.web.map.forms import QuickSelect
from samsyn.web.measures.forms import areas_of, audience_choices, where_choices
from samsyn.web.organisation.forms import choices_of, day_field
from samsyn.web.sorting import in_order
from samsyn.web.templatetags.samsyn import named

FOR_LEADERS = ("owner", "group", "audience")
SHOWN = [("", _("Öppna")), ("closed", _("Avslutade")), ("all", _("Alla")), *State.choices[:-1]]


def category_choices(member: Any) -> list[Any]:
    """Return the municipality's categories in their groups."""
    groups: dict[str, list[Any]] = {}
    rows = Category.objects.visible_to(member).in_use().filter(parent__isnull=False).select_related("parent")
    for each in rows:
        groups.setdefault(named(each.parent), []).append((each.code, named(each)))
    return list(groups.items())


class OutlineForm(forms.Form):
    """A problem in a few lines; only what and where must be said."""

    title = forms.CharField(
        label=_("Vad är problemet?"), max_length=TITLE,
        help_text=_("Några ord om vad och var. Aldrig om vem."),
        error_messages={"required": _("Skriv vad problemet är, med några ord.")},
    )  # fmt: skip
    where = forms.ChoiceField(label=_("Var"), widget=QuickSelect)
    period_first = day_field(_("Titta tillbaka från och med"), required=True)
    period_last = day_field(_("Till och med"), help_text=_("Tomt = det pågår."))
    categories = forms.MultipleChoiceField(
        label=_("Vilka slags rapporter"), required=False, widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Inget valt = alla. Håll ner Ctrl för att välja flera."),
    )  # fmt: skip
    affected = forms.CharField(
        label=_("Vilka drabbas?"), max_length=GROUPS, required=False, widget=forms.Textarea({"rows": 2}),
        help_text=_("Grupper, till exempel boende, personal eller skolelever. Aldrig personer."),
    )  # fmt: skip
    owner = forms.ModelChoiceField(label=_("Vem håller i det"), queryset=Organisation.objects.none(), required=False)
    owner_function = forms.CharField(
        label=_("Funktion"), max_length=FUNCTION, required=False, help_text=_("Funktionen, aldrig ett namn.")
    )
    group = forms.ModelChoiceField(label=_("Grupp"), queryset=Group.objects.none(), required=False)
    audience = forms.ChoiceField(
        label=_("Visas för"), required=False,
        help_text=_("Det styr vem som ser. Det gör inte uppgiften hemlig. Väljer du gruppen ser bara den."),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.fields["where"].choices = where_choices(member)
        self.fields["where"].error_messages |= dict.fromkeys(
            ("required", "invalid_choice"), _("Välj ett område eller en plats.")
        )
        self.fields["categories"].choices = category_choices(member)
        parties = Organisation.objects.visible_to(member).open_on(today)
        for name, rows in (("owner", parties), ("group", Group.objects.visible_to(member))):
            self.fields[name].queryset = rows
            self.fields[name].choices = choices_of(rows, empty=_("Inte valt"))
        plain = [each for each in audience_choices(member)[1:] if not each[0].startswith("group:")]
        self.fields["audience"].choices = [*plain, (Audience.GROUP.value, Audience.GROUP.label)]
        if not member.may(Permission.LEAD_MEETING, within=member.municipality):
            for name in FOR_LEADERS:
                del self.fields[name]

    def outline(self, **more: Any) -> Outline:
        """Return what was written, in the shape of the verb."""
        told, member = self.cleaned_data, self.member
        kind, _colon, found = told["where"].partition(":")
        return Outline(
            title=told["title"], period_first=told["period_first"], period_last=told["period_last"],
            area=areas_of(member).get(pk=found) if kind == "area" else None,
            place=Place.objects.visible_to(member).get(pk=found) if kind == "place" else None,
            categories=told["categories"], affected=told["affected"], owner=told.get("owner"),
            owner_function=told["owner_function"], group=told.get("group"),
            audience=told.get("audience") or Audience.PARTIES,
            **more,
        )  # fmt: skip


def written(problem: Problem) -> dict[str, Any]:
    """Return a problem as it stands in the form."""
    place = problem.place if problem.place is not None and not problem.place.show_coarse else None
    return {
        "title": problem.title, "where": f"place:{place.pk}" if place else f"area:{problem.area_id}",
        "period_first": problem.period_first, "period_last": problem.period_last, "categories": problem.categories,
        "affected": problem.affected, "owner": problem.owner_id, "owner_function": problem.owner_function,
        "group": problem.group_id, "audience": problem.audience,
    }  # fmt: skip


class FilterForm(forms.Form):
    """Which problems are shown."""

    state = forms.ChoiceField(label=_("Läge"), choices=SHOWN, required=False)
    owner = forms.ChoiceField(label=_("Vem håller i det"), required=False)
    area = forms.ChoiceField(label=_("Område"), required=False)

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = choices_of(Organisation.objects.visible_to(member), empty=_("Alla"))
        self.fields["area"].choices = choices_of(in_order(areas_of(member)), empty=_("Alla"))

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def rows(self, found: Any) -> Any:
        """Return the chosen ones of the problems found."""
        told = self.cleaned_data if self.is_valid() else {}
        state = told.get("state", "")
        named_ones = {"": found.open, "closed": found.closed, "all": found.all}
        rows = named_ones[state]() if state in named_ones else found.in_state(state)
        rows = rows.of([told["owner"]]) if told.get("owner") else rows
        return rows.within([told["area"]]) if told.get("area") else rows
