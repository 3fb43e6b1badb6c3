"""The start guide: twelve weeks in four stretches; nothing is ticked by hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samsyn.ground.permissions import Permission
from samsyn.web.beginning.weeks import STRETCHES
from samsyn.web.guard import members_who, opens_for


@members_who(Permission.LEAD_MEETING, Permission.MANAGE_SETTINGS)
def show(request: HttpRequest) -> HttpResponse:
    """Show the twelve weeks, what is done and the first thing that is not and that the member can do."""
    member = request.member
    home = f"/{member.municipality.slug}/"
    stretches = [
        {"weeks": each.weeks, "name": each.name, "lines": [
            {"words": line.words, "done": line.is_done(member),
             "address": home + line.path if opens_for(member, home + line.path) else ""} for line in each.lines
        ]}
        for each in STRETCHES
    ]  # fmt: skip
    lines = [line for each in stretches for line in each["lines"]]
    done = [line for line in lines if line["done"]]
    context = {
        "stretches": stretches, "done": len(done), "all": len(lines),
        "next": next((line for line in lines if not line["done"] and line["address"]), None),
    }  # fmt: skip
    return render(request, "beginning/page.html", context)
