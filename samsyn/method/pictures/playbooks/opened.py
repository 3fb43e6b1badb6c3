"""What each state opens: the shipped suggestions, or a municipality's own words instead."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from samsyn.method.pictures.assessment_models import StatePlaybook
from samsyn.method.pictures.assessment_querysets import reads_playbooks

TEXTS = ("tasks", "contacts", "rhythm", "messages", "calmer")


class Playbook(NamedTuple):
    """What a state opens, one thing a line. `suggested`: the program's proposal, which nobody here has taken yet."""

    tasks: Any = ""
    contacts: Any = ""
    rhythm: Any = ""
    messages: Any = ""
    calmer: Any = ""
    due_days: int = 7
    suggested: bool = False
    version: int = 0

    def lines(self, name: str) -> list[str]:
        """Return the lines under one heading; shipped ones in the language of the reader."""
        return str(getattr(self, name)).splitlines()


SUGGESTED: Mapping[str, Playbook] = {
    "normal": Playbook(
        tasks=_("Följ upp de åtgärder som redan pågår\n"
                "Ta hand om det som kan rättas direkt: klotter, trasigt ljus, skräp"),
        contacts=_("Samordnaren\nKommunpolis"),
        rhythm=_("Som vanligt, varje eller varannan vecka."),
        messages=_("Veckans återkoppling till dem som har rapporterat"),
        due_days=14, suggested=True,
    ),
    "raised": Playbook(
        tasks=_("Bestäm vilka vuxna som är på plats, var och när\nPrata med skola och fritid om vad de ser\n"
                "Gå igenom platsen: ljus, lås, sikt och det som kan kastas eller brinna"),
        contacts=_("Samordnaren\nKommunpolis\nFältverksamheten\nFastighetsägaren i området"),
        rhythm=_("Ny bedömning varje vecka. Extra avstämning om det behövs."),
        messages=_("Till personal i området: vad vi har sett och hur de rapporterar. Skickas av samordnaren."),
        calmer=_("Två veckor i rad utan det som höjde läget\nParterna ser samma sak"),
        due_days=7, suggested=True,
    ),
    "strained": Playbook(
        tasks=_("Kalla till extra möte inom ett dygn\nSamordna närvaron kväll för kväll mellan parterna\n"
                "Ta bort det som kan kastas eller brinna\nHåll fritidsgård och mötesplatser öppna längre\n"
                "Hör av er till föreningar och andra som kan lugna"),
        contacts=_("Samordnaren\nKommunpolis\nRäddningstjänsten\nFältverksamheten\nRektorn\n"
                   "Fastighetsägaren i området\nKommunikatör"),
        rhythm=_("Extra möte inom ett dygn, sedan två gånger i veckan."),
        messages=_("Till boende och föräldrar: vad som händer och vad vi gör. Skrivs av kommunikatören, godkänns "
                   "av samordnaren.\nTill personal: vem som svarar på frågor. Skickas av samordnaren."),
        calmer=_("En vecka utan nya händelser\nIngen part har frågor som väntar på svar"),
        due_days=2, suggested=True,
    ),
    "acute": Playbook(
        tasks=_("Starta kommunens krisrutin\nUtse vem som leder och vem som för logg\n"
                "Ta fram en gemensam lägesbild varje dag\nBestäm var boende och anhöriga får veta mer\n"
                "Planera redan nu hur ni trappar ned"),
        contacts=_("Kommunens tjänsteperson i beredskap\nKommunpolis\nRäddningstjänsten\nSäkerhetschef\n"
                   "Samordnaren\nKommunikatör"),
        rhythm=_("Möte varje dag, vid samma tid."),
        messages=_("En röst utåt: kommunikatören, efter avstämning med polisen.\n"
                   "Till boende: vad som gäller i dag och när nästa besked kommer."),
        calmer=_("Två dygn utan nya händelser\nDen som leder krisarbetet har lämnat tillbaka ledningen"),
        due_days=1, suggested=True,
    ),
    "recovery": Playbook(
        tasks=_("Gå igenom vad som hände: vad fungerade, vad ändrar vi?\n"
                "Håll kvar närvaron och trappa ned tillsammans\nRätta det som gick sönder, synligt och snabbt"),
        contacts=_("Samordnaren\nKommunpolis\nFältverksamheten\nKommunikatör"),
        rhythm=_("En gång i veckan tills genomgången är gjord."),
        messages=_("Till boende: vad vi lärde och vad som blir kvar. Skrivs av kommunikatören."),
        calmer=_("Genomgången är gjord och skriven\nLäget är som före händelserna"),
        due_days=14, suggested=True,
    ),
}  # fmt: skip


def playbooks_for(member: Any, codes: Sequence[str]) -> dict[str, Playbook]:
    """Return what each state opens, by its code, for a member who may read it; else nothing. One question."""
    if not reads_playbooks(member):
        return {}
    own = {each.level_code: _own(each) for each in StatePlaybook.objects.visible_to(member)}
    return {code: own.get(code) or SUGGESTED.get(code, Playbook()) for code in codes}


def _own(row: StatePlaybook) -> Playbook:
    return Playbook(**{name: getattr(row, name) for name in TEXTS}, due_days=row.due_days, version=row.version)
