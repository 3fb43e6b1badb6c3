"""What people do with a draft: send it for reconciliation, comment, write, copy, lay it out, reword its sentences."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.analysis.weeks import Week
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.pictures.actions import share_picture, take_back_picture
from samsyn.method.pictures.layouts.actions import (
    TextOvertaken,
    copy_texts,
    edit_sentence,
    use_layout,
    wordings_of,
    write_section,
)
from samsyn.method.pictures.layouts.known import sections
from samsyn.method.pictures.layouts.sentences import sentences_in
from samsyn.method.pictures.merging.actions import comment_on
from samsyn.method.pictures.models import SectionText
from samsyn.method.pictures.own_models import ShownTo
from samsyn.method.pictures.sentences import render as in_words
from samsyn.method.pictures.tables import audience_of, tables_of
from samsyn.web.guard import members_who
from samsyn.web.keys import key_of
from samsyn.web.not_lost import with_mine
from samsyn.web.picture.page import address_of, found_picture, page_for
from samsyn.web.templatetags.samsyn import language, named
from samsyn.web.ways import PARTS

compilers = members_who(Permission.COMPILE_PICTURE)
parties = members_who(Permission.SEE_ACCEPTED)
ANCHORS = {
    "head": "laget", "areas": "omraden", "places": "platser", "usual_places": "platser", "changes": "andrat",
    "hours": "timmar", "data_note": "underlag", "outside": "utifran", "checklists": "checklistor",
    "to_look_at": "att-titta-pa",
}  # fmt: skip


def _done(
    request: HttpRequest, week: Week, verb: Callable[[], Any], said: str = "", below: str = "", *, mine: str = ""
) -> HttpResponse:
    """Carry out a verb and lead back; what was written (`mine`) and not taken in is said again, so that it is kept."""
    try:
        verb()
        if said:
            messages.success(request, said)
    except Refused as refusal:
        messages.error(request, with_mine(refusal.sentence, mine))
    return redirect(address_of(request, week, below))


@compilers
@require_POST
def share(request: HttpRequest, week: Week) -> HttpResponse:
    """Send the draft for reconciliation, or take it back."""
    picture, by = found_picture(request, week), request.member
    if request.POST.get("gor") == "tillbaka":
        return _done(request, week, lambda: take_back_picture(picture=picture, by=by), _("Bara ni ser utkastet nu."))
    said = _("Bilden är på avstämning. Parterna kan läsa och kommentera fram till låset.")
    return _done(request, week, lambda: share_picture(picture=picture, now=timezone.now(), by=by), said)


@parties
@require_POST
def comment(request: HttpRequest, week: Week) -> HttpResponse:
    """Comment on the draft in the name of one's organisation."""
    picture, by, told = found_picture(request, week), request.member, request.POST
    organisation = by.organisations_that(Permission.SEE_ACCEPTED)[0]
    return _done(
        request, week,
        lambda: comment_on(
            picture=picture, organisation=organisation, text=told.get("text", ""), section=told.get("avsnitt", ""),
            audience=told.get("visas", "parties"), key=key_of(request), by=by,
        ),
        _("Kommentaren är skickad."), f"#kommentera-{told.get('avsnitt', '')}", mine=told.get("text", ""),
    )  # fmt: skip


@compilers
@require_POST
def lay_out(request: HttpRequest, week: Week) -> HttpResponse:
    """Lay the draft out in another way."""
    picture, code = found_picture(request, week), request.POST.get("upplagg", "")
    return _done(request, week, lambda: use_layout(picture=picture, code=code, by=request.member))


@compilers
@require_POST
def copy(request: HttpRequest, week: Week) -> HttpResponse:
    """Copy every text of the picture before that has no text here yet."""
    picture = found_picture(request, week)
    return _done(request, week, lambda: copy_texts(picture=picture, by=request.member), _("Texterna är kopierade."))


@compilers
@require_POST
def write(request: HttpRequest, week: Week) -> HttpResponse:
    """Save what is written in a section; "oförändrat" and "kopiera" take the words of the picture before."""
    picture, by, told = found_picture(request, week), request.member, request.POST
    section, audience = told.get("avsnitt", ""), told.get("visas", "")
    below = f"#skriv-{section}"
    if told.get("gor") in ("unchanged", "copy"):
        unchanged = told["gor"] == "unchanged"
        verb = lambda: copy_texts(picture=picture, section=section, unchanged=unchanged, by=by)  # noqa: E731
        return _done(request, week, verb, below=below)
    version = told.get("version", "")
    try:
        write_section(
            picture=picture, section=section, audience=audience, text=told.get("text", ""),
            version=int(version) if version.isdecimal() and len(version) < 9 else -1, by=by,
        )  # fmt: skip
    except TextOvertaken as overtaken:
        conflict = {
            "section": section, "audience": audience, "theirs": overtaken.theirs, "mine": overtaken.mine,
            "sentence": overtaken.sentence,
        }  # fmt: skip
        return page_for(request, picture, conflict=conflict, status=409)
    except Refused as refusal:
        return _not_taken_in(request, week, refusal.sentence)
    return redirect(address_of(request, week, below))


def _not_taken_in(request: HttpRequest, week: Week, sentence: str) -> HttpResponse:
    """Show the box again with what was written in it; where there is no box any more, say the words in the message."""
    picture, told = found_picture(request, week), request.POST
    section, audience, mine = (told.get(name, "") for name in ("avsnitt", "visas", "text"))
    if picture.is_locked or section not in sections() or audience not in ShownTo.values:
        messages.error(request, with_mine(sentence, mine))
        return redirect(address_of(request, week, f"#skriv-{section}"))
    row = SectionText.objects.visible_to(request.member).filter(picture=picture, section=section, audience=audience)
    theirs = row.values_list("text", flat=True).first() or ""
    conflict = {"section": section, "audience": audience, "theirs": theirs, "mine": mine, "sentence": sentence}
    return page_for(request, picture, conflict=conflict, status=422)


@compilers
def sentences(request: HttpRequest, week: Week) -> HttpResponse:
    """Show every sentence that the program wrote, with its figures one press away, and let them be reworded."""
    picture, by = found_picture(request, week), request.member
    if picture.is_locked:
        return redirect(address_of(request, week))
    conflict = _reworded(request, picture) if request.method == "POST" else None
    if request.method == "POST" and conflict is None:
        row = request.POST.get("rad", "")
        return redirect(address_of(request, week, f"/meningar#m-{row}" if row.isdigit() else "/meningar"))
    groups = _groups(tables_of(picture, audience_of(by)), versions=wordings_of(picture))
    if conflict and conflict["where"] not in {row["where"] for group in groups for row in group["rows"]}:
        messages.error(request, with_mine(conflict["sentence"], conflict["mine"]))
    context = {"picture": picture, "address": address_of(request, week), "groups": groups, "conflict": conflict}
    return render(request, "picture/sentences.html", context, status=conflict["status"] if conflict else 200)


def _reworded(request: HttpRequest, picture: Any) -> dict[str, Any] | None:
    """Save the new words of a sentence; what was not taken in comes back with what stands there now."""
    told, by = request.POST, request.member
    where, version, mine = told.get("var", ""), told.get("version", ""), told.get("text", "")
    try:
        edit_sentence(
            picture=picture, where=where, text=mine, audience=audience_of(by), by=by,
            version=int(version) if version.isdecimal() and len(version) < 9 else -1,
        )  # fmt: skip
    except TextOvertaken as overtaken:
        return {"where": where, "mine": mine, "theirs": overtaken.theirs, "sentence": overtaken.sentence, "status": 409}
    except Refused as refusal:
        return {"where": where, "mine": mine, "theirs": "", "sentence": refusal.sentence, "status": 422}
    return None


def _groups(tables: dict[str, Any], *, versions: dict[str, int]) -> list[dict[str, Any]]:
    """Return the sentences of each table, with what they are about and where their figures stand."""
    titles = {key: named({"name_sv": one.name_sv, "name_en": one.name_en}) for key, one in sections().items()}
    titles["usual_places"] = titles["places"]
    groups, number = [], 0
    for name in (each for each in titles if each in tables and each in ANCHORS):
        rows = []
        found = sorted(sentences_in(name, tables[name]), key=lambda each: "/sentences/" not in each[0])
        for where, sentence in found:
            number += 1
            key = str(sentence["key"])
            anchor = next((part for start, part in PARTS.items() if key.startswith(start)), ANCHORS[name])
            rows.append({
                "id": number, "where": where, "auto": in_words({**sentence, "edited": None}, language()),
                "edited": sentence["edited"] or "", "anchor": anchor, "about": _about(tables[name], where),
                "version": versions.get(where, 0),
            })  # fmt: skip
        if rows:
            groups.append({"key": name, "title": titles[name], "rows": rows})
    return groups


def _about(table: Any, where: str) -> str:
    """Name the row that a sentence belongs to, where it has a name."""
    if not isinstance(table, list):
        return ""
    code = where.split("/")[1] if where.count("/") else ""
    row = next((each for each in table if isinstance(each, dict) and code in (each.get("code"), each.get("name"))), {})
    return str(named(row) if row.get("name_sv") else row.get("name") or "")
