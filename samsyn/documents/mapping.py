"""The mapping of a problem on one page: what happens, where and when, what it rests on, and how far that reaches."""

from collections.abc import Mapping as Row
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from samsyn.documents.blocks import NUMBER, TEXT, Block, Document, drawing, figures, heading, item, points, table, text
from samsyn.documents.charts import sparkline, week_matrix
from samsyn.documents.papers.frame import program_version
from samsyn.documents.papers.words import words_of
from samsyn.method.pictures.sentences import day_words, figure
from samsyn.method.problems.mapping.questions import PARTS
from samsyn.method.problems.models import Mapping

WEEKDAYS = (
    gettext_lazy("måndag"), gettext_lazy("tisdag"), gettext_lazy("onsdag"), gettext_lazy("torsdag"),
    gettext_lazy("fredag"), gettext_lazy("lördag"), gettext_lazy("söndag"),
)  # fmt: skip
PARTS_OF_A_DAY = ((0, 6), (6, 12), (12, 18), (18, 24))
MOST_ROWS = 4
CHANGES = {
    "more": gettext_lazy("Det är fler än slumpen brukar ge."), "same": gettext_lazy("Skillnaden ryms inom slumpen."),
    "fewer": gettext_lazy("Det är färre än slumpen brukar ge."),
    "too_little": gettext_lazy("För lite underlag för att säga något."),
}  # fmt: skip


def change_words(told: Row[str, Any], *, language: str) -> str:
    """Say how many there were a year before, and whether chance usually gives such a difference."""
    before = told["before"]
    if before is None:
        return _("Det finns inget att jämföra med: ingen rapporterade samma tid året före.")
    said = ngettext("%(n)s rapport samma tid året före.", "%(n)s rapporter samma tid året före.", before["n"])
    return f"{said % {'n': figure(before['n'], language=language)}} {CHANGES[before['verdict']]}"


def peak_words(counts: list[list[float]]) -> str:
    """Name the two parts of the week with the most, in words; nothing where there is less than one report in each."""
    parts = sorted(
        ((sum(row[first:end]), -number, -first, end) for number, row in enumerate(counts)
         for first, end in PARTS_OF_A_DAY), reverse=True,
    )  # fmt: skip
    return ", ".join(f"{WEEKDAYS[-number]} {-first:02d}–{end:02d}" for n, number, first, end in parts[:2] if n >= 1)


def mapping_document(
    mapping: Mapping, *, figures: Row[str, Any], categories: list[str], now: datetime, language: str
) -> Document:
    """Return a version of a mapping as plain data; `figures` are the frozen ones, or those of today for a draft."""
    with translation.override(language):
        return Paper(mapping, figures, language=language).document(categories, now=now)


class Paper:
    """One mapping in one language."""

    def __init__(self, mapping: Mapping, told: Row[str, Any], *, language: str) -> None:
        self.mapping, self.problem, self.told, self.language = mapping, mapping.problem, told, language
        self.words = words_of(language)

    def document(self, categories: list[str], *, now: datetime) -> Document:
        here, words = self.problem.municipality, self.words
        head = _("Kartläggning: %(title)s") % {"title": self.problem.title}
        address = f"{settings.SAMSYN_ADDRESS}/{here.slug}/problem/{self.problem.number}/kartlaggning"
        whom = words[f"audience_{self.told['audience']}"]
        return {
            "format": 1, "paper": "mapping", "language": self.language, "number": self.mapping.number,
            "title": f"{head}, {here.name}", "heading": head, "under": self._under(categories),
            "running": _("Problem %(n)s") % {"n": self.problem.number},
            "municipality": {"name": here.name, "colour": here.colour}, "status": self._status(),
            "shown_to": f"{words['shown_to'].format(whom=whom)} {words['not_secret']}",
            "address": words["here_it_is"].format(address=address),
            "made_with": words["made_with"].format(version=program_version()), "told_at": now.isoformat(),
            "words": {name: words[name] for name in ("about", "page")}, "slides": [],
            "blocks": [*self._figures(), *self._answers(), *self._rests_on(), *self._outside()],
        }  # fmt: skip

    def _under(self, categories: list[str]) -> str:
        days = f"{self._day(self.told['first'])} – {self._day(self.told['last'])}"
        return " · ".join(part for part in (self.problem.where, days, ", ".join(categories)) if part)

    def _status(self) -> str:
        if self.mapping.settled_on is None:
            return _("Utkast, version %(n)s") % {"n": self.mapping.number}
        said = {"n": self.mapping.number, "day": self._day(self.mapping.settled_on.isoformat()),
                "digest": self.mapping.digest[:12]}  # fmt: skip
        return _("Version %(n)s, fastställd %(day)s, kontrollsumma %(digest)s") % said

    def _day(self, day: str) -> str:
        return day_words(day, language=self.language)

    def _n(self, value: float) -> str:
        return figure(value, language=self.language)

    def _figures(self) -> list[Block]:
        told = self.told
        response, nothing = told["response"], [None] * len(told["weeks"]["counts"])
        answered = _("okänd") if not response else f"{round(100 * response['kept'] / response['of'])} %"
        large = [
            {"value": self._n(told["n"]), "label": _("rapporter")},
            {"value": self._n(told["decided"]), "label": _("av dem från beslutad närvaro")},
            {"value": answered, "label": _("av utlovade veckobesked hade kommit")},
        ]
        trend = sparkline(told["weeks"]["counts"], nothing, nothing, title=_("Vecka för vecka"), width=520, height=52)
        said = [change_words(told, language=self.language)]
        made = [figures(large), text(" ".join(said)), drawing(trend, alt=_("Rapporter vecka för vecka"), width="half")]
        if told["hours"]["n"]:
            when = peak_words(told["hours"]["counts"])
            made.append(drawing(
                week_matrix(told["hours"]["counts"], title=_("När det hände"), language=self.language, cell=9),
                alt=_("När det hände, veckodag och timme. Mest: %(when)s.") % {"when": when or "–"}, width="half",
                note=_("Mörkare = fler. Mest: %(when)s.") % {"when": when or "–"},
            ))  # fmt: skip
        rows = [f"{self._name(row)}: {self._n(row['n'])}" for row in told["categories"][:MOST_ROWS]]
        places = [f"{row['name']}: {self._n(row['n'])}" for row in told["places"][:MOST_ROWS]]
        listed = [item(_("Vad"), ", ".join(rows))] if rows else []
        return [*made, *listed, *([item(_("Var"), ", ".join(places))] if len(places) > 1 else [])]

    def _name(self, row: Row[str, Any]) -> str:
        return str(row["name_en"] if self.language == "en" and row["name_en"] else row["name_sv"])

    def _answers(self) -> list[Block]:
        """The answers in three lists, so that a mapping of ordinary length stands on one page."""
        made: list[Block] = []
        for name, codes in ((_("Vad vi vet"), ("why", "questions")), (PARTS["perspectives"].name, ("perspectives",))):
            if said := self._said(codes):
                made += [heading(str(name)), points(said)]
        return made

    def _said(self, codes: tuple[str, ...]) -> list[str]:
        questions = [each for part in codes for each in PARTS[part].questions.items()]
        answers = self.mapping.answers
        return [f"{question.words} {answers[code]}" for code, question in questions if answers.get(code)]

    def _rests_on(self) -> list[Block]:
        used, left = [
            [f"{row['name']} ({row['why']})" if row["why"] else row["name"]
             for row in self.mapping.sources if row["used"] is wanted] for wanted in (True, False)
        ]  # fmt: skip
        rows = [(_("Använda källor"), used), (_("Bortvalda källor"), left)]
        told = [*self._said(("limits",)), *(f"{name}: {'; '.join(found)}" for name, found in rows if found)]
        return [heading(str(PARTS["limits"].name)), points(told)] if told else []

    def _outside(self) -> list[Block]:
        """Offences, surveys and call-outs, each from its own source and never together with the reports."""
        heads = [(_("Uppgift"), TEXT, 2.0), (_("Period"), TEXT, 1.6), (_("Värde"), NUMBER, 0.8), ("n", NUMBER, 0.6),
                 (_("Källa"), TEXT, 1.6)]  # fmt: skip
        rows = [
            [self._name(each), f"{last['first']} – {last['last']}", last["value"], last["n"], each["source"]]
            for each in self.told["outside"] if (last := each["rows"][-1])
        ]  # fmt: skip
        if not rows:
            return []
        note = _("Andra källor. De räknas aldrig ihop med rapporterna: samma händelse kan finnas i båda.")
        return [heading(_("Andra siffror")), text(note, tone="quiet"),
                table(_("Andra siffror"), heads, rows, language=self.language)]  # fmt: skip
