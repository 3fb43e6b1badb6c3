"""The week's picture on screen: look, take home, lock."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.analysis.weeks import Week
from samsyn.documents.weekly import weekly_pdf
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.pictures.actions import compile_picture, lock_picture
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.pictures.tables import audience_of, picture_json
from samsyn.web.guard import members_who
from samsyn.web.picture.page import address_of, found_picture, page_for
from samsyn.web.templatetags.samsyn import language

MAY_LOOK = (Permission.SEE_PICTURE, Permission.COMPILE_PICTURE)
PICTURES_ON_A_PAGE = 26
WEEKS_TO_CHOOSE = 26


@members_who(*MAY_LOOK)
def index(request: HttpRequest) -> HttpResponse:
    """List the pictures, the latest first; let the coordinator make one."""
    pictures = SituationalPicture.objects.visible_to(request.member).latest_first()
    page = Paginator(pictures, PICTURES_ON_A_PAGE).get_page(request.GET.get("page"))
    last = Week.containing(timezone.localdate()) - 1
    weeks = [last - n for n in range(WEEKS_TO_CHOOSE)]
    return render(request, "picture/index.html", {"page": page, "pictures": list(page), "weeks": weeks})


@members_who(*MAY_LOOK)
def show(request: HttpRequest, week: Week) -> HttpResponse:
    """Show one picture with the tables of the member's audience."""
    return page_for(request, found_picture(request, week))


@members_who(*MAY_LOOK)
def as_json(request: HttpRequest, week: Week) -> HttpResponse:
    """The picture as canonical JSON."""
    content = picture_json(found_picture(request, week), audience_of(request.member))
    return _file(content, "application/json", f"lagesbild-{request.member.municipality.slug}-{week.address}.json")


@members_who(*MAY_LOOK)
def as_pdf(request: HttpRequest, week: Week) -> HttpResponse:
    """The picture on paper."""
    member, picture = request.member, found_picture(request, week)
    content = weekly_pdf(picture, audience=audience_of(member), language=language(), reader=member)
    return _file(content, "application/pdf", f"lagesbild-{request.member.municipality.slug}-{week.address}.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'})


@require_POST
def _compile(request: HttpRequest) -> HttpResponse:
    member = request.member
    try:
        week = Week.parse(request.POST.get("vecka", ""))
        compile_picture(municipality=member.municipality, week=week, now=timezone.now(), by=member)
    except (Refused, ValueError) as problem:
        messages.error(request, str(problem) if isinstance(problem, Refused) else _("Välj en vecka."))
        return redirect(f"/{member.municipality.slug}/lagesbild/")
    return redirect(address_of(request, week))


@require_POST
def _lock(request: HttpRequest, week: Week) -> HttpResponse:
    try:
        picture, function = found_picture(request, week), request.POST.get("funktion", "")
        lock_picture(picture=picture, function=function, now=timezone.now(), by=request.member)
        messages.success(request, _("Lägesbilden är låst. Alla som får se den ser den nu."))
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(address_of(request, week))


compile = members_who(Permission.COMPILE_PICTURE)(_compile)
lock = members_who(Permission.LOCK_PICTURE)(_lock)
