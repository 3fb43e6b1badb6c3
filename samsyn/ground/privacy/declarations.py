"""Reading what the models declare about personal data, and writing PRIVACY.md's tables from it."""

from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.db import models


class Declaration(NamedTuple):
    """What one model says about its fields."""

    model: str
    sentence: str
    personal: dict[str, str]
    harmless: set[str]
    kept_for_months: int | None
    fields: set[str]

    @property
    def undeclared(self) -> set[str]:
        return self.fields - set(self.personal) - self.harmless

    @property
    def unknown(self) -> set[str]:
        return (set(self.personal) | self.harmless) - self.fields


# Tables of third parties cannot carry a declaration, so they are declared here.
THIRD_PARTY = {
    "sessions.Session": "Inloggningar: sessionsnyckel och användarens id, tas bort när sessionen går ut.",
    "django_tasks_database.DBTaskResult": "Bakgrundsjobb: jobbets namn och radens id, inga texter; rensas efter 14 d.",
    "auth.Permission": "Djangos egna behörigheter, används inte av Samsyn; inga personuppgifter.",
    "auth.Group": "Djangos egna grupper, används inte av Samsyn; inga personuppgifter.",
    "mfa.Authenticator": "Tvåfaktor: användarens id, förseglade hemligheter och passkeys egna namn; tas bort av "
    "användaren, av den som sköter användarna eller med kontot.",
    "account.EmailAddress": "Tabell hos django-allauth som Samsyn inte skriver i; tom.",
    "account.EmailConfirmation": "Tabell hos django-allauth som Samsyn inte skriver i; tom.",
    "socialaccount.SocialApp": "Tabell hos django-allauth som Samsyn inte skriver i; tom.",
    "socialaccount.SocialAccount": "Tabell hos django-allauth som Samsyn inte skriver i; tom.",
    "socialaccount.SocialToken": "Tabell hos django-allauth som Samsyn inte skriver i; tom.",
    "contenttypes.ContentType": "Djangos register över tabeller; inga personuppgifter.",
}


def own_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=False):
        if model.__module__.startswith("samsyn."):
            yield model


def declaration_of(model: type[models.Model]) -> Declaration:
    privacy = getattr(model, "Privacy", None)
    doc = (model.__doc__ or "").strip().splitlines()
    return Declaration(
        model=model.__name__,
        sentence=doc[0] if doc else "",
        personal=dict(getattr(privacy, "personal", {})),
        harmless=set(getattr(privacy, "harmless", set())),
        kept_for_months=getattr(privacy, "kept_for_months", None),
        fields={field.name for field in [*model._meta.fields, *model._meta.many_to_many]},
    )


def declarations() -> list[Declaration]:
    return sorted((declaration_of(model) for model in own_models()), key=lambda d: d.model)


def third_party_models() -> set[str]:
    return {m._meta.label for m in apps.get_models() if not m.__module__.startswith("samsyn.")}


def privacy_table() -> str:
    """Return the generated part of PRIVACY.md: one line per personal field, then the models that hold none."""
    lines = ["| Table | Field | At disposal or on request | Kept |", "|---|---|---|---|"]
    without = []
    for declared in declarations():
        kept = f"{declared.kept_for_months} months" if declared.kept_for_months else "as long as the account or row"
        lines += [f"| {declared.model} | `{name}` | {rule} | {kept} |" for name, rule in declared.personal.items()]
        if not declared.personal:
            without.append(f"`{declared.model}`")
    lines += ["", "Tables without personal fields: " + ", ".join(without) + ".", "", "Tables of third parties:", ""]
    lines += [f"- `{label}`: {sentence}" for label, sentence in sorted(THIRD_PARTY.items())]
    return "\n".join(lines) + "\n"
