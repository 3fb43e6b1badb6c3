"""The profile of an area on paper: what is said on screen, in the same order, with every table."""

from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import override

from samsyn.documents.area_profile import KINDS, OwnReports, Profile
from samsyn.documents.area_words import Told, class_words, number, told
from samsyn.documents.blocks import TEXT, Block, Document, heading, points, table, text
from samsyn.documents.papers.frame import program_version
from samsyn.documents.typeset import typeset
from samsyn.method.indicators.models import Indicator
from samsyn.method.pictures.sentences import day_words
from samsyn.method.problems.models import AreaFactor

MOST_ROWS = 16


def area_pdf(profile: Profile, *, today: date, language: str = "sv") -> bytes:
    """Return the profile as a tagged PDF; the same profile and day give the same bytes."""
    moment = datetime.combine(today, time(12), tzinfo=UTC)
    return typeset("paper.typ", data=area_document(profile, today=today, language=language), timestamp=moment)


def area_document(profile: Profile, *, today: date, language: str = "sv") -> Document:
    """Return the profile as plain data for paper.typ and word.py."""
    with override(language):
        area, here = profile.area, profile.area.municipality
        name = _("Områdesprofil %(area)s") % {"area": area.name}
        people = _("%(n)s invånare") % {"n": number(area.population)} if area.population else ""
        under = " · ".join(part for part in (area.area_set.name, area.code, people) if part)
        return {
            "format": 1, "paper": "area", "language": language, "number": None, "title": f"{name}, {here.name}",
            "heading": name, "under": under, "running": name,
            "municipality": {"name": here.name, "colour": here.colour},
            "status": _("Framtagen %(day)s") % {"day": day_words(today, language=language)},
            "shown_to": _("Arbetsmaterial för parterna. Publiceras inte."), "address": "",
            "made_with": f"Samsyn {program_version()}",
            "told_at": datetime.combine(today, time(12), tzinfo=UTC).isoformat(),
            "words": {"about": _("Om dokumentet"), "page": _("Sida")}, "blocks": _blocks(profile, language),
            "slides": [],
        }  # fmt: skip


def stigma() -> str:
    """Return the words that stand first on every profile."""
    return _("Siffrorna gäller en plats och dess förutsättningar, inte dem som bor där. De flesta i ett område berörs "
             "aldrig av det som räknas här. Områden rangordnas inte. Visa profilen för dem som arbetar med området, "
             "publicera den inte.")  # fmt: skip


def _blocks(profile: Profile, language: str) -> list[Block]:
    blocks = [text(stigma(), tone="quiet")]
    if profile.reports is not None:
        blocks += _reports(profile.reports, language)
    beside = profile.beside.area.name if profile.beside else ""
    for kind in KINDS:
        lines = profile.of_kind(kind)
        if lines:
            blocks.append(heading(str(Indicator.Kind(kind).label).capitalize()))
            for line in lines:
                blocks += _figure(told(line, beside=beside), language)
    return [*blocks, *_classes(profile, language), *_factors(profile), *_work(profile), *_compared(profile, language)]


def _reports(reports: OwnReports, language: str) -> list[Block]:
    first, last = (day_words(day, language=language) for day in (reports.first_day, reports.last_day))
    share = _("Svarsandel okänd.") if reports.coverage is None else _("Svarsandel i snitt %(share)s.") % {
        "share": f"{number(100 * reports.coverage)}\u00a0%"}  # fmt: skip
    said = [
        _("%(now)s godkända rapporter %(first)s–%(last)s, %(before)s året före.") % {
            "now": number(reports.now), "first": first, "last": last, "before": number(reports.before)},
        reports_words(reports), share,
        _("Rapporterna jämförs bara med områdets egen historia, aldrig per invånare eller med andra områden."),
    ]  # fmt: skip
    if not any(each.events for each in reports.quarters):
        return [heading(_("Egna rapporter")), text(_("Inga rapporter i Samsyn de senaste tre åren."), tone="quiet")]
    made = [heading(_("Egna rapporter")), points(each for each in said if each)]
    heads = [(_("Kvartal"), TEXT, 1.0), (_("Rapporter"), TEXT, 1.0)]
    rows = [[f"{each.year} {_('kvartal')} {each.number}", number(each.events)] for each in reversed(reports.quarters)]
    return [*made, table(_("Rapporter per kvartal"), heads, rows, language=language)]


def reports_words(reports: OwnReports) -> str:
    """Say whether the last year's reports were more or fewer than the year before."""
    return {
        "more": _("Fler än året före."), "fewer": _("Färre än året före."), "usual": _("Ungefär som året före."),
        "too_little": _("För lite underlag för att säga om det har ändrats."),
    }[reports.change.verdict]  # fmt: skip


def _figure(each: Told, language: str) -> list[Block]:
    first = ", ".join(part for part in (f"{each.period}: {each.value}", each.limits, each.rate, each.rests_on) if part)
    sentences = [part.rstrip(".") for part in (first, each.change, each.beside, each.whole, *each.notes) if part]
    said = ". ".join(sentences) + "."
    heads = [(_("Period"), TEXT, 1.2), (_("Värde"), TEXT, 1.0), (_("95 %-gränser"), TEXT, 1.0),
             (_("Per 1 000 invånare"), TEXT, 1.4), (_("Antal svar"), TEXT, 0.8), (_("Svarsandel"), TEXT, 0.9),
             (_("Anmärkning"), TEXT, 1.2)]  # fmt: skip
    used = [n for n in range(len(heads)) if n < 2 or any(row[n] for row in each.rows)]
    rows = [[row[n] for n in used] for row in each.rows[:MOST_ROWS]]
    made: list[Block] = [heading(each.name, level=3), text(said)]
    if each.groups:
        made.append(points(f"{group}: {words}" for group, words in each.groups))
    if len(rows) > 1:
        made.append(table(each.name, [heads[n] for n in used], rows, language=language))
    return [*made, text(_("Källa: %(source)s.") % {"source": each.source}, tone="quiet")]


def _classes(profile: Profile, language: str) -> list[Block]:
    if not profile.classes:
        return []
    heads = [(_("År"), TEXT, 0.6), (_("Polisens klass"), TEXT, 1.6), (_("Mot förra listan"), TEXT, 1.6),
             (_("Polisens område"), TEXT, 1.4), (_("Del av området"), TEXT, 0.9)]  # fmt: skip
    rows = [
        [str(each.year), each.name, class_words(each), each.area_name,
         "–" if each.share is None else f"{number(100 * each.share)}\u00a0%"]
        for each in profile.classes
    ]  # fmt: skip
    return [
        heading(_("Polisens klassning")), text(class_note(), tone="quiet"),
        table(_("Polisens klassning"), heads, rows, language=language),
    ]  # fmt: skip


def class_note() -> str:
    """Return what is said beside the police's classes."""
    return _("Klassen är polisens och återges som den publicerats. Den räknas aldrig fram här och visas inte utåt.")


def _factors(profile: Profile) -> list[Block]:
    blocks = [heading(_("Risker, skydd och förmåga"))]
    for value, factors in profile.factors.items():
        blocks.append(heading(str(AreaFactor.Heading(value).label), level=3))
        rows = [f"{each.get_kind_display()}: {each.text}" + (f" ({each.evidence})" if each.evidence else "")
                for each in factors]  # fmt: skip
        blocks.append(points(rows) if rows else text(_("Inget är skrivet än."), tone="quiet"))
    return blocks


def _work(profile: Profile) -> list[Block]:
    rows = [f"{_('Problem')} {each.number}: {each.title}" for each in profile.problems]
    rows += [f"{_('Åtgärd')} {each.number}: {each.what}" for each in profile.measures]
    return [heading(_("Det vi arbetar med här")), points(rows)] if rows else []


def _compared(profile: Profile, language: str) -> list[Block]:
    if profile.beside is None or not profile.beside.measures:
        return []
    heads = [(_("Mått"), TEXT, 2.0), (profile.area.name, TEXT, 1.0), (profile.beside.area.name, TEXT, 1.0)]
    rows = [[name, number(mine, 1), number(theirs, 1)] for name, mine, theirs in profile.beside.measures]
    return [
        heading(_("Området som visas bredvid")),
        text(compared_words(profile.beside.area.name)), table(_("Likhet"), heads, rows, language=language),
    ]  # fmt: skip


def compared_words(name: str) -> str:
    """Say why an area stands beside."""
    return _("%(name)s är valt för att det liknar området i måtten nedan. Ursprung, medborgarskap, religion och språk "
             "är aldrig med.") % {"name": name}  # fmt: skip
