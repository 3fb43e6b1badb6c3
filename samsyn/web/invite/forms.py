"""The shapes of what is filled in by somebody who was invited, and on a shared phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.ground.people.invitations.actions import NewAccount

PIN_BOX = {"inputmode": "numeric", "autocomplete": "off", "minlength": 4, "maxlength": 6, "class": "short"}
NAME_BOX = {"autocapitalize": "none", "spellcheck": "false"}


class NewAccountForm(forms.Form):
    """Who one wants to be here: only what is needed to sign in."""

    name = forms.CharField(
        label=_("Namn"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Syns bara för dig och för den som sköter användarna, aldrig vid en rapport."),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("E-post"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Har du ingen, hitta på ett inloggningsnamn i stället."),
        error_messages={"invalid": _("Skriv en hel e-postadress.")},
    )  # fmt: skip
    sign_in_name = forms.CharField(
        label=_("Inloggningsnamn"), max_length=30, required=False,
        widget=forms.TextInput(attrs={**NAME_BOX, "autocomplete": "username"}),
        help_text=_("Minst tre tecken, till exempel skift7. Behövs bara utan e-post."),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Lösenord"), required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Minst tolv tecken. Flera ord i rad är lätta att minnas."),
    )  # fmt: skip
    pin = forms.CharField(
        label=_("PIN för er delade telefon"), required=False, widget=forms.PasswordInput(attrs=PIN_BOX),
        help_text=_("Fyra till sex siffror. Gäller bara på telefoner som din arbetsplats delar."),
    )  # fmt: skip

    def __init__(self, *args: Any, shares_a_phone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not shares_a_phone:
            del self.fields["pin"]
            self.fields["password"].required = True
            self.fields["password"].error_messages["required"] = _("Välj ett lösenord.")
        else:
            self.fields["password"].help_text = _("Minst tolv tecken. Behövs inte om du bara använder delad telefon.")

    def account(self) -> NewAccount:
        """Return what was filled in, as the verb wants it."""
        return NewAccount(**self.cleaned_data)


class RenewForm(forms.Form):
    """A new password, a new PIN or both, for somebody who has forgotten the old one."""

    password = forms.CharField(
        label=_("Nytt lösenord"), required=False, strip=False, help_text=_("Minst tolv tecken."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    pin = forms.CharField(
        label=_("Ny PIN"), max_length=6, required=False, widget=forms.PasswordInput(attrs=PIN_BOX),
        help_text=_("Fyra till sex siffror. Gäller bara på telefoner som din arbetsplats delar."),
    )  # fmt: skip


class ShiftForm(forms.Form):
    """Who works the shift."""

    sign_in_name = forms.CharField(
        label=_("Inloggningsnamn eller e-post"), max_length=254,
        widget=forms.TextInput(attrs={**NAME_BOX, "autocomplete": "off"}),
        error_messages={"required": _("Skriv ditt inloggningsnamn.")},
    )  # fmt: skip
    pin = forms.CharField(
        label=_("PIN"), max_length=6, widget=forms.PasswordInput(attrs=PIN_BOX),
        error_messages={"required": _("Skriv din PIN.")},
    )  # fmt: skip


class PinForm(forms.Form):
    """A new PIN for shared phones, with the password as proof."""

    password = forms.CharField(
        label=_("Ditt lösenord nu"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Skriv ditt lösenord.")},
    )  # fmt: skip
    pin = forms.CharField(
        label=_("Ny PIN"), max_length=6, widget=forms.PasswordInput(attrs=PIN_BOX),
        help_text=_("Fyra till sex siffror. Gäller bara på telefoner som din arbetsplats delar."),
        error_messages={"required": _("Skriv en PIN.")},
    )  # fmt: skip
