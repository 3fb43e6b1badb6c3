"""The mapping of a problem: the draft with live figures, or a settled version as it was; on paper too."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from samsyn.documents.blocks import told_at
from samsyn.documents.mapping import mapping_document
from samsyn.documents.papers.making import MEDIA_TYPES
from samsyn.documents.typeset import typeset
from samsyn.documents.word import word
from samsyn.ground.audit.actions import note
from samsyn.method.problems.mapping.actions import is_untouched
from samsyn.method.problems.models import Mapping, Problem
from samsyn.web.guard import members_who
from samsyn.web.mapping.forms import MappingForm
from samsyn.web.mapping.showing import answers_of, figures_for, seen_in, told
from samsyn.web.problem.steps import MAY_LOOK, around, found_problem
from samsyn.web.problem.views import names_of
from samsyn.web.templatetags.samsyn import language

FORMATS = ("pdf", "docx")


@members_who(*MAY_LOOK)
def show(request: HttpRequest, number: int, version: int | None = None) -> HttpResponse:
    """Show the latest version of the mapping, or the one asked for."""
    problem = found_problem(request, number)
    return page_of(request, problem, mapping=found_mapping(request, problem, version))


def found_mapping(request: HttpRequest, problem: Problem, version: int | None = None) -> Mapping | None:
    """Return the version asked for (404 where the member sees none), else the latest; None where there is none yet."""
    rows = Mapping.objects.visible_to(request.member).of_problem(problem).latest_first()
    rows = rows.select_related("problem__municipality")
    if version is not None:
        return get_object_or_404(rows, number=version)  # type: ignore[no-any-return]
    return rows.first()  # type: ignore[no-any-return]


def page_of(
    request: HttpRequest, problem: Problem, *, mapping: Mapping | None, form: Any = None, conflict: Any = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Show a version; `conflict` holds the two texts where somebody else came first."""
    member, today = request.member, timezone.localdate()
    stands = around(problem, member=member, step="mapping")
    versions = list(Mapping.objects.visible_to(member).of_problem(problem).latest_first())
    draft = mapping is not None and not mapping.is_settled
    writes = stands["works"] and draft
    figures = told(figures_for(problem, mapping, today=today), problem, member=member)
    context = {
        **stands, "mapping": mapping, "versions": versions, "conflict": conflict,
        "figures": figures,
        "answers": answers_of(mapping) if mapping is not None else [], "categories": names_of(problem, member),
        "form": form or (MappingForm(mapping=mapping, seen=seen_in(figures)) if writes else None),
        "can_begin": stands["works"] and not any(not each.is_settled for each in versions),
        "untouched": mapping is None or not mapping.is_settled or is_untouched(mapping),
        "version": conflict["version"] if conflict else mapping.version if mapping is not None else 0,
    }  # fmt: skip
    return render(request, "mapping/page.html", context, status=status)


@members_who(*MAY_LOOK)
def paper(request: HttpRequest, number: int, version: int, format_: str) -> HttpResponse:
    """Return one page on paper: tagged PDF or Word; the reading is noted."""
    problem = found_problem(request, number)
    mapping = found_mapping(request, problem, version)
    if format_ not in FORMATS or mapping is None:
        raise Http404
    figures = figures_for(problem, mapping, today=timezone.localdate())
    document = mapping_document(
        mapping, figures=figures, categories=names_of(problem, request.member), now=timezone.now(), language=language()
    )
    content = word(document) if format_ == "docx" else typeset("paper.typ", data=document, timestamp=told_at(document))
    note("mapping.taken_out", by=request.member, subject=problem, changed={"version": version, "format": format_})
    name = f"kartlaggning-{problem.number}-{mapping.number}.{format_}"
    return HttpResponse(
        content, content_type=MEDIA_TYPES[format_], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
