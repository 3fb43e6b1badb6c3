"""What the administrator fills in about the municipality's directory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.ground.people.models import Directory, Organisation, Role, User

WIDE = {"class": "wide", "spellcheck": "false", "autocapitalize": "none"}


def _text(label: Any, *, most: int = 200, required: bool = False, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, widget=forms.TextInput(attrs=WIDE)
    )


class DirectoryForm(forms.Form):
    """A directory; its secret is set by the operator and never typed here."""

    name = _text(_("Namn"), most=80, required=True, hint=_("Som det står på knappen, till exempel Granviks kommun."))
    code = forms.SlugField(
        label=_("Kortnamn"), max_length=40,
        help_text=_("Ingår i adresserna som katalogen ska få. Byt det inte sedan."),
        error_messages={"invalid": _("Använd bara a–z, siffror och bindestreck.")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Slag"), choices=Directory.Kind.choices, widget=forms.RadioSelect)
    issuer = _text(_("Utfärdare"), most=300, required=True,
                   hint=_("OIDC: adressen som står som issuer. SAML: katalogens entity id."))  # fmt: skip
    client_id = _text(_("Klient-id (OIDC)"), hint=_("Det som katalogen kallar Samsyn."))
    sign_in_url = forms.URLField(
        label=_("Adress för inloggning (SAML)"), required=False, max_length=500, assume_scheme="https",
        widget=forms.URLInput(attrs=WIDE),
    )  # fmt: skip
    certificate = forms.CharField(
        label=_("Certifikat (SAML)"), required=False, widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("Det som katalogen signerar med, i PEM."), max_length=10_000,
    )  # fmt: skip
    domains = forms.CharField(
        label=_("Kommunens domäner"), required=False, widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_("Det som står efter @ i kommunens egna adresser, en per rad. Andra adresser öppnar inget konto."),
    )  # fmt: skip
    owns_addresses = forms.BooleanField(
        label=_("Adresser i de domänerna räknas som bekräftade"), required=False,
        help_text=_("För Entra ID, ADFS och SAML, som inte själva säger att en adress är bekräftad."),
    )  # fmt: skip
    subject_claim = _text(_("Anspråk: vem"), hint=_("Tomt = sub, eller NameID."))
    email_claim = _text(_("Anspråk: e-post"), required=True)
    name_claim = _text(_("Anspråk: namn"))
    roles_claim = _text(_("Anspråk: grupper"), hint=_("groups, roles, eller realm_access.roles för Keycloak."))
    second_step = forms.ChoiceField(
        label=_("Tvåfaktor i katalogen"), choices=Directory.SecondStep.choices, widget=forms.RadioSelect
    )
    makes_accounts = forms.BooleanField(
        label=_("Konton görs vid första inloggningen"), required=False,
        help_text=_("Av från början. Bara den vars grupp ger en roll får ett konto."),
    )  # fmt: skip
    is_on = forms.BooleanField(label=_("På: syns på inloggningssidan"), required=False)

    def clean_domains(self) -> list[str]:
        """Read one domain a line."""
        return [line.strip() for line in self.cleaned_data["domains"].splitlines() if line.strip()]


FIRST = {
    "kind": "oidc", "email_claim": "email", "name_claim": "name", "roles_claim": "groups", "second_step": "never",
}  # fmt: skip


class GiveForm(forms.Form):
    """A group of the directory, and what it gives here."""

    value = _text(_("Gruppen, som katalogen skriver den"), required=True,
                  hint=_("I Entra ID är det gruppens objekt-id, annars oftast namnet."))  # fmt: skip

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = Organisation.objects.visible_to(member).order_by("name")
        roles = Role.objects.visible_to(member).order_by("created_at")
        self.fields["organisation"] = forms.ModelChoiceField(parties, label=_("Part"), empty_label=None)
        self.fields["role"] = forms.ModelChoiceField(roles, label=_("Roll"), empty_label=None)


class LinkForm(forms.Form):
    """A person, and who that is in the directory."""

    def __init__(self, *args: Any, member: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.visible_to(member).order_by("name", "email")
        self.fields["user"] = forms.ModelChoiceField(people, label=_("Person"), empty_label=None)
        self.fields["subject"] = _text(_("Personens id i katalogen"), most=190, required=True)
