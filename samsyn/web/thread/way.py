"""The stations of the way, each with what stands there, as far as the reader may see."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from samsyn.ground.audit.models import Event
from samsyn.ground.people.members import Machine
from samsyn.letters.outcomes import Outcome, pictures_of
from samsyn.method.followups.models import FollowUp
from samsyn.method.measures.models import Measure
from samsyn.method.meetings.models import Decision
from samsyn.method.meetings.traces import points_about
from samsyn.method.observations.models import Observation
from samsyn.method.observations.states import State
from samsyn.method.pictures.models import SituationalPicture
from samsyn.web.templatetags.samsyn import day, named, week_words

MOST_REPORTS = 50


class Line(NamedTuple):
    """One thing at a station: words, day, and where more stands."""

    words: str
    on: date | None = None
    path: str = ""
    more: str = ""


class Station(NamedTuple):
    """A step of the work: what happened there, or what it waits for."""

    name: str
    lines: list[Line]
    waits: str = ""

    @property
    def reached(self) -> bool:
        return bool(self.lines)


def from_report(observation: Observation, *, member: Any) -> list[Station]:
    """Return the way of one report: the report, review, picture, meeting, measure, follow-up and answer."""
    counted = observation
    points = points_about(counted, among=Decision.objects.visible_to(member))
    measures = list(Measure.objects.visible_to(member).arising_from(counted).with_names().order_by("number"))
    return [
        Station(_("Rapport"), [_report(observation)]),
        _review(observation),
        _pictures(pictures_of(counted, member=member)),
        _meetings(points),
        _measures(measures),
        _follow_ups(measures, member),
        _answers([counted], member),
    ]


def from_measure(measure: Measure, *, member: Any) -> list[Station]:
    """Return the way of one measure, from its reports to the answer."""
    rows = Observation.objects.visible_to(member).filter(pk__in=measure.arises_from.values("pk")).with_names()
    reports = list(rows.latest_first()[:MOST_REPORTS])
    hidden = measure.arises_from.count() - rows.count()
    lines = [_report(one) for one in reports]
    if hidden and len(reports) < MOST_REPORTS:
        lines.append(Line(_("Fler rapporter finns, som inte visas för din organisation.")))
    decisions = Decision.objects.visible_to(member).filter(measure=measure).select_related("meeting__group", "measure")
    return [
        Station(_("Rapporter"), lines, _("Åtgärden bygger inte på någon rapport.")),
        _picture_of(measure, member),
        _meetings(list(decisions.order_by("meeting__held_on"))),
        Station(_("Åtgärd"), [_measure(measure)]),
        _follow_ups([measure], member),
        _answers(reports, member),
    ]


def _report(one: Observation) -> Line:
    where = one.area.name if one.area is not None else ""
    return Line(str(named(one.category)), one.observed_on, f"rapporter/{one.pk}", where)


def _review(one: Observation) -> Station:
    if one.state in (State.ACCEPTED, State.MERGED):
        on = one.accepted_at.astimezone(one.municipality.zone).date() if one.accepted_at else None
        words = _("Godkänd. Den räknas.") if one.state == State.ACCEPTED else _("Sammanslagen med en annan rapport.")
        path = f"rapporter/{one.merged_into_id}/vagen" if one.merged_into_id else ""
        return Station(_("Granskning"), [Line(words, on, path)])
    if one.state in (State.REFUSED, State.WITHDRAWN):
        return Station(_("Granskning"), [Line(str(one.get_state_display()).capitalize())])
    return Station(_("Granskning"), [], _("Väntar på att bli läst."))


def _pictures(found: Iterable[Outcome]) -> Station:
    lines = []
    for each in found:
        week = {"week": week_words(each.told["week"])}
        words = _("Står i lägesbilden för %(week)s.") % week
        if each.kind == "stood_out":
            words = _("Platsen stack ut i lägesbilden för %(week)s.") % week
        lines.append(Line(words, each.on, each.path))
    return Station(_("Lägesbild"), lines, _("Inte med i någon låst lägesbild än."))


def _picture_of(measure: Measure, member: Any) -> Station:
    seen = SituationalPicture.objects.visible_to(member).filter(pk=measure.picture_id).first()
    lines = []
    if seen is not None:
        words = _("Svar på %(about)s i lägesbilden för %(week)s.")
        words = words if measure.answers else _("Lägesbilden för %(week)s.")
        locked = seen.locked_at.astimezone(measure.municipality.zone).date() if seen.locked_at else None
        told = words % {"about": measure.answers, "week": week_words(seen.week)}
        lines = [Line(told, locked, f"lagesbild/{seen.week.address}")]
    return Station(_("Lägesbild"), lines, _("Åtgärden bygger inte på någon lägesbild."))


def _meetings(points: Iterable[Decision]) -> Station:
    lines = []
    for point in points:
        choice = str(point.get_choice_display()) if point.choice else _("inte avgjord än")
        words = _("%(about)s: %(choice)s") % {"about": point.about or _("Eget beslut"), "choice": choice}
        group = point.meeting.group.name if point.meeting.group is not None else ""
        lines.append(Line(words, point.meeting.held_on, f"mote/{point.meeting_id}/protokoll", group))
    return Station(_("Möte"), lines, _("Har inte tagits upp på något möte som du ser."))


def _measure(one: Measure) -> Line:
    state = str(one.get_state_display())
    return Line(f"{_('Åtgärd')} {one.number}: {one.what}", one.decided_on, f"atgarder/{one.number}", state)


def _measures(measures: Iterable[Measure]) -> Station:
    return Station(_("Åtgärd"), [_measure(one) for one in measures], _("Ingen åtgärd som du ser."))


def _follow_ups(measures: list[Measure], member: Any) -> Station:
    lines = [
        Line(str(one.get_outcome_display()).capitalize(), one.followed_up_on, f"atgarder/{one.number}", one.came_of)
        for one in measures if one.outcome
    ]  # fmt: skip
    rows = FollowUp.objects.visible_to(member).filter(measure__in=measures).select_related("measure")
    for row in rows.order_by("made_on", "created_at"):
        path = f"atgarder/{row.measure.number}"
        lines.append(Line(str(row.get_kind_display()).capitalize(), row.made_on, path, row.get_conclusion_display()))
    waits = [one for one in measures if one.is_open]
    later = _("Inget att följa upp.")
    if waits:
        later = _("Följs upp senast %(day)s.") % {"day": day(max(one.due_on for one in waits))}
    return Station(_("Uppföljning"), lines, later)


def _answers(reports: list[Observation], member: Any) -> Station:
    """When those who reported for the party were told; the logbook is read as the programme, and says only the day."""
    owners = {str(one.owner_id) for one in reports if one.owner_id}
    weeks = {one.iso_week for one in reports}
    if not owners:
        return Station(_("Svar till den som rapporterade"), [], _("Inget att svara på."))
    reader = Machine(name="thread", municipality=member.municipality)
    sent = set()
    for line in Event.objects.visible_to(reader).filter(happening="feedback.sent", subject_id__in=owners):
        if any(int(line.changed["first"]) <= week <= int(line.changed["last"]) for week in weeks):
            sent.add(line.created_at.astimezone(member.municipality.zone).date())
    lines = [Line(_("Återkoppling skickad."), on) for on in sorted(sent)]
    return Station(_("Svar till den som rapporterade"), lines, _("Återkoppling är inte skickad än."))
