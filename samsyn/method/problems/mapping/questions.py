"""What a mapping asks, and the sources it may rest on. The questions are the method's own (sections 9 and 10)."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _


class Question(NamedTuple):
    """A question of the mapping: its words, and what helps to answer it."""

    words: object
    hint: object = ""


class Part(NamedTuple):
    """Questions that belong together."""

    name: object
    questions: dict[str, Question]


PARTS: dict[str, Part] = {
    "why": Part(_("Varför just det här"), {
        "chosen": Question(_("Varför har ni valt det här problemet?")),
    }),
    "questions": Part(_("Vad som händer"), {
        "what": Question(_("Vad händer?"), _("Det som faktiskt ses och hörs, inte vad ni tror ligger bakom.")),
        "where": Question(_("Var, så exakt ni vet?"), _("Port, gångväg, bänk, hållplats. Aldrig någons bostad.")),
        "when": Question(_("När?"), _("Veckodag, tid på dygnet, årstid, lov.")),
        "how": Question(_("Hur går det till?")),
        "affected": Question(_("Vilka drabbas?"), _("Grupper, direkt och indirekt. Aldrig personer.")),
        "involved": Question(_("Vilka är inblandade?"), _("Som grupper och mönster: hur många, när, varifrån.")),
    }),
    "perspectives": Part(_("Tre sätt att se på det"), {
        "situation": Question(_("Situationen: vad på platsen gör det möjligt?"),
                              _("Ljus, sikt, lås, flöden, öppettider, vem som brukar vara där.")),
        "exposure": Question(_("Utsatthet: vad drabbas gång på gång?"),
                             _("Platser och föremål som återkommer. Aldrig vem.")),
        "offenders": Question(_("De som stör eller begår brott: vilka mönster?"),
                              _("Ungefär hur många, när, hur de kommer dit. Ingen ska kunna pekas ut.")),
    }),
    "limits": Part(_("Så långt räcker kunskapen"), {
        "limits": Question(_("Hur kan källorna begränsa vad ni vet?"),
                           _("Vem som inte frågats, när ingen varit där, vad som sällan anmäls.")),
        "meaning": Question(_("Vad betyder det för arbetet?")),
    }),
}  # fmt: skip
QUESTIONS: dict[str, Question] = {
    code: question for part in PARTS.values() for code, question in part.questions.items()
}
# What a mapping usually rests on. The names are only suggestions: a row of its own may be written.
SOURCES: dict[str, object] = {
    "reports": _("Rapporterna i Samsyn"),
    "offences": _("Anmälda brott"),
    "survey": _("Trygghetsmätning eller enkät"),
    "faults": _("Felanmälningar"),
    "owners": _("Fastighetsägarnas egna uppgifter"),
    "school": _("Skola och fritid"),
    "social": _("Socialtjänst och fältarbete"),
    "rescue": _("Räddningstjänsten"),
    "residents": _("Samtal med dem som bor eller arbetar där"),
    "visit": _("Besök på platsen"),
}
