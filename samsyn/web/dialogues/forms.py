"""What is asked when a dialogue is planned, told of and followed up."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.ground.places.models import Area
from samsyn.method.dialogues.actions import Time
from samsyn.method.dialogues.models import Dialogue
from samsyn.web.organisation.forms import choices_of, day_field

CLOCK = re.compile(r"(?:kl\.? ?)?(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?![0-9.:])", re.IGNORECASE)


def times_of(text: str) -> list[Time]:
    """Return the times of lines like "2026-01-14 18:00 Hamnens bibliotek"; the clock and the place may be left out.

    The clock is written with a colon or a full stop, as one likes: 18:00, 18.00, kl. 18.00.
    """
    found = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        day, _space, rest = line.partition(" ")
        clock = CLOCK.match(rest.strip())
        try:
            begins = time(int(clock["hour"]), int(clock["minute"])) if clock else None
            where = rest.strip()[clock.end():].strip() if clock else rest.strip()
            found.append(Time(held_on=date.fromisoformat(day), begins_at=begins, where=where))
        except ValueError:
            raise forms.ValidationError(_("Skriv raden så här: 2026-01-14 18:00 Hamnens bibliotek.")) from None
    return found


class _AreaForm(forms.Form):
    def __init__(self, *args: Any, member: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {str(each.pk): each for each in Area.objects.visible_to(member).in_working_set(on=today)}
        self.fields["area"] = forms.ChoiceField(label=_("Område"), choices=choices_of(self.areas.values()))
        self.order_fields(self.field_order)

    def clean_area(self) -> Area:
        """Return the area itself."""
        return self.areas[self.cleaned_data["area"]]


class PlanForm(_AreaForm):
    """One dialogue, or a series of them."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Slag"),
        choices=[each for each in Dialogue.Kind.choices if each[0] != Dialogue.Kind.WALK],
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("Vad det heter"), max_length=120)
    times = forms.CharField(
        label=gettext_lazy("Dagar och ställen"), widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("En rad per tillfälle: 2026-01-14 18:00 Hamnens bibliotek."),
    )  # fmt: skip
    series = forms.CharField(
        label=gettext_lazy("Seriens namn"), max_length=80, required=False,
        help_text=gettext_lazy("När flera hör ihop, till exempel Hamnen våren 2026."),
    )  # fmt: skip
    field_order = ["kind", "area", "title", "times", "series"]

    def clean_times(self) -> list[Time]:
        """Return the times, at least one."""
        return times_of(self.cleaned_data["times"])


class WalkForm(_AreaForm):
    """A safety walk; its stops are ticked in the list of places beside it."""

    title = forms.CharField(label=gettext_lazy("Vad den heter"), max_length=120)
    held_on = day_field(gettext_lazy("Dag"), required=True)
    begins_at = forms.TimeField(label=gettext_lazy("Klockan"), required=False, widget=forms.TimeInput(
        attrs={"type": "time", "class": "short"}))  # fmt: skip
    where = forms.CharField(label=gettext_lazy("Var ni samlas"), max_length=120, required=False)


class TellForm(forms.Form):
    """How it was."""

    took_part = forms.IntegerField(label=gettext_lazy("Hur många kom"), min_value=0, max_value=5000, required=False)
    said = forms.CharField(
        label=gettext_lazy("Vad som sades"), max_length=1500, required=False, widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("Det som flera sa. Aldrig vem, och inget som pekar ut någon."),
    )  # fmt: skip
    promised = forms.CharField(
        label=gettext_lazy("Vad ni lovade"), max_length=800, required=False, widget=forms.Textarea({"rows": 3})
    )
    follow_up_on = day_field(gettext_lazy("Dag då ni ser efter att det blev gjort"))
