"""A new import, one thing a page: the file, its columns, its categories, what the rows become, start."""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.exchange.actions import save_source, start_import
from samsyn.exchange.mapping import read_mapping
from samsyn.exchange.models import ImportSource
from samsyn.exchange.readers.crs import SYSTEMS
from samsyn.exchange.sources import READY, ready_mapping
from samsyn.ground.permissions import Permission
from samsyn.jobs.imports import read_in
from samsyn.method.observations.models import Category
from samsyn.web.data import draft as drafts
from samsyn.web.data.draft import NEW, PROBLEMS, Draft, said
from samsyn.web.data.forms import ChooseForm, ColumnsForm, StartForm, TextForm, columns_before
from samsyn.web.guard import members_who
from samsyn.web.templatetags.samsyn import named

importers = members_who(Permission.IMPORT)
BY_JOB = ("observations", "readings", "outside_events")


def home(request: HttpRequest) -> str:
    """Return the address of the data pages."""
    return f"/{request.member.municipality.slug}/data/"


def steps(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """Return the four steps with the present one marked."""
    names = {"choose": _("Fil"), "columns": _("Kolumner"), "categories": _("Kategorier"), "look": _("Granska")}
    keys = list(names)
    return [{"name": names[key], "here": key == here, "done": keys.index(key) < keys.index(here)} for key in keys]


def _page(request: HttpRequest, template: str, *, step: str, wrong: bool = False, **context: Any) -> HttpResponse:
    around = {"home": home(request), "steps": steps(request, step)}
    return render(request, f"data/{template}", {**around, **context}, status=422 if wrong else 200)


def with_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the draft; without one the member begins again."""

    def guarded(request: HttpRequest) -> HttpResponse:
        draft = drafts.draft_of(request)
        return view(request, draft) if draft else redirect(f"{home(request)}ny")

    return importers(guarded)


def _sources(request: HttpRequest) -> list[Any]:
    own = ImportSource.objects.visible_to(request.member).filter(active=True, target__in=BY_JOB).order_by("title")
    ready = [(name, ready_mapping(name)) for name in READY]
    choices: list[Any] = [(NEW, _("En fil som inte lästs in förut"))]
    if own:
        choices.append((_("Sparade källor"), [(source.name, str(source)) for source in own]))
    choices.append((_("Färdiga källor"), [(name, m.title or name) for name, m in ready if m.target in BY_JOB]))
    return choices


@importers
def choose(request: HttpRequest) -> HttpResponse:
    """Choose the file and say where it comes from."""
    form = ChooseForm(
        request.POST or None, request.FILES or None, choices=_sources(request), megabytes=settings.IMPORT_MEGABYTES,
        initial={"source": request.GET.get("kalla", NEW)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            draft = drafts.begin(request, upload=data["file"], source=data["source"])
            return redirect(f"{home(request)}ny/{'kolumner' if draft.asks_columns else 'granska'}")
        except PROBLEMS as problem:
            form.add_error("file", said(problem))
    return _page(request, "choose.html", step="choose", form=form, wrong=bool(form.errors))


@with_draft
def columns(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Say which column is what."""
    before = tomllib.loads(draft.toml)
    found, has_shape = drafts.samples(draft)
    names = [one.name for one in found]
    form = ColumnsForm(
        request.POST or None, names=names, has_shape=has_shape, initial=columns_before(before, names=names),
        zone=request.member.municipality.time_zone,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        mapping = form.as_mapping(before, days={one.name for one in found if one.is_a_day})
        try:
            read_mapping(mapping.as_toml())
            drafts.keep(request, draft._replace(toml=mapping.as_toml()))
            return redirect(f"{home(request)}ny/kategorier")
        except PROBLEMS as problem:
            form.add_error(None, said(problem))
    chosen = form.columns_in_use()
    used, unused = ([one for one in found if (one.name in chosen) is wanted] for wanted in (True, False))
    return _page(request, "columns.html", step="columns", form=form, used=used, unused=unused, draft=draft,
                 wrong=bool(form.errors))  # fmt: skip


@with_draft
def categories(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Say what each of the file's own words for categories means here; the commonest first."""
    try:
        mapping, counts = draft.mapping, drafts.category_counts(draft, member=request.member)
    except PROBLEMS as problem:
        return _stuck(request, draft, problem, step="categories")
    ours = list(Category.objects.visible_to(request.member).in_use())
    if not counts:
        return redirect(f"{home(request)}ny/granska")
    known = {c.code: f"{c.code} {named(c)}" for c in ours}
    table = {word.strip().lower(): code for word, code in mapping.categories.get("table", {}).items()}
    rows = [
        {"word": word, "count": count, "chosen": known.get(table.get(word.strip().lower()) or _code(word, known), "")}
        for word, count in counts
    ]
    if request.method == "POST":
        chosen = [_code(request.POST.get(f"ord-{number}", ""), known) for number in range(len(rows))]
        other = _code(request.POST.get("ovrigt", ""), known)
        table = {row["word"]: code for row, code in zip(rows, chosen, strict=True) if code}
        translated = {"table": table} | ({"other": other} if other else {})
        drafts.keep(request, draft._replace(toml=replace(mapping, categories=translated).as_toml()))
        return redirect(f"{home(request)}ny/granska")
    other = known.get(mapping.categories.get("other", ""), "")
    return _page(request, "categories.html", step="categories", rows=rows, ours=known.values(), other=other,
                 draft=draft)  # fmt: skip


def _code(text: str, known: dict[str, str]) -> str:
    """Return the code of what was chosen: "E1 Skadegörelse …", a code alone, or the name alone."""
    first = text.strip().split(" ")[0].upper()
    if first in known:
        return first
    names = {words.partition(" ")[2].casefold(): code for code, words in known.items()}
    return names.get(text.strip().casefold(), "")


def _stuck(request: HttpRequest, draft: Draft, problem: Exception, *, step: str) -> HttpResponse:
    return _page(request, "stuck.html", step=step, draft=draft, sentence=said(problem), wrong=True)


@with_draft
def look(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Look at what the first rows become, give the source a name and start."""
    try:
        shown, mapping = drafts.preview_of(draft, member=request.member), draft.mapping
    except PROBLEMS as problem:
        return _stuck(request, draft, problem, step="look")
    form = StartForm(request.POST or None, initial={"title": mapping.title or _from_file(draft.file_name)})
    if request.method == "POST" and (not draft.is_new or form.is_valid()):
        try:
            return redirect(f"{home(request)}{_start(request, draft, form)}")
        except PROBLEMS as problem:
            form.add_error(None, said(problem))
    words = {c.code: named(c) for c in Category.objects.visible_to(request.member)}
    strange = _strange(shown.mapped, words=words) if mapping.target == "observations" else {}
    rows = [drafts.in_words(row, words=words) for row in shown.mapped if row["line"] not in strange]
    return _page(
        request, "look.html", step="look", form=form, draft=draft, shown=shown, rows=rows, target=mapping.target,
        system=SYSTEMS.get(shown.epsg, ""),
        refused={line: said(why) for line, why in sorted((strange | dict(shown.refused)).items())},
        unmapped=list(shown.unmapped.items())[:40], wrong=bool(form.errors),
        unmapped_rows=sum(shown.unmapped.values()), source=mapping.title or draft.source,
    )  # fmt: skip


def _strange(rows: Iterable[dict[str, Any]], *, words: dict[str, str]) -> dict[int, str]:
    """Return the lines whose category the municipality does not have: the import would hand them back."""
    return {
        row["line"]: _("Kategorin ”%(word)s” finns inte här. Översätt den i förra steget.") % {"word": row["category"]}
        for row in rows
        if row.get("category") not in words
    }


def _from_file(name: str) -> str:
    words = re.sub(r"[_\W]+", " ", name.rsplit(".", 1)[0]).strip()[:120]
    return words[:1].upper() + words[1:]


def slug_of(title: str) -> str:
    """Make the short name of a source from what people call it.

    >>> slug_of("Felanmälan Hyreshus AB")
    'felanmalan-hyreshus-ab'
    """
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "kalla"


def _start(request: HttpRequest, draft: Draft, form: StartForm) -> Any:
    """Save how the source is read, make the run and let the job go through it; give the run's id."""
    mapping, source = draft.mapping, draft.source
    if draft.is_new:
        source = slug_of(form.cleaned_data["title"])
        mapping = replace(mapping, name=source, title=form.cleaned_data["title"])
        save_source(name=source, mapping=mapping, by=request.member)
    elif source not in READY:
        save_source(name=source, mapping=mapping, by=request.member)
    run = start_import(
        upload=draft.upload, file_name=draft.file_name, mapping=mapping, source=source, now=timezone.now(),
        by=request.member,
    )  # fmt: skip
    drafts.forget(request, with_file=False)
    read_in.enqueue(str(run.pk), str(request.member.user.pk), request.member.municipality.slug)
    return run.pk


@with_draft
def as_text(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Edit the mapping as text."""
    form = TextForm(request.POST or None, initial={"toml": draft.toml})
    if request.method == "POST" and form.is_valid():
        try:
            read_mapping(form.cleaned_data["toml"])
            drafts.keep(request, draft._replace(toml=form.cleaned_data["toml"]))
            return redirect(f"{home(request)}ny/granska")
        except PROBLEMS as problem:
            form.add_error("toml", said(problem))
    return _page(request, "text.html", step="look", form=form, draft=draft, wrong=bool(form.errors))


@require_POST
def _cancel(request: HttpRequest) -> HttpResponse:
    drafts.forget(request, with_file=True)
    return redirect(home(request))


cancel = importers(_cancel)
