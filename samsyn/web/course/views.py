"""The course as a page, for those who report from a computer or without script."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from samsyn.ground.people.course.actions import course_is_due, take_course
from samsyn.ground.permissions import Permission
from samsyn.web.course.parts import course_parts
from samsyn.web.guard import members_who


@members_who(Permission.REPORT, Permission.REPORT_FOR_OTHERS)
def course(request: HttpRequest) -> HttpResponse:
    """Show the whole course; the button notes that it has been taken."""
    if request.method == "POST":
        take_course(on=timezone.localdate(), by=request.member)
        messages.success(request, _("Tack! Nu kan du rapportera."))
        return redirect(f"/{request.member.municipality.slug}/rapportera")
    context = {"parts": course_parts(), "due": course_is_due(request.member)}
    return render(request, "course/page.html", context)
