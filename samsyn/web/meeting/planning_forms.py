"""What is filled in about when groups meet: a rhythm, an agenda, an extra meeting, a change."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samsyn.ground.people.models import Group
from samsyn.method.meetings.models import AgendaTemplate, Meeting, Rhythm
from samsyn.method.meetings.parts import MOST_PARTS, Item, Part
from samsyn.method.meetings.planning.actions import LONGEST_MINUTES, SHORTEST_MINUTES, When
from samsyn.web.organisation.forms import choices_of, day_field

WEEKDAYS = [
    (0, _("måndag")), (1, _("tisdag")), (2, _("onsdag")), (3, _("torsdag")), (4, _("fredag")), (5, _("lördag")),
    (6, _("söndag")),
]  # fmt: skip


class TimeInput(forms.TimeInput):
    """A time of day as the browser asks for it."""

    input_type = "time"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs={"class": "short", **(attrs or {})}, format="%H:%M")


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=TimeInput(), error_messages={"invalid": _("Skriv tiden som 09.00.")},
                           input_formats=["%H:%M", "%H:%M:%S", "%H.%M"])  # fmt: skip


def _minutes(label: Any, initial: int = 30) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=SHORTEST_MINUTES, max_value=LONGEST_MINUTES, initial=initial,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip


def _link() -> forms.URLField:
    return forms.URLField(
        label=_("Länk till videomötet"), required=False, max_length=500, assume_scheme="https",
        help_text=_("Från Teams, Zoom eller det ni brukar använda. Den står i kallelsen."),
    )  # fmt: skip


class RhythmForm(forms.Form):
    """When a group meets."""

    weekday = forms.TypedChoiceField(label=_("Veckodag"), choices=WEEKDAYS, coerce=int)
    begins_at = _time(_("Klockan"))
    minutes = _minutes(_("Minuter"))
    every_weeks = forms.IntegerField(
        label=_("Var … vecka"), min_value=1, max_value=52, initial=1,
        widget=forms.NumberInput(attrs={"class": "short"}),
        help_text=_("1 = varje vecka, 2 = varannan, 6 = var sjätte."),
    )  # fmt: skip
    first_on = day_field(_("Räknas från"), required=True, help_text=_("Första veckan. Varannan vecka räknas från den."))
    template = forms.ModelChoiceField(
        label=_("Dagordning"), queryset=AgendaTemplate.objects.none(), required=False, empty_label=_("Den vanliga")
    )
    location = forms.CharField(label=_("Lokal"), max_length=120, required=False)
    video_link = _link()
    reports_to = forms.ModelChoiceField(
        label=_("Besluten kommer upp i"), queryset=Group.objects.none(), required=False, empty_label=_("Ingen annan"),
        help_text=_("Den gemensamma gruppen, om det här är en lokal grupp eller ett forum."),
    )  # fmt: skip

    def __init__(self, *args: Any, member: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        templates = AgendaTemplate.objects.visible_to(member)
        self.fields["template"].queryset = templates
        self.fields["template"].choices = choices_of(templates, empty=_("Den vanliga"))
        others = Group.objects.visible_to(member).exclude(pk=group.pk)
        self.fields["reports_to"].queryset = others
        self.fields["reports_to"].choices = choices_of(others, empty=_("Ingen annan"))

    def told(self) -> dict[str, Any]:
        """Return what was filled in, in the shape of the verb."""
        data = self.cleaned_data
        when = When(data["weekday"], data["begins_at"], data["minutes"], data["every_weeks"], data["first_on"])
        where = (data["location"], data["video_link"])
        return {"when": when, "where": where, "template": data["template"], "reports_to": data["reports_to"]}


def as_filled(rhythm: Rhythm | None, group: Group, today: date) -> dict[str, Any]:
    """Return a rhythm as it stands in the form; without one, Thursdays at nine."""
    if rhythm is None:
        return {"weekday": 3, "begins_at": "09:00", "minutes": 30, "every_weeks": group.rhythm_weeks, "first_on": today}
    names = ("weekday", "begins_at", "minutes", "first_on", "template", "location", "video_link", "reports_to")
    return {**{name: getattr(rhythm, name) for name in names}, "every_weeks": group.rhythm_weeks}


class MoveForm(forms.Form):
    """A planned meeting's day, hour, room and link."""

    on = day_field(_("Dag"), required=True)
    at = _time(_("Klockan"))
    minutes = _minutes(_("Minuter"))
    location = forms.CharField(label=_("Lokal"), max_length=120, required=False)
    video_link = _link()

    @classmethod
    def of(cls, meeting: Meeting) -> "MoveForm":
        """Return the form as the meeting is planned now."""
        begins = timezone.localtime(meeting.begins_at) if meeting.begins_at else timezone.localtime()
        return cls(initial={
            "on": begins.date(), "at": begins.time(), "minutes": meeting.minutes, "location": meeting.location,
            "video_link": meeting.video_link,
        })  # fmt: skip

    def begins_at(self) -> datetime:
        """Return when it begins, in the municipality's own zone."""
        zone = timezone.get_current_timezone()
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"], tzinfo=zone)


class ExtraForm(forms.Form):
    """An extra meeting: filled in so that one press is enough."""

    group = forms.ChoiceField(label=_("Grupp"))
    on = day_field(_("Dag"), required=True)
    at = _time(_("Klockan"))
    minutes = _minutes(_("Minuter"), 20)

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        tomorrow = timezone.localdate() + timedelta(days=1)
        super().__init__(*args, initial={"on": tomorrow, "at": "09:00"}, auto_id="extra_%s", **kwargs)
        self.fields["group"].choices = [(str(group.pk), group.name) for group in groups]

    begins_at = MoveForm.begins_at


class AgendaForm(forms.Form):
    """An agenda: its name and one row for each part; a row without a part is left out."""

    name = forms.CharField(label=_("Namn"), max_length=80, error_messages={"required": _("Skriv ett namn.")})

    def __init__(self, *args: Any, items: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = min(MOST_PARTS, len(items or []) + 3)
        if args and args[0]:
            self.rows = sum(1 for number in range(MOST_PARTS) if f"kind{number}" in args[0])
        for number in range(self.rows):
            each = items[number] if items and number < len(items) else {}
            self.fields[f"kind{number}"] = forms.ChoiceField(
                label=_("Punkt"), choices=[("", _("Ingen")), *Part.choices], required=False, initial=each.get("kind")
            )
            self.fields[f"title{number}"] = forms.CharField(
                label=_("Egen rubrik"), max_length=80, required=False, initial=each.get("title")
            )
            self.fields[f"minutes{number}"] = forms.IntegerField(
                label=_("Minuter"), min_value=0, max_value=LONGEST_MINUTES, required=False,
                initial=each.get("minutes", 5), widget=forms.NumberInput(attrs={"class": "short"}),
            )  # fmt: skip

    def lines(self) -> list[dict[str, Any]]:
        """Return the rows as a template shows them."""
        return [
            {"number": n + 1, "kind": self[f"kind{n}"], "title": self[f"title{n}"], "minutes": self[f"minutes{n}"]}
            for n in range(self.rows)
        ]

    def items(self) -> list[Item]:
        """Return the parts chosen, in order."""
        data = self.cleaned_data
        return [
            Item(kind=data[f"kind{n}"], title=data[f"title{n}"], minutes=data[f"minutes{n}"] or 0)
            for n in range(self.rows) if data[f"kind{n}"]
        ]  # fmt: skip
