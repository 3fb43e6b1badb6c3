"""The words that the parties agree on, and "Så här gör man enligt EST" for each screen; a part of a page when asked."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.ground.permissions import Permission
from samsyn.ground.refusals import Refused
from samsyn.method.library.words.actions import Said, WordingOvertaken, word_as_shipped, word_it
from samsyn.method.library.words.finding import told_word, told_words
from samsyn.method.library.words.shipped import HELP, TERM
from samsyn.web.guard import members_only, members_who
from samsyn.web.sorting import sort_key
from samsyn.web.templatetags.samsyn import language

settings_only = members_who(Permission.MANAGE_SETTINGS)
ADDRESS = {TERM: "ordlista", HELP: "sa-gor-man"}


class WordForm(forms.Form):
    """What a word, or the help of some screens, is called and says."""

    name_sv = forms.CharField(label=gettext_lazy("Ord eller rubrik"), max_length=60)
    text_sv = forms.CharField(
        label=gettext_lazy("Text"), max_length=1500, widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("Varje rad blir ett eget stycke. Inga namn på personer."),
    )  # fmt: skip
    source = forms.CharField(label=gettext_lazy("Källa, eller adressen till den"), max_length=200, required=False)
    name_en = forms.CharField(label=gettext_lazy("Ord eller rubrik på engelska"), max_length=60, required=False)
    text_en = forms.CharField(
        label=gettext_lazy("Text på engelska"), max_length=1500, required=False, widget=forms.Textarea({"rows": 6})
    )


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    text, source = row[f"text_{language()}"], row["source"]
    return {
        **row, "name": row[f"name_{language()}"], "lines": [line for line in text.splitlines() if line.strip()],
        "link": source if source.startswith(("https://", "http://")) and " " not in source else "",
    }  # fmt: skip


def _below(request: HttpRequest, kind: str, code: str = "") -> str:
    return f"/{request.member.municipality.slug}/{ADDRESS[kind]}" + (f"/{code}" if code else "")


@members_only
def glossary(request: HttpRequest) -> HttpResponse:
    """List the words with what they mean here."""
    rows = sorted((_shown(row) for row in told_words(TERM, by=request.member)), key=lambda row: sort_key(row["name"]))
    return render(request, "words/glossary.html", {"rows": rows})


@members_only
def helps(request: HttpRequest) -> HttpResponse:
    """Show the help of all screens under one another: the method from the week to the law."""
    rows = [_shown(row) for row in told_words(HELP, by=request.member)]
    return render(request, "words/helps.html", {"rows": rows})


@members_only
def term(request: HttpRequest, code: str) -> HttpResponse:
    """Show one word, alone on a page or as the small box beside it."""
    return _one(request, TERM, code)


@members_only
def help_text(request: HttpRequest, code: str) -> HttpResponse:
    """Show how one does on some screens, alone on a page or as a box on the screen itself."""
    return _one(request, HELP, code)


def _one(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    found = told_word(kind, code, by=request.member)
    if found is None:
        raise Http404
    shown = _shown(found)
    all_words = {row["code"]: _shown(row) for row in told_words(TERM, by=request.member)} if shown["words"] else {}
    context = {
        "row": shown, "address": _below(request, kind, code), "above": _below(request, kind), "kind": kind,
        "words": [all_words[each] for each in shown["words"] if each in all_words], "as_box": "del" in request.GET,
    }  # fmt: skip
    if "del" in request.GET:
        return render(request, "words/_one.html", context)
    return render(request, "words/one.html", context)


@settings_only
def add(request: HttpRequest) -> HttpResponse:
    """Add a word of one's own."""
    return _ask(request, TERM, None)


@settings_only
def change_term(request: HttpRequest, code: str) -> HttpResponse:
    """Put one's own meaning in the place of the shipped."""
    return _ask(request, TERM, told_word(TERM, code, by=request.member) or _missing())


@settings_only
def change_help(request: HttpRequest, code: str) -> HttpResponse:
    """Put one's own help in the place of the shipped."""
    return _ask(request, HELP, told_word(HELP, code, by=request.member) or _missing())


def _missing() -> dict[str, Any]:
    raise Http404


def _ask(request: HttpRequest, kind: str, row: dict[str, Any] | None) -> HttpResponse:
    code, conflict = row["code"] if row else "", None
    form = WordForm(request.POST or None, initial=row or {})
    if request.method == "POST" and row and "tillbaka" in request.POST:
        word_as_shipped(kind=kind, code=code, by=request.member)
        messages.success(request, _("Vår text står där igen.") if row["shipped"] else _("Ordet är borttaget."))
        return redirect(_below(request, kind))
    if request.method == "POST" and form.is_valid():
        try:
            saved = word_it(kind=kind, code=code, said=Said(**form.cleaned_data),
                            seen=request.POST.get("sedd", ""), by=request.member)  # fmt: skip
            messages.success(request, _("Sparat."))
            return redirect(_below(request, kind, saved.code))
        except WordingOvertaken as overtaken:
            conflict = {"sentence": overtaken.sentence, "theirs": overtaken.theirs, "mine": overtaken.mine}
            row = told_word(kind, code, by=request.member)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    seen = request.POST.get("sedd", "") if form.errors else row["seen"] if row else ""
    context = {"form": form, "row": row, "above": _below(request, kind), "kind": kind, "seen": seen,
               "conflict": conflict}  # fmt: skip
    return render(request, "words/change.html", context, status=409 if conflict else 422 if form.errors else 200)
