"""The shapes of what a person fills in about the own account."""

import json
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """E-mail and password."""

    error_messages = {
        "invalid_login": _("Namnet eller lösenordet stämmer inte. Kontrollera båda och försök igen."),
        "inactive": _("Kontot är stängt. Hör av dig till din samordnare."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("E-post eller inloggningsnamn")
        self.fields["username"].error_messages["required"] = _("Skriv din e-postadress eller ditt inloggningsnamn.")
        # Where something is to be put right, the summary of it gets the focus instead.
        box = {"autocomplete": "username", "autofocus": not self.is_bound, "inputmode": "email", "spellcheck": "false",
               "autocapitalize": "none"}  # fmt: skip
        self.fields["username"].widget = forms.TextInput(attrs=box)
        self.fields["password"].label = _("Lösenord")
        self.fields["password"].error_messages["required"] = _("Skriv ditt lösenord.")


class AccountForm(forms.Form):
    """Name, language and theme."""

    name = forms.CharField(
        label=_("Namn"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Syns bara för dig och för den som sköter användarna."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Språk"), choices=[("sv", "Svenska"), ("en", "English")], widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(
        label=_("Utseende"), required=False, widget=forms.RadioSelect,
        choices=[("", _("Som enheten")), ("light", _("Ljust")), ("dark", _("Mörkt"))],
    )  # fmt: skip


class NewPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    error_messages = {
        "password_mismatch": _("De två nya lösenorden är inte lika. Skriv dem igen."),
        "password_incorrect": _("Det gamla lösenordet stämmer inte."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Ditt lösenord nu")
        self.fields["new_password1"].label = _("Nytt lösenord")
        self.fields["new_password1"].help_text = _("Minst tolv tecken. Flera ord i rad är lätta att minnas.")
        self.fields["new_password2"].label = _("Nytt lösenord en gång till")
        self.fields["new_password2"].help_text = ""


CODE_BOX = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "class": "short"}
LARGEST_ANSWER = 20_000


class PasskeyMixin(forms.Form):
    """What the browser answers when it is asked for a passkey, put in a hidden field by the script."""

    passkey = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LARGEST_ANSWER)

    def clean_passkey(self) -> dict[str, Any] | None:
        """Read it; nothing is no answer."""
        written = self.cleaned_data["passkey"]
        try:
            read = json.loads(written) if written else None
        except (ValueError, RecursionError):
            read = {}
        if read is not None and not isinstance(read, dict):
            read = {}
        return read


class CodeForm(PasskeyMixin):
    """A code from the phone or from paper, or what a passkey answers."""

    code = forms.CharField(
        label=_("Kod"), required=False, max_length=20, help_text=_("Sex siffror från appen, eller en kod från papper."),
        widget=forms.TextInput(attrs=CODE_BOX),
    )  # fmt: skip


class AppForm(forms.Form):
    """The first code from the app."""

    code = forms.CharField(
        label=_("Koden som appen visar"), max_length=20, widget=forms.TextInput(attrs=CODE_BOX),
        error_messages={"required": _("Skriv de sex siffrorna som appen visar.")},
    )  # fmt: skip


class PasskeyForm(PasskeyMixin):
    """A passkey that the browser has made, with a name to know it by."""

    name = forms.CharField(
        label=_("Namn"), required=False, max_length=60,
        help_text=_("Så att du känner igen den, till exempel Jobbdatorn eller Min telefon."),
    )  # fmt: skip


class ProofForm(CodeForm):
    """The password once more, or a code for those who have a second step."""

    password = forms.CharField(
        label=_("Ditt lösenord nu"), required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, steps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if steps:
            del self.fields["password"]
        else:
            del self.fields["code"], self.fields["passkey"]

    def clean_passkey(self) -> dict[str, Any] | None:
        """As for others; without a second step there is none."""
        return super().clean_passkey() if "passkey" in self.fields else None
