"""Runs: how far each has come, what came of it, the rows that came back, and taking it all back."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from samsyn.exchange.actions import stop_lost_runs, undo_import, uploads_folder
from samsyn.exchange.models import ImportRun, RefusedRow
from samsyn.exchange.rejected import RejectedFile
from samsyn.ground.files.passing import folder_in_passing
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.jobs.imports import read_in
from samsyn.web.data.begin import home
from samsyn.web.data.draft import said
from samsyn.web.guard import members_who
from samsyn.web.noting import shown as note_shown

importers = members_who(Permission.IMPORT)
A_PAGE = 30
LINES_SHOWN = 12
State = ImportRun.State
SYMBOLS = {
    State.WAITING: "clock", State.RUNNING: "clock", State.DONE: "check", State.STOPPED: "warning",
    State.FAILED: "cross", State.UNDONE: "undo",
}  # fmt: skip
KINDS = {State.DONE: "green", State.STOPPED: "yellow", State.FAILED: "red"}


def facts_of(run: ImportRun, *, member: Any) -> dict[str, Any]:
    """Return what every page shows of a run."""
    under_way = run.state in (State.WAITING, State.RUNNING)
    return {
        "run": run, "symbol": SYMBOLS[run.state], "kind": KINDS.get(run.state, ""), "under_way": under_way,
        "own": run.by == member.name_in_logbook, "left_out": sum(run.left_out.values()),
        "may_undo": run.state in (State.DONE, State.STOPPED) and bool(run.created or run.changed),
        "may_go_on": run.state == State.STOPPED and bool(run.upload) and (uploads_folder() / run.upload).is_file(),
    }  # fmt: skip


def _run(request: HttpRequest, pk: object) -> ImportRun:
    stop_lost_runs(now=timezone.now(), by=request.member)
    return get_object_or_404(ImportRun.objects.visible_to(request.member), pk=pk)


@importers
def listed(request: HttpRequest) -> HttpResponse:
    """List the runs, the latest first."""
    stop_lost_runs(now=timezone.now(), by=request.member)
    found = ImportRun.objects.visible_to(request.member).latest_first()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    rows = [facts_of(run, member=request.member) for run in page]
    return render(request, "data/page.html", {"home": home(request), "page": page, "rows": rows})


@importers
def show_one(request: HttpRequest, pk: object) -> HttpResponse:
    """Show one run: under way, or what came of it."""
    return render(request, "data/run.html", _whole(request, _run(request, pk)))


@importers
@never_cache
def progress(request: HttpRequest, pk: object) -> HttpResponse:
    """Show only what changes while a run is under way; asked for every other second."""
    return render(request, "data/state.html", _whole(request, _run(request, pk)))


def _whole(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    refused = RefusedRow.objects.visible_to(request.member).filter(run=run).order_by("member", "line")
    kept = list(refused.values_list("line", "reason", "delete_on"))
    return {
        **facts_of(run, member=request.member), "home": home(request), "message": said(run.message),
        "reasons": by_reason(_in_own_words(kept)), "kept": len(kept),
        "delete_on": kept[0][2] if kept else None, "unmapped": list(run.unmapped.items())[:60],
        "outs": [(said(reason), count) for reason, count in run.left_out.items()],
        "crumbs": [{"name": _("Data"), "address": home(request)}],
        "share": min(run.read, run.rows or run.read),
    }  # fmt: skip


def _in_own_words(rows: Iterable[tuple[int, str, Any]]) -> list[tuple[int, str, Any]]:
    return [(line, said(reason), last_day) for line, reason, last_day in rows]


def by_reason(rows: Iterable[tuple[int, str, Any]]) -> list[dict[str, Any]]:
    """Gather refused lines below their reason; what stood in the row itself is left out of the heading.

    >>> by_reason([(2, "Tiden ”x” går inte att läsa.", None), (5, "Tiden ”y” går inte att läsa.", None)])
    [{'reason': 'Tiden ”…” går inte att läsa.', 'count': 2, 'lines': '2, 5'}]
    """
    lines: dict[str, list[int]] = {}
    for line, reason, _last_day in rows:
        plain = re.sub(r"([”“])[^”“]*”", r"\1…”", reason)
        plain = re.sub(r"(Punkten|The point) .*? (ligger|is)(?= )", r"\1 \2", plain)
        lines.setdefault(plain, []).append(line)
    found = [{"reason": reason, "count": len(at), "lines": _some(at)} for reason, at in lines.items()]
    return sorted(found, key=lambda one: -one["count"])


def _some(lines: list[int]) -> str:
    shown = ", ".join(str(line) for line in lines[:LINES_SHOWN])
    return shown if len(lines) <= LINES_SHOWN else f"{shown} …"


@importers
@never_cache
def rejected(request: HttpRequest, pk: object) -> HttpResponse:
    """Give the refused rows as a file, to the one who read the file in and nobody else."""
    run = _run(request, pk)
    rows = list(RefusedRow.objects.visible_to(request.member).filter(run=run).order_by("member", "line"))
    if not rows or run.by != request.member.name_in_logbook:
        raise Http404
    note_shown(request, len(rows))
    with folder_in_passing() as folder:
        file = RejectedFile(Path(folder) / "avvisade.csv", delete_on=rows[0].delete_on, go_on=False)
        for row in rows:
            member = run.file_name if row.member == run.upload else row.member
            file.write(member=member, line=row.line, row=row.row, reason=row.reason)
        file.close()
        content = file.path.read_bytes()
    name = f"avvisade-{run.source}-radera-{rows[0].delete_on.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
def _undo(request: HttpRequest, pk: object) -> HttpResponse:
    try:
        done = undo_import(run=_run(request, pk), by=request.member)
        words = _("Inläsningen är tillbakatagen: %(removed)s rader borta, %(restored)s som förut.")
        messages.success(request, words % done)
    except Refused as refusal:
        messages.error(request, said(refusal.sentence))
    return redirect(f"{home(request)}{pk}")


@require_POST
def _go_on(request: HttpRequest, pk: object) -> HttpResponse:
    run = _run(request, pk)
    if facts_of(run, member=request.member)["may_go_on"]:
        read_in.enqueue(str(run.pk), str(request.member.user.pk), request.member.municipality.slug)
    else:
        messages.error(request, _("Filen finns inte kvar. Läs in den igen; rader som redan är inne ändras inte."))
    return redirect(f"{home(request)}{pk}")


undo, go_on = importers(_undo), importers(_go_on)
