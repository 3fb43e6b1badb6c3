"""What paper is asked for in an address, and what may be chosen; everything is found among what the member may see."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Organisation
from samsyn.method.meetings.models import Meeting
from samsyn.method.pictures.models import PictureAudience, SituationalPicture
from samsyn.method.plans.models import PlanDocument
from samsyn.method.publications.actions import EditionRefused, Subject
from samsyn.method.publications.gathered import month_of
from samsyn.method.publications.papers import OF_ONE_PARTY, Paper, audiences_of, may_issue
from samsyn.web.sorting import in_order
from samsyn.web.templatetags.samsyn import week_words

WEEKS_TO_CHOOSE = 26


def asked(request: HttpRequest) -> Subject:
    """Read the subject from the address; raises Http404 for what is not seen, EditionRefused for what is missing."""
    told, member = request.GET, request.member
    paper = told.get("papper", Paper.WEEKLY)
    if paper not in Paper.values:
        raise Http404
    meeting = _meeting(member, told.get("mote", "")) if paper == Paper.MINUTES else None
    of_plan = paper == Paper.LONG_TERM or (paper == Paper.PRESS and bool(told.get("dokument")))
    plan = _plan(member, told.get("dokument", "")) if of_plan else None
    party = _party(member, told.get("part", "")) if paper in OF_ONE_PARTY else None
    week = _week(told.get("vecka", ""))
    picture = None
    if meeting is None and plan is None and paper != Paper.OWN:
        picture = _picture(member, week)
    period = {Paper.MONTHLY: _month(picture), Paper.OWN: week.label if week else ""}.get(Paper(paper), "")
    offered = offered_audiences(paper, meeting=meeting, plan=plan, party=party)
    audience = told.get("visas", "parties")
    return Subject(
        paper=paper, audience=audience if audience in offered else offered[-1 if paper in OF_ONE_PARTY else 0],
        language="en" if told.get("sprak") == "en" else "sv", meeting=meeting, organisation=party, period=period,
        plan=plan, picture=None if paper == Paper.MONTHLY else picture,
    )  # fmt: skip


def offered_audiences(paper: str, *, meeting: Any, plan: Any, party: Any) -> tuple[str, ...]:
    shown_to = next((each.audience for each in (meeting, plan) if each is not None), "parties")
    return audiences_of(
        paper, shown_to=shown_to,
        is_authority=party is not None and party.is_authority,
    )  # fmt: skip


def _week(told: str) -> Week | None:
    try:
        return Week.parse(told)
    except ValueError:
        return None


def _picture(member: Any, week: Week | None) -> SituationalPicture:
    locked = SituationalPicture.objects.visible_to(member).locked()
    found = (locked.of_week(week) if week is not None else locked.latest_first()).first()
    if found is None:
        raise EditionRefused(_("Ingen lägesbild är låst för den veckan. Lås den först."))
    return found


def _month(picture: SituationalPicture | None) -> str:
    return month_of(picture.week) if picture is not None else ""


def _meeting(member: Any, id: str) -> Meeting:
    closed = Meeting.objects.visible_to(member).filter(closed_at__isnull=False).with_names()
    found = closed.filter(pk=UUID(id)).first() if _is_id(id) else closed.latest_first().first()
    if found is None:
        raise EditionRefused(_("Inget avslutat möte finns. Protokollet ges ut när mötet är avslutat."))
    return found


def decided_documents(member: Any) -> Any:
    """Return the documents that can be issued, the latest decision first."""
    return PlanDocument.objects.visible_to(member).in_force().latest_decided_first()


def _plan(member: Any, id: str) -> PlanDocument:
    decided = decided_documents(member).with_names()
    found = decided.filter(pk=UUID(id)).first() if _is_id(id) else decided.first()
    if found is None:
        raise EditionRefused(_("Notera beslutet först. En utgåva är det som beslutades."))
    return found  # type: ignore[no-any-return]


def _party(member: Any, id: str) -> Organisation:
    found = Organisation.objects.visible_to(member).filter(pk=id).first() if _is_id(id) else None
    if found is None:
        raise EditionRefused(_("Välj vilken part det gäller."))
    return found


def _is_id(told: str) -> bool:
    try:
        UUID(told)
    except ValueError:
        return False
    return True


def choices_for(request: HttpRequest) -> dict[str, Any]:
    """Return what the form offers: papers that the member may issue, locked weeks, closed meetings, parties."""
    member, told = request.member, request.GET
    pictures = SituationalPicture.objects.visible_to(member).locked().latest_first()[:WEEKS_TO_CHOOSE]
    meetings = Meeting.objects.visible_to(member).filter(closed_at__isnull=False).with_names().latest_first()
    paper = told.get("papper", Paper.WEEKLY)
    parties = in_order(Organisation.objects.visible_to(member)) if paper in OF_ONE_PARTY else []
    of_plan = paper == Paper.LONG_TERM or (paper == Paper.PRESS and bool(told.get("dokument")))
    return {
        "papers": [(each.value, each.label) for each in Paper if may_issue(member, each)], "paper": paper,
        "weeks": [(each.week.address, week_words(each.week)) for each in pictures], "week": told.get("vecka", ""),
        "of_plan": of_plan, "plan": told.get("dokument", ""),
        "plans": list(decided_documents(member)[:WEEKS_TO_CHOOSE]) if of_plan else [],
        "of_meeting": paper == Paper.MINUTES, "meetings": list(meetings[:WEEKS_TO_CHOOSE]),
        "meeting": told.get("mote", ""),
        "of_party": paper in OF_ONE_PARTY, "parties": parties, "party": told.get("part", ""),
    }  # fmt: skip


def audience_tabs(request: HttpRequest, subject: Subject) -> list[dict[str, Any]]:
    """Return one tab for each audience that the paper may be made for; the address holds the choice."""
    names = dict(PictureAudience.choices)
    offered = offered_audiences(subject.paper, meeting=subject.meeting, plan=subject.plan,
                                party=subject.organisation)
    kept = {name: value for name, value in request.GET.items() if name != "visas"}
    return [
        {"name": names[each], "address": "?" + urlencode({**kept, "visas": each}), "here": each == subject.audience,
         "count": None}
        for each in offered
    ]  # fmt: skip
