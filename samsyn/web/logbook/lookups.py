"""Who has read and taken out what is not for all parties: chosen by days, way, screen and person, also as a file.

No sums per person are made: this is for looking into something that has happened, not for following people's work.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from samsyn.exchange.writers import Note, export
from samsyn.ground.audit.lookup_models import Lookup
from samsyn.ground.files.passing import place_in_passing
from samsyn.ground.people.models import User
from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.measures.states import State as MeasureState
from samsyn.method.observations.models import Audience
from samsyn.method.observations.states import State as ReportState
from samsyn.web.days import day_of
from samsyn.web.guard import members_who
from samsyn.web.noted import NOTED
from samsyn.web.noting import shown as note_shown

if TYPE_CHECKING:
    import pyarrow as pa

LINES_ON_A_PAGE, DAYS_BACK, MOST_IN_A_FILE = 100, 30, 100_000
AS_FILE = ("xlsx", "csv")
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TooMany(Refused):
    """The file would be too long; the sentence says what to do."""


class ChoiceForm(forms.Form):
    """Which readings are shown."""

    first = forms.DateField(label=_("Från och med"), required=False, widget=DATE)
    last = forms.DateField(label=_("Till och med"), required=False, widget=DATE)
    kind = forms.ChoiceField(label=_("Hur"), required=False)
    what = forms.ChoiceField(label=_("Vad"), required=False)
    who = forms.ChoiceField(label=_("Vem"), required=False)

    def __init__(self, *args: Any, people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = sorted({str(word) for _kind, word in NOTED.values()})
        choices = {"kind": Lookup.Kind.choices, "what": [(word, word) for word in words],
                   "who": sorted(people.items(), key=lambda one: one[1].casefold())}  # fmt: skip
        for name, found in choices.items():
            self.fields[name].choices = [("", _("Alla")), *found]  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.fields)

    def rows(self, member: Any, *, today: date) -> Any:
        """Return the chosen lines, the latest first; without days those of the last month."""
        told = self.cleaned_data if self.is_valid() else {}
        last = day_of(self.data.get("last", "")) or today
        first = day_of(self.data.get("first", "")) or last - timedelta(days=DAYS_BACK)
        rows = Lookup.objects.visible_to(member).between(first, last, zone=member.municipality.zone).latest_first()
        if told.get("kind"):
            rows = rows.filter(kind=told["kind"])
        if told.get("what"):
            rows = rows.filter(what__in=[name for name, (_kind, word) in NOTED.items() if str(word) == told["what"]])
        return rows.filter(by=told["who"]) if told.get("who") else rows


# What was chosen by, in words; what is not here stands as in the address.
CHOSEN = {
    "period": _("tid"), "area": _("område"), "category": _("kategori"), "state": _("läge"), "kind": _("slag"),
    "severity": _("allvar"), "audience": _("visas för"), "source": _("källa"), "first": _("från"), "last": _("till"),
    "q": _("sökord"), "sok": _("sökord"), "who": _("vem"), "what": _("vad"), "where": _("var"),
    "place_type": _("slag av plats"), "organisation": _("part"), "party": _("part"), "omrade": _("område"),
    "kategori": _("kategori"), "manad": _("månad"), "ar": _("år"),
}  # fmt: skip
PERIODS = {"4v": _("4 veckor"), "12v": _("12 veckor"), "52v": _("52 veckor")}


def _said(line: Lookup, name: str, value: str) -> str:
    """Return a chosen value in words, where it is one that a list has words for."""
    states = MeasureState if line.what.startswith("measures:") else ReportState
    words: dict[str, Any] = {"period": PERIODS, "audience": dict(Audience.choices), "state": dict(states.choices)}
    return str(words.get(name, {}).get(value, value))


def _people(member: Any) -> dict[str, str]:
    return {str(user.pk): str(user) for user in User.objects.visible_to(member)}


def _line(line: Lookup, people: dict[str, str]) -> dict[str, Any]:
    return {
        "at": line.created_at,
        "who": people.get(line.by, _now("en användare")),
        "how": line.get_kind_display(),  # type: ignore[attr-defined]
        "what": NOTED[line.what][1] if line.what in NOTED else line.what,
        "about": line.about,
        "choice": ", ".join(f"{CHOSEN.get(key, key)}: {_said(line, key, value)}" for key, value in line.choice.items()),
        "rows": line.rows,
    }


@members_who(Permission.READ_LOGBOOK)
def show(request: HttpRequest) -> HttpResponse:
    """List who has read what, the latest first."""
    member = request.member
    people = _people(member)
    form = ChoiceForm(request.GET, people=people)
    page = Paginator(form.rows(member, today=timezone.localdate()), LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    note_shown(request, len(page))
    context = {"page": page, "form": form, "rows": [_line(one, people) for one in page], "days": DAYS_BACK,
               "query": request.GET.urlencode()}  # fmt: skip
    return render(request, "logbook/lookups.html", context)


@members_who(Permission.READ_LOGBOOK)
def as_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the chosen lines as a file; that it was taken becomes a line of its own."""
    if kind not in AS_FILE:
        raise Http404
    member, today = request.member, timezone.localdate()
    people = _people(member)
    rows = list(ChoiceForm(request.GET, people=people).rows(member, today=today)[: MOST_IN_A_FILE + 1])
    if len(rows) > MOST_IN_A_FILE:
        raise TooMany("Det är fler än 100 000 rader. Välj en kortare tid.")
    note_shown(request, len(rows))
    file = export(
        _table([_line(one, people) for one in rows]), name=f"{member.municipality.slug}-lasningar-{today:%Y-%m-%d}",
        kind=kind, title=member.municipality.name, notes={name: Note(words) for name, words in MEANINGS.items()},
        beside=place_in_passing(),
    )  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(file.content, content_type=file.media_type, headers=headers)


MEANINGS = {
    "at": "När, i kommunens tid", "who": "Vem som läste", "how": "Hur det visades", "what": "Vad som visades",
    "about": "Nummer, vecka, id eller filtyp i adressen", "choice": "Vad som var valt; … = något var skrivet",
    "rows": "Hur många rader som visades, där det är känt",
}  # fmt: skip


def _table(lines: list[dict[str, Any]]) -> "pa.Table":
    import pyarrow as pa

    for line in lines:
        line["at"] = timezone.localtime(line["at"]).strftime("%Y-%m-%d %H:%M:%S")
        line["what"], line["how"] = str(line["what"]), str(line["how"])
    fields = [pa.field(name, pa.int64() if name == "rows" else pa.string()) for name in MEANINGS]
    return pa.Table.from_pylist(lines, schema=pa.schema(fields))
