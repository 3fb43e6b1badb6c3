"""The shapes of what a person fills in about the own account."""

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
