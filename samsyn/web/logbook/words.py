"""What each happening in the logbook is called on screen."""

from django.utils.translation import gettext_lazy as _

HAPPENINGS = {
    "observation.submitted": _("Rapport inskickad"),
    "observations.submitted": _("Rapporter inlästa"),
    "observation.accepted": _("Rapport godkänd"),
    "observation.sent_back": _("Rapport skickad tillbaka"),
    "observation.merged": _("Rapport sammanslagen"),
    "observation.refused": _("Rapport i fel kanal"),
    "observation.withdrawn": _("Rapport återtagen"),
    "observation.under_review": _("Rapport under granskning"),
    "observation.corrected": _("Rapport rättad"),
    "observations.changed": _("Rapporter ändrade"),
    "observations.undone": _("Inläsning återtagen"),
    "condition.ended": _("Tillstånd åtgärdat"),
    "reply.handed_in": _("Veckobesked lämnat"),
    "replies.handed_in": _("Veckobesked inlästa"),
    "picture.compiled": _("Lägesbild framtagen"),
    "picture.locked": _("Lägesbild låst"),
    "user.added": _("Användare tillagd"),
    "membership.added": _("Roll given"),
    "membership.ended": _("Roll avslutad"),
    "organisation.added": _("Organisation tillagd"),
    "organisation.changed": _("Organisation ändrad"),
    "group.added": _("Grupp tillagd"),
    "seat.filled": _("Plats i grupp tillsatt"),
    "duty.set": _("Rapportering överenskommen"),
    "categories.added": _("Kategorier tillagda"),
    "category.changed": _("Kategori ändrad"),
    "export.made": _("Uttag som fil"),
    "import.run": _("Fil inläst"),
}
