"""The shapes of what is filled in about people: parties, units, duties, users, roles, groups and seats."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.ground.people.models import LEVELS, Group, LegalKind, Organisation, Role, Unit, User
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area
from samsyn.method.observations.models import Checklist
from samsyn.web.sorting import in_order
from samsyn.web.templatetags.samsyn import named

LEGAL_HELP = _(
    "Styr vilken lag som gäller och vilka rapporter parten ser. Statliga myndigheter, kommunala nämnder och kommunala "
    "bolag följer offentlighets- och sekretesslagen och ser det som visas för myndigheter. Enskilda företag och "
    "föreningar ser det inte."
)


class DayInput(forms.DateInput):
    """A date as the browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def day_field(label: Any, *, help_text: Any = "", required: bool = False) -> forms.DateField:
    """Ask for a day."""
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=DayInput(attrs={"class": "short"}),
        error_messages={"invalid": _("Skriv datumet som 2026-11-30.")},
    )  # fmt: skip


def choices_of(rows: Any, *, empty: Any = None) -> list[tuple[str, str]]:
    """Return rows as choices in Swedish order."""
    return [*([("", empty)] if empty is not None else []), *((str(row.pk), str(row)) for row in in_order(rows))]


def several_areas(member: Any, *, label: Any, help_text: Any) -> forms.ModelMultipleChoiceField:
    """Ask for areas of the working set."""
    return forms.ModelMultipleChoiceField(
        label=label, help_text=help_text, required=False, widget=forms.CheckboxSelectMultiple,
        queryset=Area.objects.visible_to(member).filter(area_set__working=True).order_by("name"),
    )  # fmt: skip


class PartyForm(forms.Form):
    """A party to the cooperation."""

    name = forms.CharField(label=_("Namn"), max_length=120, error_messages={"required": _("Skriv partens namn.")})
    kind = forms.ChoiceField(
        label=_("Slag"), choices=Organisation.Kind.choices,
        help_text=_("I lägesbilden syns slaget (”fastighet”, ”skola”), aldrig vem som rapporterade."),
    )  # fmt: skip
    legal_kind = forms.ChoiceField(
        label=_("Juridisk form"), choices=LegalKind.choices, widget=forms.RadioSelect, help_text=LEGAL_HELP,
        error_messages={"required": _("Välj juridisk form.")},
    )  # fmt: skip
    responsible_body = forms.CharField(
        label=_("Ansvarig nämnd eller bolag"), max_length=120, required=False,
        help_text=_("Den som ansvarar för partens handlingar."),
    )  # fmt: skip
    agreement = forms.CharField(
        label=_("Överenskommelse"), max_length=80, required=False, help_text=_("Diarienummer eller namn.")
    )
    joined_on = day_field(_("Med från och med"))
    ends_on = day_field(
        _("Sista dag"), help_text=_("Efter den dagen stängs partens konton av sig själva. Rapporterna finns kvar.")
    )


class UnitForm(forms.Form):
    """A part of a party that reports."""

    name = forms.CharField(
        label=_("Enhetens namn"), max_length=120, help_text=_("Till exempel ett distrikt, en skola eller ett skift."),
        error_messages={"required": _("Skriv enhetens namn.")},
    )  # fmt: skip

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"] = several_areas(member, label=_("Områden"), help_text=_("Som enheten ansvarar för."))


RHYTHMS = [(1, _("Varje vecka")), (2, _("Varannan vecka")), (4, _("Var fjärde vecka"))]


class DutyForm(forms.Form):
    """A promise to answer every period."""

    unit = forms.ModelChoiceField(label=_("Vem?"), queryset=Unit.objects.none(), required=False)
    area = forms.ModelChoiceField(label=_("För vilket område?"), queryset=Area.objects.none(), required=False)
    every_weeks = forms.TypedChoiceField(
        label=_("Hur ofta?"), choices=RHYTHMS, coerce=int, empty_value=1, required=False,
        help_text=_("Räknas från veckan då löftet börjar."),
    )  # fmt: skip
    checklist = forms.ModelChoiceField(
        label=_("Med checklista?"), queryset=Checklist.objects.none(), required=False,
        help_text=_("Då räknas det också om checklistan är lämnad."),
    )  # fmt: skip
    starts_on = day_field(_("Från och med"), required=True)
    ends_on = day_field(_("Till och med"))

    def __init__(self, *args: Any, organisation: Organisation, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = organisation.units.order_by("name")
        self.fields["unit"].empty_label = _("Hela parten")
        self.fields["area"].queryset = (
            Area.objects.visible_to(member).filter(area_set__working=True).order_by("name")
        )
        self.fields["area"].empty_label = _("Alla sina områden")
        self.fields["checklist"].queryset = Checklist.objects.visible_to(member).in_use()
        self.fields["checklist"].empty_label = _("Ingen checklista")
        self.fields["checklist"].label_from_instance = named


class CareForm(forms.Form):
    """Which area a party looks after, and from when."""

    area = forms.ModelChoiceField(label=_("Område"), queryset=Area.objects.none(), empty_label=_("Välj område"))
    starts_on = day_field(_("Från och med"))

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.visible_to(member).filter(area_set__working=True).order_by("name")


class MembershipForm(forms.Form):
    """A role in a party, for a time, perhaps only in some areas and groups."""

    organisation = forms.ModelChoiceField(
        label=_("Part"), queryset=Organisation.objects.none(), empty_label=_("Välj part"),
        error_messages={"required": _("Välj part.")},
    )  # fmt: skip
    role = forms.ModelChoiceField(
        label=_("Roll"), queryset=Role.objects.none(), empty_label=_("Välj roll"),
        error_messages={"required": _("Välj roll.")},
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        label=_("Enhet"), queryset=Unit.objects.none(), required=False, empty_label=_("Ingen särskild enhet")
    )
    ends_on = day_field(_("Sista dag"), help_text=_("Bra för vikarier och sommarjobb: kontot stängs av sig självt."))

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.visible_to(member).order_by("name")
        self.fields["role"].queryset = Role.objects.visible_to(member).order_by("created_at", "name_sv")
        units = Unit.objects.visible_to(member).select_related("organisation").order_by("organisation__name", "name")
        self.fields["unit"].queryset = units
        self.fields["unit"].label_from_instance = lambda unit: f"{unit.organisation}: {unit.name}"
        self.fields["areas"] = several_areas(
            member, label=_("Bara i vissa områden"), help_text=_("Inget valt = hela kommunen.")
        )
        self.fields["groups"] = forms.ModelMultipleChoiceField(
            label=_("Grupper"), required=False, widget=forms.CheckboxSelectMultiple,
            queryset=Group.objects.visible_to(member).order_by("name"),
        )  # fmt: skip


class StatedForm(MembershipForm):
    """One more role for somebody whose e-mail nobody has confirmed."""

    address_checked = forms.BooleanField(
        label=_("Jag har kontrollerat att e-postadressen är personens egen"),
        help_text=_("Personen skrev den själv vid inbjudan. Fråga på ett annat sätt än med ett brev dit."),
        error_messages={"required": _("Kontrollera adressen först och kryssa i rutan.")},
    )


class InviteForm(MembershipForm):
    """A new person with a first role."""

    email = forms.EmailField(
        label=_("E-post"), help_text=_("Personen loggar in med den. Samsyn skickar inget brev."),
        error_messages={"required": _("Skriv e-postadressen."), "invalid": _("Skriv en hel e-postadress.")},
    )  # fmt: skip
    name = forms.CharField(label=_("Namn"), max_length=120, required=False)

    field_order = ["email", "name", "organisation", "role", "unit", "ends_on"]


class InvitationForm(MembershipForm):
    """A link that gives somebody a role."""

    days = forms.TypedChoiceField(
        label=_("Inbjudan gäller"), coerce=int, initial=7,
        choices=[(1, _("ett dygn")), (3, _("tre dagar")), (7, _("en vecka")), (30, _("30 dagar"))],
    )  # fmt: skip
    count = forms.IntegerField(
        label=_("Antal"), min_value=1, max_value=40, initial=1, help_text=_("En lapp per person."),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip

    field_order = ["organisation", "role", "unit", "ends_on", "areas", "days", "count"]

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        del self.fields["groups"]


class DeviceForm(forms.Form):
    """A phone or a tablet that several share."""

    name = forms.CharField(
        label=_("Namn"), max_length=80, help_text=_("Det som står på inloggningen, till exempel Nattskiftet."),
        error_messages={"required": _("Skriv vad telefonen ska heta.")},
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label=_("Part"), queryset=Organisation.objects.none(), empty_label=_("Välj part"),
        error_messages={"required": _("Välj part.")},
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        label=_("Enhet"), queryset=Unit.objects.none(), required=False, empty_label=_("Ingen särskild enhet")
    )
    idle_minutes = forms.TypedChoiceField(
        label=_("Loggar ut av sig själv efter"), coerce=int, initial=5,
        choices=[(2, _("2 minuter")), (5, _("5 minuter")), (10, _("10 minuter")), (15, _("15 minuter")),
                 (30, _("30 minuter"))],
    )  # fmt: skip

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.visible_to(member).order_by("name")
        units = Unit.objects.visible_to(member).select_related("organisation").order_by("organisation__name", "name")
        self.fields["unit"].queryset = units
        self.fields["unit"].label_from_instance = lambda unit: f"{unit.organisation}: {unit.name}"
        self.fields["areas"] = several_areas(
            member, label=_("Bara i vissa områden"), help_text=_("Inget valt = hela kommunen.")
        )


class EndForm(forms.Form):
    """The last day of something."""

    on = day_field(_("Sista dag"), required=True)


class NameForm(forms.Form):
    """A person's name."""

    name = forms.CharField(label=_("Namn"), max_length=120, required=False)


class StaffFileForm(forms.Form):
    """A file with the staff of one or more parties."""

    file = forms.FileField(
        label=_("Excelfil"), help_text=_("En rad per person. Hämta mallen om du inte har någon fil än."),
        error_messages={"required": _("Välj en fil.")},
    )  # fmt: skip


class RoleForm(forms.Form):
    """What a role may do."""

    name_sv = forms.CharField(label=_("Namn"), max_length=60)
    name_en = forms.CharField(label=_("Namn på engelska"), max_length=60)
    permissions = forms.MultipleChoiceField(
        label=_("Får"), choices=Permission.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    second_step = forms.BooleanField(
        label=_("Loggar in i två steg"), required=False,
        help_text=_("Krävs när kommunen är i skarp drift, av alla som har rollen. I övningsläge är det frivilligt."),
    )  # fmt: skip


class GroupForm(forms.Form):
    """A group that meets."""

    name = forms.CharField(label=_("Gruppens namn"), max_length=120, error_messages={"required": _("Skriv ett namn.")})
    kind = forms.CharField(
        label=_("Slag"), max_length=60, required=False, help_text=_("Till exempel styrgrupp, lokalt råd, EST-grupp.")
    )
    level = forms.ChoiceField(
        label=_("Nivå"), required=False, choices=[("", _("ingen särskild")), *LEVELS],
        help_text=_("Om ni arbetar på tre nivåer."),
    )  # fmt: skip
    rhythm_weeks = forms.IntegerField(label=_("Träffas var … vecka"), min_value=1, max_value=52, initial=1)

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rhythm_weeks"].widget.attrs["class"] = "short"
        self.fields["areas"] = several_areas(
            member, label=_("Områden"), help_text=_("Som gruppen arbetar med. Inget valt = hela kommunen.")
        )


class SeatForm(forms.Form):
    """A seat that belongs to a function; persons come and go."""

    function = forms.CharField(
        label=_("Funktion"), max_length=120, help_text=_("Till exempel kommunpolis eller rektor, inte ett personnamn."),
        error_messages={"required": _("Skriv funktionen.")},
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label=_("Part"), queryset=Organisation.objects.none(), required=False, empty_label=_("Ingen")
    )
    holder = forms.ModelChoiceField(
        label=_("Innehavare"), queryset=User.objects.none(), required=False, empty_label=_("Ingen just nu")
    )
    substitute = forms.ModelChoiceField(
        label=_("Ersättare"), queryset=User.objects.none(), required=False, empty_label=_("Ingen")
    )

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.visible_to(member).order_by("name")
        for name in ("holder", "substitute"):
            self.fields[name].queryset = User.objects.visible_to(member).order_by("name", "email")
