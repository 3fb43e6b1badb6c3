"""The causes of a problem: the list, its four drawings, and one cause with what speaks for and against it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.documents.cause_drawings import in_order
from samsyn.documents.papers.causes import DRAWINGS, drawing_of, nodes_of
from samsyn.method.problems.cause_models import Cause, CauseEvidence, CauseTest, CauseVersion, Side
from samsyn.method.problems.causes.listing import Listed
from samsyn.method.problems.causes.telling import table_words, title_of, verdict_words
from samsyn.method.problems.causes.versions.actions import CauseOvertaken
from samsyn.method.problems.problem_models import Problem
from samsyn.web.causes.forms import CauseForm, GroundsForm, first_days, written
from samsyn.web.guard import members_who
from samsyn.web.problem.steps import MAY_LOOK, around, found_problem

WAYS = {"lista": gettext_lazy("Lista"), **DRAWINGS}
VERDICT_TAGS = {
    "more": ("check", "green"), "fewer": ("cross", ""), "as_looked": ("question", "yellow"),
    "as_expected": ("usual", ""), "too_little": ("too_little", ""), "no_window": ("too_little", ""),
}  # fmt: skip


def home_of(request: HttpRequest, problem: Problem) -> str:
    """Return the address of the problem's causes."""
    return f"/{request.member.municipality.slug}/problem/{problem.number}/orsaker"


def grouped(listed: Listed) -> list[dict[str, Any]]:
    """Return the list side by side of the triangle, each cause followed by those behind it."""
    nodes = nodes_of(listed)
    return [
        {"code": code, "name": name, "rows": [
            {**shown_row(listed, listed.by_id[UUID(node.id)]), "depth": depth}
            for node, depth in in_order(nodes, lambda node, code=code: node.side == code)  # type: ignore[misc]
        ]}
        for code, name in Side.choices
    ]  # fmt: skip


def shown_row(listed: Listed, cause: Cause) -> dict[str, Any]:
    """Return one cause as the list shows it."""
    return {
        "cause": cause, "parent": listed.by_id.get(cause.parent_id) if cause.parent_id else None,
        "level": listed.level(cause), "grounds": [shown_grounds(each) for each in listed.evidence.get(cause.pk, ())],
    }  # fmt: skip


def shown_grounds(evidence: CauseEvidence) -> dict[str, Any]:
    """Return a piece of evidence with its frozen table in words."""
    title = ""
    if evidence.about_kind == CauseEvidence.About.TEST and evidence.frozen["rows"]:
        title = title_of(str(evidence.frozen["rows"][0][0]).partition(".")[0])
    return {"evidence": evidence, "table": table_words(evidence.frozen) if evidence.table else None, "title": title}


def drawn(listed: Listed, way: str, *, works: bool) -> dict[str, Any]:
    """Return the context of `causes/_drawing.html`: the drawing, the rows that say the same, and where each may go."""
    context: dict[str, Any] = {"way": way, "works": works, "way_name": WAYS[way]}
    if way == "lista":
        return context
    targets: list[tuple[str, str]] = [(code, str(name)) for code, name in Side.choices]
    if way == "kedja":
        targets = [("", _("utan steg")), *((str(each.pk), f"{at}. {each.text}") for at, each in enumerate(
            listed.steps, start=1))]  # fmt: skip
    if way == "trad":
        targets = [("", _("direkt orsak")), *((str(each.pk), f"{_('bakom')}: {each.text}") for each in listed.causes)]
    field = {"kedja": "step", "trad": "parent"}.get(way, "side")
    here = {"step": lambda each: str(each.step_id or ""), "parent": lambda each: str(each.parent_id or "")}.get(
        field, lambda each: each.side)  # fmt: skip
    ordered = [(listed.by_id[UUID(node.id)], depth) for node, depth in in_order(nodes_of(listed))]
    names = dict(targets)
    rows = [
        {"cause": each, "depth": depth if way == "trad" else 0, "at": here(each), "name": names.get(here(each), "")}
        for each, depth in ordered
    ]
    return {
        **context, "svg": mark_safe(drawing_of(listed, way, live=works)), "field": field, "targets": targets,
        "drawn_rows": rows, "places": [{
            "id": str(each.pk), "version": each.version, "side": each.side,
            "parent": str(each.parent_id or ""), "step": str(each.step_id or ""),
        } for each in listed.causes], "order": [code for code, _name in targets],
    }  # fmt: skip


def way_of(told: Any) -> str:
    """Return which way of looking was asked for; the list where none was."""
    wanted = told.get("ritning", "")
    return wanted if wanted in WAYS else "lista"


@members_who(*MAY_LOOK)
def show(request: HttpRequest, number: int) -> HttpResponse:
    """Show the causes as a list or in one of the drawings."""
    return page_of(request, found_problem(request, number))


def page_of(
    request: HttpRequest, problem: Problem, *, form: CauseForm | None = None, conflict: Any = None,
    concluded: Any = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Show the page, with the form as it was filled in."""
    member, way = request.member, way_of(request.GET)
    context = around(problem, member=member, step="causes")
    listed, home = Listed(problem, member=member), home_of(request, problem)
    works = context["works"]
    analysis = listed.analysis()
    context |= {
        "causes_home": home, "causes": listed.causes, "groups": grouped(listed), "chain_steps": listed.steps,
        "ways": [{"name": name, "address": f"{home}?ritning={code}" if code != "lista" else home, "here": code == way,
                  "count": None} for code, name in WAYS.items()],
        "tests": [shown_test(each) for each in listed.tests()], "analysis": analysis,
        "participants": (analysis.participants if analysis else "").splitlines(), "concluded": concluded,
        "form": form or (CauseForm(problem=problem, member=member, initial={"side": Side.PLACE}) if works else None),
        "conflict": conflict, **drawn(listed, way, works=works), "struck": listed.struck(),
        "struck_steps": listed.struck_steps() if way == "kedja" else (),
    }  # fmt: skip
    return render(request, "causes/page.html", context, status=status)


def shown_test(test: CauseTest) -> dict[str, Any]:
    """Return a question that was asked, with its short answer."""
    symbol, kind = VERDICT_TAGS[test.told["verdict"]]
    return {"test": test, "title": title_of(test.question), "verdict": verdict_words(test), "symbol": symbol,
            "kind": kind}  # fmt: skip


def overtaken_words(overtaken: CauseOvertaken) -> str:
    """Say that somebody else was first, and what stands there now."""
    return _("%(sentence)s Nu står det: %(theirs)s.") % {
        "sentence": overtaken.sentence, "theirs": overtaken.theirs or "–"}  # fmt: skip


def found_cause(request: HttpRequest, problem: Problem, pk: UUID) -> Cause:
    """Return a cause of the problem, also one that is struck out, if the member may see it; else 404."""
    rows = Cause.objects.visible_to(request.member).ever_of(problem).select_related("problem__municipality")
    return get_object_or_404(rows, pk=pk)  # type: ignore[no-any-return]


@members_who(*MAY_LOOK)
def one(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Show one cause, what speaks for and against it, and the form to change it."""
    problem = found_problem(request, number)
    return one_of(request, problem, found_cause(request, problem, pk))


def one_of(
    request: HttpRequest, problem: Problem, cause: Cause, *, form: Any = None, grounds: Any = None,
    conflict: Any = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Show a cause's page, with the forms as they were filled in."""
    member = request.member
    context = around(problem, member=member, step="causes")
    listed = Listed(problem, member=member)
    if context["works"]:
        days = first_days(problem, timezone.localdate())
        form = form or CauseForm(problem=problem, member=member, cause=cause, initial=written(cause))
        form = None if cause.struck_on and not form.is_bound else form
        grounds = grounds or GroundsForm(problem=problem, member=member, initial=days, auto_id="belagg_%s")
    context |= {
        **shown_row(listed, cause), "causes_home": home_of(request, problem), "form": form, "grounds_form": grounds,
        "conflict": conflict, "version": conflict["version"] if conflict else cause.version,
        "versions": list(CauseVersion.objects.visible_to(member).of_cause(cause)),
        "struck_grounds": [shown_grounds(each) for each in listed.struck_evidence(cause)],
    }  # fmt: skip
    return render(request, "causes/one.html", context, status=status)
