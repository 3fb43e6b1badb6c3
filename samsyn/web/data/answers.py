"""A survey of one's own, in three steps: the file of answers, its columns, and what it says before anything is kept."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.exchange.actions import keep_upload, uploads_folder
from samsyn.exchange.answers import LEAST, Looked, Survey, asked_in, columns_of, look_at_answers, read_answers
from samsyn.exchange.readers import ReadRefused
from samsyn.ground.people.members import Member
from samsyn.ground.places.models import Area
from samsyn.web.data.begin import home, importers, slug_of
from samsyn.web.data.draft import PROBLEMS, said, unreadable
from samsyn.web.data.forms import FileField, day_field

MOST_LINES = 12
MOST_INVITED = 10_000_000


class AnswersFileForm(forms.Form):
    """The file of answers."""

    file = FileField()

    def clean_file(self) -> Any:
        """Refuse a file that is too large."""
        given = self.cleaned_data["file"]
        if given.size > settings.IMPORT_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(_("Filen är större än %(n)s megabyte.") % {"n": settings.IMPORT_MEGABYTES})
        return given


class AnswersForm(forms.Form):
    """What the survey was, and which columns are what."""

    name = forms.CharField(label=gettext_lazy("Enkätens namn"), max_length=80)
    first_on = day_field(gettext_lazy("Första svarsdag"), required=True)
    last_on = day_field(gettext_lazy("Sista svarsdag"), required=True)
    questions = forms.MultipleChoiceField(
        label=gettext_lazy("Frågor med svar 0–6"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("0 är bäst och 6 sämst, som i polisens trygghetsmätning. Indexet är snittet av dem."),
    )  # fmt: skip
    turned = forms.MultipleChoiceField(
        label=gettext_lazy("Frågor där 6 är bäst"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("De vänds innan de räknas in."),
    )  # fmt: skip
    area = forms.ChoiceField(label=gettext_lazy("Kolumn med områdets kod"), required=False)
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Dela upp efter"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=gettext_lazy("Kön eller ålder. Aldrig ursprung, medborgarskap, religion eller språk."),
    )  # fmt: skip
    weight = forms.ChoiceField(label=gettext_lazy("Kolumn med vikter"), required=False)
    invited = forms.IntegerField(
        label=gettext_lazy("Hur många fick enkäten"), min_value=1, max_value=MOST_INVITED, required=False,
        help_text=gettext_lazy("Behövs för svarsandelen."),
    )  # fmt: skip
    by_area = forms.CharField(
        label=gettext_lazy("Hur många fick den i varje område"), required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("En rad per område: koden, mellanslag, antalet. Till exempel H 240."),
    )  # fmt: skip

    def __init__(self, *args: Any, columns: dict[str, list[str]], asked: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(name, f"{name} ({', '.join(values)})" if values else name) for name, values in columns.items()]
        likely = [pair for pair in shown if pair[0] in asked]
        rest = [pair for pair in shown if pair[0] not in asked]
        self.fields["questions"].choices = [*likely, *rest]
        self.fields["turned"].choices = [*likely, *rest]
        self.fields["groups"].choices = rest or shown
        for name in ("area", "weight"):
            self.fields[name].choices = [("", _("ingen")), *shown]

    def clean_by_area(self) -> dict[str, int]:
        """Return how many were asked in each area."""
        told = {}
        for line in self.cleaned_data["by_area"].splitlines():
            code, _space, count = line.strip().rpartition(" ")
            if line.strip() and not (code and count.isdecimal() and len(count) <= 7):
                raise forms.ValidationError(_("Skriv kod, mellanslag och antal på varje rad."))
            if line.strip():
                told[code.strip()] = int(count)
        return told

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        told = super().clean() or {}
        first, last = told.get("first_on"), told.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("Den sista dagen kan inte ligga före den första."))
        return told


def _key(request: HttpRequest) -> str:
    return f"answers:{request.member.municipality.slug}"


def _waiting(request: HttpRequest) -> tuple[dict[str, Any], Path] | None:
    """Return what is known of the survey that waits, and its file."""
    kept = request.session.get(_key(request))
    path = uploads_folder() / Path(kept["upload"]).name if kept else None
    return (kept, path) if kept and path is not None and path.is_file() else None


def _forget(request: HttpRequest) -> None:
    if waiting := _waiting(request):
        waiting[1].unlink(missing_ok=True)
    request.session.pop(_key(request), None)


def _page(request: HttpRequest, template: str, step: int, *, wrong: bool = False, **context: Any) -> HttpResponse:
    names = (_("Fil"), _("Kolumner"), _("Granska"))
    steps = [{"name": name, "here": at == step, "done": at < step} for at, name in enumerate(names)]
    around = {"home": home(request), "steps": steps, "crumbs": [{"name": _("Data"), "address": home(request)}]}
    return render(request, f"data/{template}", {**around, **context}, status=422 if wrong else 200)


@importers
def choose(request: HttpRequest) -> HttpResponse:
    """Take the file of answers; nothing is kept of it but figures."""
    form = AnswersFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        _forget(request)
        upload = keep_upload(given.chunks(), file_name=given.name)
        request.session[_key(request)] = {"upload": upload, "file_name": Path(given.name).name[:200]}
        try:
            columns_of(uploads_folder() / upload)
            return redirect(f"{home(request)}enkat/kolumner")
        except PROBLEMS as problem:
            form.add_error("file", said(problem))
        except Exception:
            form.add_error("file", said(ReadRefused(unreadable(given.name))))
        _forget(request)
    return _page(request, "answers.html", 0, form=form, least=LEAST, wrong=bool(form.errors))


@importers
def columns(request: HttpRequest) -> HttpResponse:
    """Say what the survey was and which columns are questions, area, groups and weight."""
    waiting = _waiting(request)
    if waiting is None:
        return redirect(f"{home(request)}enkat")
    kept, path = waiting
    asked = asked_in(path, survey=Survey("", "", date.min, date.min, ""))
    found = columns_of(path)
    before = kept.get("told") or {"questions": list(asked), "area": _area_column(found, request.member)}
    form = AnswersForm(request.POST or None, initial=before, columns=found, asked=asked)
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "by_area": request.POST.get("by_area", "")}
        days = {name: told[name].isoformat() for name in ("first_on", "last_on")}
        request.session[_key(request)] = {**kept, "told": {**told, **days}}
        return redirect(f"{home(request)}enkat/granska")
    return _page(request, "answers_columns.html", 1, form=form, kept=kept, wrong=bool(form.errors))


def _area_column(found: dict[str, list[str]], member: Member) -> str:
    """Return the column whose first values are all codes of areas here."""
    codes = set(Area.objects.visible_to(member).values_list("code", flat=True))
    return next((name for name, values in found.items() if values and set(values) <= codes), "")


def _survey(told: dict[str, Any]) -> Survey:
    invited = {}
    for line in told["by_area"].splitlines():
        code, _space, count = line.strip().rpartition(" ")
        if code:
            invited[code.strip()] = int(count)
    return Survey(
        slug_of(told["name"]), told["name"], date.fromisoformat(told["first_on"]), date.fromisoformat(told["last_on"]),
        area=told["area"], questions=tuple(told["questions"]), turned=tuple(told["turned"]),
        groups=tuple(told["groups"]), weight=told["weight"], invited=told["invited"], invited_by_area=invited,
    )  # fmt: skip


@importers
def look(request: HttpRequest) -> HttpResponse:
    """Show what the answers say and what is left out; a press keeps the figures and forgets the file."""
    waiting = _waiting(request)
    if waiting is None or "told" not in waiting[0]:
        return redirect(f"{home(request)}enkat")
    kept, path = waiting
    survey = _survey(kept["told"])
    try:
        if request.method == "POST":
            done = read_answers(path, survey=survey, now=timezone.now(), by=request.member)
            _forget(request)
            messages.success(request, _("%(n)s svar gav %(figures)s värden. Svaren är borttagna.") % {
                "n": done.persons, "figures": done.figures,
            })  # fmt: skip
            return redirect(f"{home(request)}matt")
        looked = look_at_answers(path, survey=survey, by=request.member)
    except PROBLEMS as problem:
        return _page(request, "answers_look.html", 2, kept=kept, sentence=said(problem), wrong=True)
    told = _told(looked, request.member)
    return _page(request, "answers_look.html", 2, kept=kept, survey=survey, least=LEAST, **told)


def _told(looked: Looked, member: Member) -> dict[str, Any]:
    names = dict(Area.objects.visible_to(member).values_list("code", "name"))
    rows = [
        {**row, "name": names.get(row["area_code"], row["area_code"]) or _("hela kommunen"),
         "rate": row["n"] / row["invited"] if row["invited"] else None}
        for row in looked.figures[""]
    ]  # fmt: skip
    per_question = [
        {"name": name, **row} for name in looked.questions for row in looked.figures[name]
        if not row["area_code"] and not row["group_sv"]
    ]  # fmt: skip
    strange = sorted({row["area_code"] for row in looked.figures[""]} - {*names, ""})
    blank = [row.line for row in looked.uncounted if not row.outside]
    outside = Counter(value for row in looked.uncounted for value in row.outside)
    lines = [row.line for row in looked.uncounted if row.outside]
    left_out = [
        {"why": _("Inget svar mellan 0 och 6 på någon fråga"), "n": len(blank), "lines": _lines(blank)},
        {"why": _("Svar utanför 0–6, som inte räknas: %(values)s") % {
            "values": ", ".join(value for value, _n in outside.most_common(6))}, "n": len(lines),
         "lines": _lines(lines)},
    ]  # fmt: skip
    return {"looked": looked, "rows": rows, "per_question": per_question, "strange": strange,
            "left_out": [row for row in left_out if row["n"]]}  # fmt: skip


def _lines(lines: list[int]) -> str:
    shown = ", ".join(str(line) for line in lines[:MOST_LINES])
    return f"{shown} …" if len(lines) > MOST_LINES else shown


@importers
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Take the file away; nothing of it is kept."""
    _forget(request)
    messages.success(request, _("Filen är borttagen. Inget lästes in."))
    return redirect(home(request))
