"""A whole staff at once: the template, reading the Excel file, and the lines that came back."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from samsyn.exchange.readers import ReadOptions, ReadRefused, open_file
from samsyn.ground.files.passing import folder_in_passing
from samsyn.ground.people.accounts.actions import StaffAdded, StaffRow, add_staff
from samsyn.ground.people.models import Group, Organisation, Role
from samsyn.ground.permissions import Permission
from samsyn.ground.places.models import Area
from samsyn.ground.refusals import Refused
from samsyn.method.observations.actions import set_reporting_duty
from samsyn.web.guard import members_who
from samsyn.web.organisation.asking import home, show
from samsyn.web.organisation.forms import StaffFileForm
from samsyn.web.organisation.users import slips

people_only = members_who(Permission.MANAGE_PEOPLE)
MOST_ROWS = 2000
LARGEST = 5 * 1024 * 1024
# The heading of each column, and the field it fills.
COLUMNS = {
    "E-post": "email", "Namn": "name", "Part": "organisation", "Roll": "role", "Enhet": "unit", "Områden": "areas",
    "Grupper": "groups", "Sista dag": "ends_on", "Besked varje vecka": "duty",
}  # fmt: skip
NEEDED = ("E-post", "Part", "Roll")


class FileRefused(Refused):
    """The file could not be read as a staff list; the sentence says what to change."""


@people_only
def template(request: HttpRequest) -> HttpResponse:
    """Give an Excel file to fill in, with this municipality's own parties, roles, areas and groups to choose from."""
    import xlsxwriter

    member, stream = request.member, io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, safe) as book:
        sheet, lists = book.add_worksheet("Användare"), book.add_worksheet("Välj bland")
        bold = book.add_format({"bold": True, "bottom": 1})
        for column, heading in enumerate(COLUMNS):
            sheet.write(0, column, heading, bold)
        sheet.set_column(0, len(COLUMNS) - 1, 22)
        sheet.freeze_panes(1, 0)
        choices = {
            "Part": [o.name for o in Organisation.objects.visible_to(member).order_by("name")],
            "Roll": [r.name_sv for r in Role.objects.visible_to(member).order_by("created_at")],
            "Områden": [a.name for a in Area.objects.visible_to(member).in_working_set(on=timezone.localdate())],
            "Grupper": [g.name for g in Group.objects.visible_to(member).order_by("name")],
            "Besked varje vecka": ["ja", "nej"],
        }
        for column, (heading, names) in enumerate(choices.items()):
            lists.write_column(0, column, [heading, *names])
            place = list(COLUMNS).index(heading)
            if names and heading not in ("Områden", "Grupper"):  # several may be written, with a comma between
                letter = chr(ord("A") + column)
                source = f"='Välj bland'!${letter}$2:${letter}${len(names) + 1}"
                sheet.data_validation(1, place, MOST_ROWS, place, {"validate": "list", "source": source})
        lists.set_column(0, len(choices), 26)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    headers = {"Content-Disposition": f'attachment; filename="anvandare-{member.municipality.slug}.xlsx"'}
    return HttpResponse(stream.getvalue(), content_type=kind, headers=headers)


@people_only
@sensitive_post_parameters()
def read_file(request: HttpRequest) -> HttpResponse:
    """Read a staff file: new accounts come back as slips, refused lines with their reasons. The file is not kept."""
    form = StaffFileForm(request.POST or None, request.FILES or None)
    crumbs = [{"name": _("Användare"), "address": f"{home(request)}anvandare"}]
    if request.method == "POST" and form.is_valid():
        try:
            rows = list(staff_rows(form.cleaned_data["file"]))
            done = add_staff(rows=[row for row, _duty in rows], by=request.member)
            promised = _promise(done, {row.line for row, duty in rows if duty}, by=request.member)
            return slips(request, done.invited, crumbs=crumbs, staff=done, promised=promised)
        except Refused as refusal:
            form.add_error("file", refusal.sentence)
    return show(
        request, "staff.html", section="users", form=form, crumbs=crumbs, columns=list(COLUMNS),
        status=422 if form.errors else 200,
    )  # fmt: skip


def _promise(done: StaffAdded, lines: set[int], *, by: Any) -> int:
    """Set a reporting duty once for each party and unit whose line says so."""
    wanted = {(m.organisation, m.unit) for line, m in done.memberships.items() if line in lines}
    for organisation, unit in wanted:
        set_reporting_duty(organisation=organisation, unit=unit, starts_on=timezone.localdate(), by=by)
    return len(wanted)


def staff_rows(upload: Any) -> Iterator[tuple[StaffRow, bool]]:
    """Yield each line of the file as a staff row, and whether its unit has promised to answer every week."""
    if upload.size > LARGEST:
        raise FileRefused(_("Filen är större än 5 megabyte. Ta bort bilder och extra blad."))
    with folder_in_passing() as folder:
        path = Path(folder) / f"fil{Path(upload.name).suffix.lower()}"
        path.write_bytes(upload.read())
        for line, cells in _cells(path):
            yield _row(line, cells)


def _cells(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        source = open_file(path, options=ReadOptions(header_rows=1))
        names = {name.strip().casefold(): name for name in source.columns}
        missing = [heading for heading in NEEDED if heading.casefold() not in names]
        if missing:
            raise FileRefused(
                _("Kolumnen ”%(name)s” saknas. Hämta mallen och klistra in dina rader där.") % {"name": missing[0]}
            )
        for batch in source.batches():
            for line, row in zip(batch.lines, batch.table.to_pylist(), strict=True):
                if line > MOST_ROWS + 10:
                    raise FileRefused(_("Filen har fler än 2 000 rader. Dela den."))
                cells = {heading: _text(row.get(names.get(heading.casefold(), ""))) for heading in COLUMNS}
                if any(cells.values()):
                    yield int(line), cells
    except ReadRefused as refusal:
        raise FileRefused(str(refusal)) from refusal


def _text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return "" if value is None else str(value).strip()


def _row(line: int, cells: dict[str, str]) -> tuple[StaffRow, bool]:
    ends_on, problem = _day(cells["Sista dag"])
    row = StaffRow(
        line=line, email=cells["E-post"], name=cells["Namn"], organisation=cells["Part"], role=cells["Roll"],
        unit=cells["Enhet"], areas=_several(cells["Områden"]), groups=_several(cells["Grupper"]), ends_on=ends_on,
        problem=problem,
    )  # fmt: skip
    return row, cells["Besked varje vecka"].casefold() in {"ja", "x", "1", "yes"}


def _several(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


def _day(text: str) -> tuple[date | None, str]:
    if not text:
        return None, ""
    try:
        return date.fromisoformat(text[:10]), ""
    except ValueError:
        return None, _("Sista dag ”%(text)s” går inte att läsa. Skriv 2026-11-30.") % {"text": text}
