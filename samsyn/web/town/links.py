"""What lies behind the door "Kommunen": its name, where it leads, in one line what it is, and who may open it."""

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from samsyn.ground.permissions import Permission


class Link(NamedTuple):
    """One page behind the door; any of the permissions opens it, and none named = every member."""

    name: Any
    path: str
    words: Any
    permissions: tuple[Permission, ...]


class Shelf(NamedTuple):
    """Pages that belong together."""

    name: Any
    links: tuple[Link, ...]


SETTINGS = (Permission.MANAGE_SETTINGS,)
ISSUES = (Permission.LOCK_PICTURE,)
KEEPS = (Permission.KEEP_RECORDS,)
SHELVES = (
    Shelf(_("Människor och platser"), (
        Link(_("Organisation"), "organisation/", _("Parter, användare, roller, grupper, områden och platser."),
             (Permission.MANAGE_PEOPLE, Permission.MANAGE_PLACES)),
    )),
    Shelf(_("Så arbetar vi"), (
        Link(_("Möten: grupper, rytm och dagordning"), "mote/planering",
             _("När grupperna ses, vad de går igenom och vem som kallas."), (Permission.LEAD_MEETING,)),
        Link(_("Lägesbildens upplägg"), "lagesbild/upplagg", _("Vilka delar bilden har, och i vilken ordning."),
             SETTINGS),
        Link(_("Färger och nivåer"), "bedomning/skala", _("Vilka lägen ett område kan ha, och vad de betyder."),
             SETTINGS),
        Link(_("Vad varje läge öppnar"), "bedomning/lagen",
             _("Uppgifter, kontakter, mötesrytm och vad ni säger när läget i ett område ändras."), SETTINGS),
        Link(_("Sätt att bedöma områden"), "bedomning/satt", _("Allvar, frågor till parterna eller egen historia."),
             SETTINGS),
        Link(_("Problem"), "problem",
             _("Det som varat länge och som ni har valt att förstå, från kartläggning till lärdom."),
             (Permission.SEE_MEASURES, Permission.LEAD_MEETING)),
        Link(_("Kända åtgärder"), "atgarder/kanda", _("Vad andra har prövat, och vad forskningen säger."),
             (Permission.SEE_MEASURES, Permission.DECIDE_MEASURES)),
        Link(_("Bibliotek"), "bibliotek", _("Vad ni och andra har prövat, hur det gick och vad det lärde."),
             (Permission.SEE_MEASURES, Permission.DECIDE_MEASURES)),
        Link(_("Dialoger"), "dialoger", _("Dialogkvällar och trygghetsvandringar, vad som lovades och vad det blev."),
             (Permission.SEE_MEASURES, Permission.LEAD_MEETING)),
        Link(_("Metodstöd"), "metodstod",
             _("Någon utifrån, som länsstyrelsen eller Brå, läser och kommenterar. Aldrig rapporter."),
             (Permission.LEAD_MEETING,)),
        Link(_("Årshjul"), "arshjul/", _("Det som kommer tillbaka varje år, och vad som är bra att kontrollera före."),
             (Permission.SEE_PICTURE,)),
        Link(_("De första tolv veckorna"), "borja", _("Vad ni gör i vilken ordning, och vad som redan är gjort."),
             (Permission.LEAD_MEETING, *SETTINGS)),
        Link(_("Ordlista"), "ordlista", _("Vad ni menar med orden, så att samma ord betyder samma sak för alla."), ()),
        Link(_("Så här gör man enligt EST"), "sa-gor-man",
             _("Arbetssättet i korta ord, sida för sida. Går att skriva om."), ()),
        Link(_("Sändlista"), "sandlista/", _("Vilka funktioner som får vilka utgåvor."), ISSUES),
    )),
    Shelf(_("Lag och långsikt"), (
        Link(_("Lagkollen"), "lagkollen", _("Vad lagen kräver av kommunen, och vad som visar att det är gjort."),
             (Permission.LEAD_MEETING, Permission.MANAGE_SETTINGS)),
        Link(_("Dokument och planer"), "planer/",
             _("Lägesbild och åtgärdsplan enligt lagen, överenskommelser och medborgarlöften."),
             (Permission.SEE_PICTURE,)),
        Link(_("Lägesanalys av organiserad brottslighet"), "foreteelser",
             _("Företeelser i ett område, aldrig personer. Av tills kommunen slår på den, och bara för myndigheter."),
             (Permission.LEAD_MEETING,)),
        Link(_("De fem stegen"), "samverkan", _("Samverkan från beslut till uppföljning, med det som ska vara klart."),
             (Permission.LEAD_MEETING,)),
    )),
    Shelf(_("Uppgifter"), (
        Link(_("Data"), "data/", _("Läs in filer och siffror utifrån, och se vad det blev av dem."),
             (Permission.IMPORT,)),
        Link(_("Områden"), "omrade/", _("Allt som är känt om ett område: siffror, egna rapporter, läge och klassning."),
             (Permission.SEE_PICTURE,)),
        Link(_("Utgåvor"), "utgavor/", _("Vad som har skickats ut, till vilka och i vilken version."), ISSUES),
    )),
    Shelf(_("Allmänna handlingar och dataskydd"), (
        Link(_("Begäran om utlämnande"), "utlamnande",
             _("Någon vill ta del av handlingar: se vad som finns, maska, besluta och lämna ut."), KEEPS),
        Link(_("Gallring"), "gallring", _("Vad som tas bort när, enligt vilket beslut, och vad som är borttaget."),
             KEEPS),
        Link(_("Till e-arkivet"), "arkiv",
             _("Gör ett paket av det som ska bevaras, med kontrollsummor och beskrivning."), KEEPS),
        Link(_("Partens egna uppgifter"), "egna-uppgifter",
             _("Ta hem det som din organisation har skickat, lovat och svarat."),
             (Permission.REVIEW_OWN, Permission.MANAGE_PEOPLE)),
        Link(_("Dataskydd och tillgänglighet"), "dataskydd",
             _("Utkast att skriva ut: registerförteckning, konsekvensbedömning, ansvar och incidenter."), KEEPS),
    )),
    Shelf(_("Hur det går"), (
        Link(_("Så går arbetet"), "arbetet", _("Svarsandel, väntetider, möten och uppföljning, vecka för vecka."),
             (Permission.SEE_PICTURE,)),
        Link(_("Överlämning"), "overlamning",
             _("En sida för den som tar över: vad som pågår, väntar och är beslutat, och vem du hör av dig till."),
             (Permission.LEAD_MEETING, Permission.COMPILE_PICTURE)),
        Link(_("Loggbok"), "logbok", _("Vad som har hänt, av vem och när."), (Permission.READ_LOGBOOK,)),
        Link(_("Läsningar"), "lasningar", _("Vem som har läst och tagit ut det som inte är för alla parter."),
             (Permission.READ_LOGBOOK,)),
    )),
)  # fmt: skip
OPENED_BY = (Permission.IMPORT, Permission.MANAGE_PEOPLE, Permission.MANAGE_PLACES, Permission.MANAGE_SETTINGS)


def shelves_for(member: Any) -> list[dict[str, Any]]:
    """Return the shelves with the pages that the member may open; one that is empty is left out."""
    home = f"/{member.municipality.slug}/"
    found = [
        {"name": shelf.name, "links": [
            {"name": link.name, "words": link.words, "address": home + link.path}
            for link in shelf.links if not link.permissions or any(member.may(each) for each in link.permissions)
        ]}
        for shelf in SHELVES
    ]  # fmt: skip
    return [shelf for shelf in found if shelf["links"]]
