"""How a figure about an area is said: the value with its limits, n and response, whether it changed, and where from."""

import math
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.documents.charts import sparkline
from samsyn.method.indicators.around import ClassYear
from samsyn.method.indicators.models import Indicator
from samsyn.method.indicators.profiles import SHORT, Figure, Line
from samsyn.method.pictures.sentences import figure

DECIMALS = {"count": 0, "share": 1, "index": 2, "amount": 1}
MOST_OF_A_SPARK = 26
LEAST_ANSWERS = 20
LOW_RESPONSE = 0.3


class Row(NamedTuple):
    """A period in the table of a figure."""

    period: str
    value: str
    limits: str
    rate: str
    n: str
    response: str
    note: str


class Told(NamedTuple):
    """A figure in words, its table and its drawing."""

    name: str
    code: str
    period: str
    value: str
    limits: str
    rate: str
    rests_on: str
    verdict: str            # more, fewer, usual, too_little or "" (nothing can be said)
    change: str
    beside: str
    whole: str
    notes: tuple[str, ...]
    source: str
    groups: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    drawing: str


def number(value: float | None, decimals: int = 0) -> str:
    """Write a number in the reader's language."""
    if value is None or not math.isfinite(value):
        return "–"
    return figure(value, language="en" if (get_language() or "sv").startswith("en") else "sv", decimals=decimals)


def told(line: Line, *, beside: str = "") -> Told:
    """Say a figure; `beside` is the name of the area that it stands beside."""
    indicator, latest = line.indicator, line.latest
    return Told(
        name=named(indicator), code=indicator.code, period=latest.period, value=value_of(indicator, latest),
        limits=_limits(indicator, latest), rate=_rate(latest), rests_on=_rests_on(latest),
        verdict=line.change.verdict if line.change else "", change=_change(line),
        beside=_beside(line, beside), whole=_whole(line), notes=tuple(_notes(line)), source=source_of(indicator),
        groups=tuple((group, _group(indicator, each)) for group, each in sorted(line.groups.items())
                     if each.n is None or each.n >= LEAST_ANSWERS),
        rows=tuple(_row(indicator, each) for each in reversed(line.figures)), drawing=_drawing(line),
    )  # fmt: skip


def named(indicator: Indicator) -> str:
    """Return the indicator's name in the reader's language."""
    english = (get_language() or "sv").startswith("en")
    return indicator.name_en if english and indicator.name_en else indicator.name_sv


def value_of(indicator: Indicator, each: Figure) -> str:
    """Return the value with what it counts."""
    words = number(each.value, _decimals(indicator, each.value))
    if indicator.scale == Indicator.Scale.SHARE:
        return f"{words}\u00a0%"
    if indicator.period in SHORT and indicator.scale == Indicator.Scale.COUNT:
        return _("%(value)s under året") % {"value": words}         # the unit is that of a day or a week
    english = (get_language() or "sv").startswith("en")
    unit = (indicator.unit_en if english else "") or indicator.unit_sv
    return f"{words} {unit}".strip()


def _decimals(indicator: Indicator, value: float) -> int:
    most = DECIMALS[indicator.scale]
    return 0 if float(value).is_integer() and indicator.scale != Indicator.Scale.INDEX else most


def _limits(indicator: Indicator, each: Figure) -> str:
    if each.low is None or each.high is None:
        return ""
    decimals = DECIMALS[indicator.scale]
    return f"{number(each.low, decimals)}–{number(each.high, decimals)}"


def _rate(each: Figure) -> str:
    if each.rate is None:
        return ""
    return _("%(rate)s per 1 000 invånare (%(low)s–%(high)s)") % {
        "rate": number(each.rate, 1), "low": number(each.rate_low, 1), "high": number(each.rate_high, 1),
    }  # fmt: skip


def _rests_on(each: Figure) -> str:
    if each.n is None:
        return ""
    words = _("%(n)s svar") % {"n": number(each.n)}
    return words if each.response is None else _("%(n)s svar, %(share)s har svarat") % {
        "n": number(each.n), "share": f"{number(100 * each.response)}\u00a0%",
    }  # fmt: skip


def _change(line: Line) -> str:
    change, whole = line.change, [each for each in line.figures if not each.preliminary and each.until is None]
    if change is None:
        return ""
    if change.verdict == "too_little":
        return _("För lite underlag för att säga om det har ändrats.")
    given = {"now": number(whole[-1].value, DECIMALS[line.indicator.scale]), "period": whole[-1].period}
    if line.indicator.scale == Indicator.Scale.COUNT:
        before = whole[-6:-1]
        said = {
            "more": _("Fler än tidigare: %(now)s %(period)s mot i snitt %(mean)s åren %(first)s–%(last)s "
                      "(%(low)s–%(high)s gånger)."),
            "fewer": _("Färre än tidigare: %(now)s %(period)s mot i snitt %(mean)s åren %(first)s–%(last)s "
                       "(%(low)s–%(high)s gånger)."),
            "usual": _("Inom det vanliga: %(now)s %(period)s mot i snitt %(mean)s åren %(first)s–%(last)s."),
        }  # fmt: skip
        mean = sum(each.value for each in before) / len(before)
        given |= {"mean": number(mean), "first": before[0].period, "last": before[-1].period,
                  "low": number(change.low, 2), "high": number(change.high, 2)}  # fmt: skip
        return said[change.verdict] % given
    said = {
        "more": _("Högre än %(before)s: skillnad %(step)s (%(low)s till %(high)s)."),
        "fewer": _("Lägre än %(before)s: skillnad %(step)s (%(low)s till %(high)s)."),
        "usual": _("Ingen säker skillnad mot %(before)s: %(step)s (%(low)s till %(high)s)."),
    }
    decimals = DECIMALS[line.indicator.scale]
    return said[change.verdict] % {
        "before": whole[-2].period, "step": number(change.change, decimals), "low": number(change.low, decimals),
        "high": number(change.high, decimals),
    }  # fmt: skip


def _beside(line: Line, name: str) -> str:
    each = line.beside
    if each is None or not name:
        return ""
    if line.indicator.kind == "offences" and each.rate is not None:
        return _("%(name)s: %(rate)s") % {"name": name, "rate": _rate(each)}
    if line.indicator.scale == Indicator.Scale.COUNT:
        return ""                                   # bare counts of two areas say which is larger, nothing else
    return _("%(name)s: %(value)s") % {"name": name, "value": value_of(line.indicator, each)}


def _whole(line: Line) -> str:
    each = line.whole
    if each is None or (line.indicator.scale == Indicator.Scale.COUNT and each.rate is None):
        return ""
    told_ = _rate(each) if line.indicator.scale == Indicator.Scale.COUNT else value_of(line.indicator, each)
    return _("Hela kommunen: %(value)s") % {"value": told_}


def _notes(line: Line) -> list[str]:
    latest, notes = line.latest, []
    if latest.until is not None:
        notes.append(_("Året är inte slut: siffror till och med %(day)s.") % {"day": latest.until.isoformat()})
    if latest.preliminary:
        notes.append(_("Preliminär uppgift."))
    if line.parts:
        words = _("Medel efter folkmängd i %(n)s områden.") if line.weighted else _("Summan av %(n)s mindre områden.")
        notes.append(words % {"n": number(line.parts)})
    if line.about:
        notes.append(_("Ungefär: områdena följer inte gränsen helt."))
    for vintage in line.vintages:
        notes.append(_("Koden är från en annan indelning (%(vintage)s) och har parats ihop på koden.")
                     % {"vintage": vintage})
    if latest.n is not None and latest.n < LEAST_ANSWERS:
        notes.append(_("Få svar: läs siffran med försiktighet."))
    if latest.response is not None and latest.response < LOW_RESPONSE:
        notes.append(_("Få har svarat: de som inte svarat kan tycka något annat."))
    if line.indicator.kind == "survey" and latest.low is None:
        notes.append(_("Källan anger ingen osäkerhet."))
    return notes


def source_of(indicator: Indicator) -> str:
    """Return the source, its terms and when it was asked."""
    parts = [indicator.source, indicator.licence if indicator.licence not in indicator.source else ""]
    if indicator.retrieved_on:
        parts.append(_("hämtat %(day)s") % {"day": indicator.retrieved_on.isoformat()})
    return ", ".join(part for part in parts if part)


def _group(indicator: Indicator, each: Figure) -> str:
    limits, rests = _limits(indicator, each), _rests_on(each)
    inside = ", ".join(part for part in (limits, rests) if part)
    return f"{value_of(indicator, each)} ({inside})" if inside else value_of(indicator, each)


def _row(indicator: Indicator, each: Figure) -> Row:
    notes = [_("preliminär") if each.preliminary else "",
             _("till och med %(day)s") % {"day": each.until.isoformat()} if each.until else ""]  # fmt: skip
    rate = ""
    if each.rate is not None:
        rate = f"{number(each.rate, 1)} ({number(each.rate_low, 1)}–{number(each.rate_high, 1)})"
    share = "" if each.response is None else f"{number(100 * each.response)}\u00a0%"
    return Row(each.period, number(each.value, _decimals(indicator, each.value)), _limits(indicator, each), rate,
               number(each.n) if each.n is not None else "", share, ", ".join(note for note in notes if note))


def _drawing(line: Line) -> str:
    shown = line.figures[-MOST_OF_A_SPARK:]
    if len(shown) < 3:
        return ""
    return sparkline(
        [each.value for each in shown], [each.low for each in shown], [each.high for each in shown],
        title=f"{named(line.indicator)} {shown[0].period}–{shown[-1].period}", width=180, height=40,
    )  # fmt: skip


def class_words(each: ClassYear) -> str:
    """Say what the arrow beside a class says: a word, never the arrow alone."""
    return {
        "up": _("allvarligare än förra listan"), "down": _("mindre allvarligt än förra listan"),
        "same": _("samma som förra listan"),
    }.get(each.trend, _("första gången på listan"))  # fmt: skip
