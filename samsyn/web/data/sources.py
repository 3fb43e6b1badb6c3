"""Sources: how each sender's files are read; saved here, or ready-made."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samsyn.exchange.actions import mapping_of, save_source
from samsyn.exchange.mapping import read_mapping
from samsyn.exchange.models import ImportSource
from samsyn.exchange.sources import READY, ready_mapping
from samsyn.ground.permissions import Permission
from samsyn.web.data.begin import home
from samsyn.web.data.draft import PROBLEMS, said
from samsyn.web.data.forms import TextForm
from samsyn.web.guard import members_who

importers = members_who(Permission.IMPORT)


@importers
def listed(request: HttpRequest) -> HttpResponse:
    """List the sources that are saved here and those that are ready-made."""
    own = ImportSource.objects.visible_to(request.member).filter(active=True).order_by("title", "name")
    ready = [{"name": name, "title": ready_mapping(name).title or name} for name in READY]
    crumbs = [{"name": _("Data"), "address": home(request)}]
    return render(request, "data/sources.html", {"home": home(request), "own": own, "ready": ready, "crumbs": crumbs})


@importers
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Edit how a saved source is read."""
    source = ImportSource.objects.visible_to(request.member).called(name).first()
    if source is None:
        raise Http404
    form = TextForm(request.POST or None, initial={"toml": source.mapping})
    if request.method == "POST" and form.is_valid():
        try:
            save_source(name=source.name, mapping=read_mapping(form.cleaned_data["toml"]), by=request.member)
            messages.success(request, _("Mappningen är sparad."))
            return redirect(f"{home(request)}kallor")
        except PROBLEMS as problem:
            form.add_error("toml", said(problem))
    crumbs = [
        {"name": _("Data"), "address": home(request)}, {"name": _("Källor"), "address": f"{home(request)}kallor"},
    ]  # fmt: skip
    context = {"home": home(request), "form": form, "source": source, "crumbs": crumbs}
    return render(request, "data/source.html", context, status=422 if form.errors else 200)


@importers
def download(request: HttpRequest, name: str) -> HttpResponse:
    """Give a mapping as a TOML file."""
    try:
        text = mapping_of(name, by=request.member).as_toml()
    except PROBLEMS as problem:
        raise Http404 from problem
    headers = {"Content-Disposition": f'attachment; filename="{name}.toml"'}
    return HttpResponse(text, content_type="application/toml; charset=utf-8", headers=headers)
