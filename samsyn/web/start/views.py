"""Min vecka: after the role, what is expected this week and what came of last week."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.analysis.weeks import Week
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.indicators.police.actions import may_fill_in
from samsyn.method.observations.actions import hand_in_reply
from samsyn.method.observations.models import PeriodReply
from samsyn.web.assessment.waiting import parameters_week, waiting_for
from samsyn.web.guard import members_only, members_who
from samsyn.web.picture.tables import headline_of
from samsyn.web.start import week as my_week


@members_only
def show(request: HttpRequest) -> HttpResponse:
    """Show the member's week."""
    member, today = request.member, timezone.localdate()
    week = Week.containing(today)
    latest = my_week.latest_picture(member)
    context = {
        "week": week,
        "last_week": week - 1,
        "review": my_week.to_review(member),
        "to_approve": my_week.to_approve(member),
        "waiting": waiting_for(member, latest),
        "parameters_week": parameters_week(member, week),
        "own_picture": my_week.own_picture(member),
        "replies": my_week.replies(member, week - 1),
        "own_replies": my_week.own_replies(member, [week - 1, week]),
        "own": my_week.own_reports(member),
        "latest": latest,
        "headline": headline_of(latest, member) if latest else None,
        "picture_is_missing": my_week.picture_is_missing(member, week - 1, latest),
        "measures": my_week.my_measures(member, today),
        "coming": my_week.coming_days(member, today),
        "organisations": member.organisations,
        "fills_in_police_numbers": may_fill_in(member),
        "support": my_week.support(member, timezone.now()),
        "backup": my_week.backup(member, timezone.now()),
    }
    return render(request, "start/page.html", context)


@require_POST
def _reply(request: HttpRequest) -> HttpResponse:
    member, answer = request.member, request.POST.get("svar", "")
    organisation = get_object_or_404(Organisation.objects.visible_to(member), pk=request.POST.get("organisation"))
    try:
        week = Week.parse(request.POST.get("vecka", ""))
        if answer not in PeriodReply.Answer.values:
            raise ValueError(answer)
        hand_in_reply(organisation=organisation, week=week, answer=answer, received_on=timezone.localdate(), by=member)
        messages.success(request, _("Tack, veckobeskedet är lämnat. Det gör bilden säkrare."))
    except (Refused, ValueError):
        messages.error(request, _("Veckobeskedet kunde inte tas emot. Ladda om sidan och försök igen."))
    return redirect(f"/{member.municipality.slug}/#veckobesked")


reply = members_who(Permission.REPORT)(_reply)
