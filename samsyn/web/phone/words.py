"""The words that the scripts of the phone say, in the reader's language; they come with the page as data."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.method.observations.actions import default_taxonomy
from samsyn.web.components.icons import ICONS

# What lies under each of the six first choices.
HINTS = {
    "damage": _("trasigt, klottrat, bränt"),
    "gathering": _("grupper som gör att andra drar sig undan"),
    "disorder": _("bråk, buller, trafik, droger, stöld"),
    "place": _("mörkt, skräpigt, trasigt lås, dålig sikt"),
    "coming": _("evenemang, rykten, något som väntas"),
    "good": _("lugnare än vanligt, något som fungerar"),
}
WORDS = {
    # what
    "what": _("Vad såg du?"),
    "call_112": _("Pågår det nu? Ring 112 först."),
    "usual": _("Dina vanligaste"),
    "find_category": _("Sök bland allt"),
    "none_category": _("Inget hittades. Prova ett kortare ord, eller välj en av de sex."),
    "more_choices": _("Fler val"),
    "unfinished": _("Du har en påbörjad rapport."),
    "continue": _("Fortsätt"),
    "throw": _("Släng"),
    "back": _("Tillbaka"),
    "found": _("{n} träffar"),
    # the right channel
    "channels": _("Ska det någon annanstans?"),
    "channel_now": _("Brott som pågår"),
    "channel_tip": _("Tips om brott"),
    "channel_child": _("Oro för ett barn"),
    "channel_child_to": _("Orosanmälan till socialtjänsten"),
    "channel_adult": _("Oro för en vuxen"),
    "channel_adult_to": _("Socialtjänsten"),
    "channel_staff": _("Hot mot dig som personal"),
    "channel_staff_to": _("Tillbudsanmälan hos din arbetsgivare"),
    "channel_fault": _("Trasigt eller mörkt"),
    "channel_fault_to": _("Felanmälan"),
    "guidance_long": _(
        "Skriv vad du såg, så exakt du kan. "
        "Misstanke räcker. Beskriv platsen, inte personer. Skyddat boende: ring, skriv inte."
    ),
    # where
    "where": _("Var?"),
    "near_me": _("Nära mig"),
    "looking": _("Letar …"),
    "near_found": _("Kända platser nära dig. Din position är osäker med ± {accuracy} m och sparas inte."),
    "near_none": _("Ingen känd plats nära dig (± {accuracy} m). Sök eller välj område."),
    "near_failed": _("Positionen går inte att få just nu. Sök eller välj område."),
    "away": _("{away} m bort"),
    "find_place": _("Sök plats: gata, port eller det ni kallar den"),
    "none_place": _("Ingen känd plats heter så. Välj området och beskriv platsen i texten."),
    "whole_area": _("Eller hela området"),
    "whole_town": _("Hela {name}"),
    "no_place": _("Ingen plats vald"),
    "change": _("Ändra"),
    # when and the rest
    "when": _("När?"),
    "now": _("Nu"),
    "earlier": _("Tidigare"),
    "found_day": _("Upptäckt"),
    "clock": _("Klockan"),
    "before_you_came": _("Det hände innan du kom"),
    "since_day": _("Var som vanligt senast"),
    "text": _("Beskriv kort"),
    "optional": _("(frivilligt)"),
    "guidance": _("Vad du såg, inte vem. Inga namn, nummer eller lägenheter."),
    "more": _("Mer"),
    "severity": _("Hur allvarligt?"),
    "severity_usual": _("Som kategorin brukar ({n})"),
    "severity_1": _("1 – Mindre"),
    "severity_2": _("2 – Märkbar"),
    "severity_3": _("3 – Allvarlig"),
    "severity_4": _("4 – Mycket allvarlig"),
    "people": _("Ungefär hur många?"),
    "more_than_ten": _("fler än 10"),
    "fault_number": _("Felanmälans nummer"),
    "seen_during": _("Vad gjorde du där?"),
    "seen_ordinary": _("ordinarie arbete"),
    "seen_decided": _("beslutad insats"),
    "seen_tip": _("kontroll efter tips"),
    "send": _("Skicka rapporten"),
    "save_change": _("Spara ändringen"),
    "no_name": _("Ditt namn står inte på rapporten."),
    "lack_place": _("Välj en plats eller ett område."),
    "lack_when": _("Fyll i när du upptäckte det."),
    "lack_future": _("Tiden ligger i framtiden. Ändra när det hände."),
    "lack_order": _("Det kan inte ha varit som vanligt efter att du upptäckte det. Byt plats på tiderna."),
    "guard_block": _("Ta bort: {words}"),
    "guard_stop": _("Det här får inte skrivas här: {words}"),
    "guard_warn": _("Är det här en person? {words}. Ta i så fall bort det."),
    "guard_no_person": _("Det är ingen person, skicka"),
    "phone_full": _(
        "Telefonen är full och rapporten kan inte sparas här. "
        "Låt sidan vara öppen och försök igen när du har nät."
    ),
    "no_store": _("Den här webbläsaren sparar ingenting. Rapporten finns bara tills du stänger sidan."),
    # sent
    "thanks": _("Tack!"),
    "thanks_words": _("Rapporten är mottagen. Den läses vardagar."),
    "kept": _("Sparad i telefonen"),
    "kept_words": _("Rapporten är inte skickad än. Den skickas av sig själv när du har nät."),
    "again": _("En till"),
    "again_here": _("En till på samma plats"),
    "mine": _("Mina rapporter"),
    # on every screen
    "unsent_one": _("1 ej skickad"),
    "unsent_many": _("{n} ej skickade"),
    "offline": _("Inget nät. Det går bra att rapportera ändå."),
    "others_one": _("På telefonen finns 1 osänd rapport från någon annan. Bara den kan öppna och skicka den."),
    "others_many": _("På telefonen finns {n} osända rapporter från någon annan. Bara den kan öppna och skicka dem."),
    "signed_out": _("Du är utloggad. Du kan skriva ändå."),
    "signed_out_keeps": _("Du är utloggad. Rapporterna ligger kvar och skickas när du loggar in igen."),
    "sign_in": _("Logga in"),
    "sign_in_again": _("Logga in på nytt"),
    "not_allowed": _("Ditt konto får inte rapportera just nu. Rapporterna ligger kvar. Fråga samordnaren."),
    "soon_too_old": _("Osända rapporter tas bort från telefonen om {n} dagar. Skicka dem innan dess."),
    "thrown_away_one": _("1 rapport var för gammal och är borttagen från telefonen."),
    "thrown_away_many": _("{n} rapporter var för gamla och är borttagna från telefonen."),
    "safari": _(
        "Skicka inom 7 dagar. "
        "Safari kan annars rensa det som väntar. Lägg sidan på hemskärmen så ligger det kvar."
    ),
    # lock and leaving
    "locked": _("Låst"),
    "locked_no_code": _("Skärmen täcktes efter tre minuter."),
    "open": _("Öppna"),
    "code": _("Din kod"),
    "code_wrong": _("Fel kod. {n} försök kvar."),
    "code_spent": _("Fel kod för många gånger. Det som väntar ligger kvar."),
    "code_choose": _("Välj kod"),
    "code_change": _("Byt kod"),
    "code_new": _("Ny kod"),
    "code_hint": _("4–8 siffror. Koden frågas efter tre minuter utan att du rört skärmen."),
    "code_shape": _("Koden ska vara 4–8 siffror."),
    "code_save": _("Spara koden"),
    "cancel": _("Avbryt"),
    "lock_now": _("Lås nu"),
    "sign_out": _("Logga ut"),
    "leave_title_one": _("1 rapport är inte skickad"),
    "leave_title_many": _("{n} rapporter är inte skickade"),
    "leave_words": _("Loggar du ut nu slängs de. De går inte att få tillbaka."),
    "leave_stay": _("Stanna kvar"),
    "leave_throw_one": _("Logga ut och släng 1 rapport"),
    "leave_throw_many": _("Logga ut och släng {n} rapporter"),
    # my reports
    "report": _("Rapport"),
    "not_sent": _("Inte skickade"),
    "sent": _("Skickade"),
    "nothing_sent": _("Du har inte skickat någon rapport än."),
    "waits": _("Väntar på nät"),
    "opened_for_change": _("Öppnad för ändring, inte skickad"),
    "unreadable": _("Kan inte läsas på den här telefonen"),
    "send_now": _("Skicka"),
    "try_now": _("Försök skicka nu"),
    "still": _("Fortsätter"),
    "over": _("Över nu"),
    "withdraw": _("Ta tillbaka"),
    "still_open": _("pågår"),
    "act_still": _("Fortsätter: {name}"),
    "act_over": _("Över nu: {name}"),
    "act_withdraw": _("Ta tillbaka: {name}"),
    "state_new": _("Mottagen, inte läst än"),
    "state_under_review": _("Läses"),
    "state_sent_back": _("Tillbaka till dig med en fråga"),
    "state_accepted": _("Godkänd, räknas i lägesbilden"),
    "state_merged": _("Sammanslagen med en likadan"),
    "state_refused": _("Hörde till en annan kanal"),
    "state_withdrawn": _("Återtagen av dig"),
}
OTHER_ICONS = (
    "left", "right", "check", "info", "warning", "plus", "place", "clock", "lock", "open_lock", "leave", "circle",
)  # fmt: skip


def on_the_screens() -> dict[str, Any]:
    """Return the words and the icons of the phone's screens."""
    words = {key: str(text) for key, text in WORDS.items()} | {f"hint_{key}": str(text) for key, text in HINTS.items()}
    names = {*OTHER_ICONS, *(button["icon"] for button in default_taxonomy()["buttons"])}
    return {"words": words, "icons": {name: ICONS[name] for name in sorted(names) if name in ICONS}}
