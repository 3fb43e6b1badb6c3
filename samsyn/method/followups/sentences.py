"""The words about an effect: one sentence in plain language, and what must be said beside it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.method.pictures.sentences import figure

GRADES = {
    0: gettext_lazy("går inte att säga"), 1: gettext_lazy("en antydan, inte mer"), 2: gettext_lazy("svagt stöd"),
    3: gettext_lazy("rimligt stöd"), 4: gettext_lazy("starkt stöd, bestämt i förväg"),
}  # fmt: skip
FAULTS = {
    "presence_changed": gettext_lazy("Andelen rapporter från beslutad närvaro ändrades samtidigt som åtgärden. "
                                     "Den som skickas för att titta ser mer, så siffrorna går inte att jämföra."),
    "comparison_chosen_after": gettext_lazy("Jämförelsen är vald i efterhand. Då går det att välja en som passar."),
    "overlap": gettext_lazy("Jämförelsen ligger i samma område som åtgärden."),
    "chosen_at_peak": gettext_lazy("Platsen valdes när det var som värst och jämförs med just den tiden."),
    "trends_differ": gettext_lazy("Platsen och jämförelsen gick inte åt samma håll redan före åtgärden."),
    "asked_afterwards": gettext_lazy("Frågan bestämdes när veckorna efter redan hade börjat. Då går det att ha sett "
                                     "svaret innan man frågar."),
    "few_events": gettext_lazy("Färre än 20 rapporter i någon av perioderna, därför inga procent."),
    "short_history": gettext_lazy("Mindre än ett års rapporter före åtgärden."),
    "season_unmatched": gettext_lazy("Perioderna är inte samma årstid."),
}  # fmt: skip


def weeks_of(found: Mapping[str, Any], which: str) -> str:
    """Write the weeks of a period: v. 18–43 2026, or over New Year with both years."""
    first = Week.parse(found[f"first_{which}"])
    last = first + (found["weeks"] - 1)
    prefix = _("v.")
    if first.year == last.year:
        return f"{prefix} {first.number}–{last.number} {last.year}"
    return f"{prefix} {first.number} {first.year} – {last.number} {last.year}"


def sentence_of(found: Mapping[str, Any]) -> str:
    """Return the one sentence about the effect."""
    says = found["says"]
    if says == "not_begun":
        return _("Åtgärden har inte börjat, så det finns inget att jämföra.")
    if says == "no_reports":
        return _("Det finns inga rapporter att jämföra.")
    if says == "too_short":
        return _("För lite underlag: det behövs minst %(weeks)s hela veckor efter åtgärden och före den.") % {
            "weeks": found["fewest_weeks"]
        }
    if says == "not_told":
        return _("Om åtgärden hjälpte går inte att säga med de här siffrorna.")
    if says == "too_little":
        return _too_little(found)
    return _told(found)


def _too_little(found: Mapping[str, Any]) -> str:
    return ngettext(
        "För lite underlag: med %(n)s rapport i perioden före hade vi inte märkt ens om allt försvann.",
        "För lite underlag: med %(n)s rapporter i perioden före hade vi inte märkt ens om allt försvann.",
        found["before"],
    ) % {"n": found["before"]}  # fmt: skip


def _told(found: Mapping[str, Any]) -> str:
    """Say what came against what was expected; in percent only where there is enough for that."""
    values = {
        "after": found["after"], "expected": _near(found["expected"]), "low": _near(found["low"] * found["expected"]),
        "high": _near(found["high"] * found["expected"]), "percent": round(abs(1 - found["ratio"]) * 100),
        "least": round(abs(1 - found["high" if found["says"] == "fewer" else "low"]) * 100),
        "most": round(abs(1 - found["low" if found["says"] == "fewer" else "high"]) * 100),
    }  # fmt: skip
    if found["says"] == "unclear":
        return _(
            "Det kom %(after)s rapporter mot ungefär %(expected)s väntade. Skillnaden kan vara slump: allt från "
            "%(low)s till %(high)s är möjligt."
        ) % values
    fewer = found["says"] == "fewer"
    if found["in_percent"]:
        told = _("Det kom ungefär %(percent)s procent färre rapporter än vi annars hade väntat oss: %(after)s mot "
                 "ungefär %(expected)s. Osäkerheten går från %(least)s till %(most)s procent.") if fewer else _(
                 "Det kom ungefär %(percent)s procent fler rapporter än vi annars hade väntat oss: %(after)s mot "
                 "ungefär %(expected)s. Osäkerheten går från %(least)s till %(most)s procent.")  # fmt: skip
        return told % values
    told = _("Det kom färre rapporter än vi annars hade väntat oss: %(after)s mot ungefär %(expected)s. Med åtgärden "
             "är allt från %(low)s till %(high)s rimligt.") if fewer else _(
             "Det kom fler rapporter än vi annars hade väntat oss: %(after)s mot ungefär %(expected)s. Med åtgärden "
             "är allt från %(low)s till %(high)s rimligt.")  # fmt: skip
    return told % values


def _near(value: float | None) -> str:
    """Write a number of reports: whole, or with one decimal below ten; nothing known becomes a dash."""
    if value is None:
        return "–"
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    return figure(value, language=language, decimals=0 if value >= 10 or abs(value - round(value)) < 0.05 else 1)


def cautions_of(found: Mapping[str, Any]) -> list[str]:
    """Return what must be said beside the sentence: each fault, and that a peak comes down by itself."""
    said = [str(FAULTS[each]) for each in found.get("because", ()) if each in FAULTS]
    if found.get("at_peak"):
        said.append(_("Platsen hade ovanligt många rapporter när den valdes. Sådana platser blir oftast lugnare även "
                      "om ingen gör något."))  # fmt: skip
    if found["says"] in ("fewer", "more", "unclear", "too_little") and not found.get("compared_with"):
        said.append(_("Utan jämförelse går det inte att skilja åtgärden från allt annat som hände samtidigt."))
    return said


def foresight_of(found: Mapping[str, Any]) -> str:
    """Say what would have to go away before it can be told, where that is known."""
    drop = found.get("clear_drop")
    if not drop:
        return ""
    return _("Med så här få rapporter märks det först när ungefär %(percent)s procent har försvunnit.") % {
        "percent": round(drop * 100)
    }

RING = {
    "too_little": gettext_lazy("För lite underlag runt platsen för att säga om problemet har flyttat."),
    "not_told": gettext_lazy("Närvaron runt platsen ändrades samtidigt, så det går inte att säga om problemet har "
                             "flyttat."),
    "moved": gettext_lazy("Runt platsen blev det fler än väntat. En del av problemet kan ha flyttat dit."),
    "spread": gettext_lazy("Runt platsen blev det färre än väntat."),
    "unclear": gettext_lazy("Runt platsen syns ingen säker ändring. Det utesluter inte att något har flyttat."),
}  # fmt: skip
EFFECT_IS_TOLD = ("fewer", "more", "unclear")
RING_TAGS = {"moved": ("warning", "yellow"), "spread": ("check", "green"), "unclear": ("question", "yellow")}


def ring_sentence(ring: Mapping[str, Any], *, effect: str = "unclear") -> str:
    """Say whether the problem may have moved; nothing where no ring was asked for.

    What place and ring make together is said only where the effect itself could be told: it rests on the same figures.
    """
    said = str(RING.get(ring["says"], ""))
    if "total" not in ring or effect not in EFFECT_IS_TOLD:
        return said
    told = {"total": _near(abs(ring["total"])), "low": _signed(ring["low"]), "high": _signed(ring["high"])}
    sum_up = _("Plats och ring tillsammans: ungefär %(total)s färre rapporter än väntat (%(low)s till %(high)s).") if (
        ring["total"] < 0) else _("Plats och ring tillsammans: ungefär %(total)s fler rapporter än väntat (%(low)s "
                                  "till %(high)s).")  # fmt: skip
    return f"{said} {sum_up % told}"


def _signed(value: float) -> str:
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    return ("+" if value > 0 else "") + figure(value, language=language)


def worst_sentence(found: Mapping[str, Any]) -> str:
    """Say whether the worst places got better than such places do by themselves."""
    if found["says"] == "too_short":
        return _("För tidigt: lika många veckor efteråt har inte gått än.")
    told = {"n": found["chosen"], "before": found["before"], "after": found["after"],
            "expected": _near(found.get("expected"))}  # fmt: skip
    came = _("De %(n)s platserna med flest rapporter gick från %(before)s till %(after)s.") % told
    if found["says"] == "too_little":
        return came + " " + _("Det är för lite underlag för att säga om det är mer än slump.")
    anyway = _("Sådana platser lugnar sig till ungefär %(expected)s även om ingen gör något.") % told
    verdict = {
        "unclear": _("Det är ingen effekt som går att skilja från det."),
        "fewer": _("Det blev färre än så."),
        "more": _("Det blev fler än så."),
    }[found["says"]]
    return f"{came} {anyway} {verdict}"


def level_sentence(order: int, *, level: float) -> str:
    """Say how sure an answer must be, and why: all questions of a problem share five percent."""
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    told = {"n": order, "level": figure(level * 100, language=language, decimals=1)}
    if order == 1:
        return _("Det är problemets första fråga. Den säger ja av ren slump i högst %(level)s fall av 100.") % told
    return _("Det är problemets fråga nummer %(n)s. Alla frågor delar på fem procents risk att slumpen svarar ja, så "
             "den här får säga ja av ren slump i högst %(level)s fall av 100.") % told  # fmt: skip


def power_sentence(power: Mapping[str, Any], *, weeks: int) -> str:
    """Say in plain words what a follow-up of this length could see."""
    if not power:
        return ""
    told = {"weeks": weeks, "expected": _near(power["expected"])}
    if power["found_share"] is None:
        return _("På %(weeks)s veckor väntas ungefär %(expected)s rapporter. Då går det inte att se om åtgärden "
                 "hjälper: följ upp på andra sätt.") % told  # fmt: skip
    told |= {"times": round(power["found_share"] * 10)}
    first = _("På %(weeks)s veckor väntas ungefär %(expected)s rapporter. En halvering märks då i ungefär %(times)s "
              "fall av 10.") % told  # fmt: skip
    if power["needed_drop"] is None:
        return first + " " + _("Ingen minskning är så stor att den säkert märks. Jämför under längre tid, eller räkna "
                               "med att bara se hur det gjordes.")  # fmt: skip
    return first + " " + _("För att märkas i åtta fall av tio måste minskningen vara ungefär %(percent)s procent.") % {
        "percent": round(power["needed_drop"] * 100)
    }
