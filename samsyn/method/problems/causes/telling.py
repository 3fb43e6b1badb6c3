"""Questions, answers and what is frozen, in words: plain ones, with the figures, and what they do not say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from samsyn.ground.tenancy.defaults import setting
from samsyn.method.pictures.sentences import day_words, figure
from samsyn.method.problems.cause_models import CauseTest

TITLES = {
    "weekend_nights": gettext_lazy("Mest på helgnätter?"),
    "same_place": gettext_lazy("Mest på samma plats?"),
    "dark": gettext_lazy("Fler när det är mörkt?"),
    "school_break": gettext_lazy("Mer under skollov?"),
    "rising": gettext_lazy("Ökar det?"),
}
MEANT = {
    "weekend_nights": gettext_lazy("Natt mot lördag och natt mot söndag, klockan 22–06. Jämförs med veckans alla "
                                   "timmar."),
    "same_place": gettext_lazy("Problemets egen plats, annars den som har flest. Jämförs med hur områdets andra "
                               "rapporter fördelar sig."),
    "dark": gettext_lazy("När solen står mer än sex grader under horisonten. Jämförs med samma klockslag när det är "
                         "ljust."),
    "school_break": gettext_lazy("De lov som står i kommunens kalender. Jämförs med periodens övriga dagar."),
    "rising": gettext_lazy("Senaste året mot året innan, eller senare halvan mot den tidigare."),
}  # fmt: skip
WINDOWS = {
    "weekend_nights.inside": gettext_lazy("helgnätter"), "weekend_nights.outside": gettext_lazy("övrig tid"),
    "same_place.inside": gettext_lazy("platsen med flest"), "same_place.outside": gettext_lazy("andra platser"),
    "dark.inside": gettext_lazy("mörkt"), "dark.outside": gettext_lazy("ljust"),
    "school_break.inside": gettext_lazy("skollov"), "school_break.outside": gettext_lazy("andra dagar"),
    "rising.inside": gettext_lazy("senare delen"), "rising.outside": gettext_lazy("tidigare delen"),
}  # fmt: skip
HEADS = {
    "window": gettext_lazy("När eller var"), "reports": gettext_lazy("Rapporter"), "expected": gettext_lazy("Väntat"),
    "others": gettext_lazy("När vi tittade"), "category": gettext_lazy("Kategori"), "period": gettext_lazy("Period"),
    "value": gettext_lazy("Värde"), "what": gettext_lazy("Vad"), "low": gettext_lazy("Minst väntat"),
    "high": gettext_lazy("Mest väntat"),
}  # fmt: skip
VERDICTS = {
    "more": gettext_lazy("Ja"), "fewer": gettext_lazy("Nej, tvärtom"), "as_looked": gettext_lazy("Går inte att säga"),
    "as_expected": gettext_lazy("Det syns inte"), "too_little": gettext_lazy("För lite underlag"),
    "no_window": gettext_lazy("Går inte att fråga"),
}  # fmt: skip


def tongue() -> str:
    """Return sv or en."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def level_words(municipality: Any) -> list[str]:
    """Return the municipality's words for the five levels, from society to the event."""
    at = 1 if tongue() == "en" else 0
    return [pair[at] or pair[0] for pair in setting(municipality, "cause_levels")]


def _percent(share: float | None) -> str:
    if share is None:
        return "–"
    language = tongue()
    return f"{figure(share * 100, language=language)}\u00a0%"


def answer_words(test: CauseTest) -> list[str]:
    """Return an answer as sentences: the figures first, then what they mean, then what they do not say."""
    told = test.told
    verdict = told["verdict"]
    said = [_figures(test.question, told)] if told["n"] else []
    said.append(_meaning(test.question, told))
    if verdict in ("more", "fewer", "as_looked", "as_expected"):
        said += _beside(told)
    said += _caveats(test.question, told)
    return [each for each in said if each]


def _named(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "n": told["n"], "inside": told["inside"], "share": _percent(told["share"]),
        "expected": _percent(told["expected_share"]), "low": _percent(told["low"]), "high": _percent(told["high"]),
        "looked": _percent(told["looks_share"]), "name": told.get("name") or _("en ruta på hundra meter utan namn"),
        "looks": told["looks"],
    }  # fmt: skip


def _figures(question: str, told: Mapping[str, Any]) -> str:
    sentences = {
        "weekend_nights": _("%(inside)s av %(n)s (%(share)s) var på helgnätter. Så stor del av veckan är helgnatt: "
                            "%(expected)s."),
        "same_place": _("%(inside)s av %(n)s (%(share)s) var på samma plats: %(name)s."),
        "dark": _("Av %(n)s vid klockslag som ibland är mörka var %(inside)s (%(share)s) i mörker. Vid de klockslagen "
                  "är det mörkt %(expected)s av tiden."),
        "school_break": _("%(inside)s av %(n)s (%(share)s) var under skollov. Så stor del av dagarna är lov: "
                          "%(expected)s."),
        "rising": _("%(inside)s av %(n)s (%(share)s) var i den senare delen. Hade inget ändrats vore det hälften."),
    }  # fmt: skip
    whole = _("Med så här många kan den verkliga andelen vara från %(low)s till %(high)s.")
    return f"{sentences[question]} {whole}" % _named(told)


def _meaning(question: str, told: Mapping[str, Any]) -> str:
    verdict = told["verdict"]
    if verdict == "too_little":
        return _("För lite underlag för att säga något. Det är också ett svar: rapportera mer eller välj en längre "
                 "period.")  # fmt: skip
    if verdict == "no_window":
        return _NO_WINDOW.get(question, gettext_lazy("Alla eller inga rapporter kunde hamna där.")) + ""
    if verdict == "as_expected":
        return _("Skillnaden är inte större än slumpen brukar ge. Det betyder inte att det är lika, bara att det inte "
                 "syns.")  # fmt: skip
    if verdict == "as_looked":
        return _("Men det är också då eller där som någon tittar: %(looked)s av områdets andra rapporter. Därför går "
                 "det inte att säga att problemet är större just där.") % _named(told)  # fmt: skip
    if verdict == "fewer":
        return _("Det är färre än väntat, tvärtemot frågan.")
    return _("Så stor skillnad ger slumpen sällan.")


_NO_WINDOW = {
    "school_break": gettext_lazy("Inget skollov i kalendern ligger i perioden. Lägg in loven, eller välj en annan "
                                 "period."),
    "dark": gettext_lazy("Inget klockslag har varit både mörkt och ljust i perioden. Välj en längre."),
}  # fmt: skip


def _beside(told: Mapping[str, Any]) -> list[str]:
    said = []
    if told["verdict"] in ("more", "fewer") and told["looks_p_value"] is not None:
        said.append(_("Av områdets andra rapporter, som visar när och var någon tittade, var %(looked)s där "
                      "(%(looks)s i allt).") % _named(told))  # fmt: skip
    if told["looks_p_value"] is None:
        said.append(_("Det finns för få andra rapporter för att veta när och var någon tittade."))
    if told["order"] > 1:
        said.append(_("Det är fråga %(order)s om problemet. Ju fler frågor, desto större skillnad krävs för ett ja; "
                      "det är inräknat.") % {"order": told["order"]})  # fmt: skip
    return said


def _caveats(question: str, told: Mapping[str, Any]) -> list[str]:
    said = []
    if told["decided"]["n"]:
        said.append(_("Sett under beslutade insatser, inte inräknat: %(inside)s av %(n)s.") % told["decided"])
    if told.get("unsure"):
        whole = ngettext("%(n)s rapport har för osäker tid eller plats och är inte med.",
                         "%(n)s rapporter har för osäker tid eller plats och är inte med.", told["unsure"])  # fmt: skip
        said.append(whole % {"n": told["unsure"]})
    if told["dispersion"] > 1.05 and told["verdict"] not in ("too_little", "no_window"):
        said.append(_("Rapporter från samma dygn räknas som mindre än var sin."))
    if question == "dark" and told["verdict"] in ("more", "as_expected"):
        said.append(_("Mörker och årstid följs åt: det kan också bero på vintern."))
    if question == "rising" and told["n"] and not told.get("same_season"):
        said.append(_("Perioden är kortare än två år, så årstiderna är inte lika i de två delarna."))
    return said


def verdict_words(test: CauseTest) -> str:
    """Return the short answer: yes, no and the opposite, cannot be said, too little."""
    return str(VERDICTS[test.told["verdict"]])


def title_of(question: str) -> str:
    """Return a question as it is asked."""
    return str(TITLES[question])


def table_words(frozen: Mapping[str, Any]) -> dict[str, Any]:
    """Return a frozen table in the reader's language: heads and rows of words; numbers as they are written."""
    language = tongue()
    heads = list(frozen.get("heads", ()))
    return {
        "heads": [str(HEADS.get(head, head)) for head in heads],
        "rows": [[_cell(cell, heads[at], language) for at, cell in enumerate(row)] for row in frozen.get("rows", ())],
    }  # fmt: skip


def _cell(cell: Any, head: str, language: str) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, list):
        return str(cell[1 if language == "en" else 0])
    if isinstance(cell, str):
        if head == "period" and "/" in cell:
            first, last = (date.fromisoformat(each) for each in cell.split("/"))
            return f"{first.year}" if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) else " – ".join(
                day_words(each.isoformat(), language=language) for each in (first, last))  # fmt: skip
        return str(WINDOWS.get(cell, cell))
    if head == "expected":
        return _percent(cell)
    return str(figure(cell, language=language, decimals=0 if float(cell).is_integer() else 1))
