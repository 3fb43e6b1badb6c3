"""Put a question to the data, read the answer, keep it as evidence."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.ground.refusals import Refused
from samsyn.method.problems.cause_models import Cause, CauseEvidence, CauseTest
from samsyn.method.problems.causes.asking.actions import EVIDENCE, Grounds, add_evidence, ask_data
from samsyn.method.problems.causes.asking.frozen import frozen
from samsyn.method.problems.causes.telling import MEANT, answer_words, table_words
from samsyn.method.problems.problem_models import Problem
from samsyn.web.causes.forms import AskForm, first_days
from samsyn.web.causes.views import home_of, shown_test
from samsyn.web.guard import members_who
from samsyn.web.problem.steps import MAY_LOOK, around, found_problem


class KeepForm(forms.Form):
    """An answer kept as evidence: of which cause, for or against, and with the group's own words."""

    cause = forms.ChoiceField(label=gettext_lazy("Vilken orsak gäller det?"))
    against = forms.TypedChoiceField(
        label=gettext_lazy("Talar svaret för eller emot?"), widget=forms.RadioSelect, initial="for",
        choices=[("for", gettext_lazy("för")), ("against", gettext_lazy("emot"))],
        coerce=lambda value: value == "against",
    )  # fmt: skip
    text = forms.CharField(label=gettext_lazy("Med era ord"), max_length=EVIDENCE, required=False,
                           widget=forms.Textarea({"rows": 2}))  # fmt: skip

    def __init__(self, *args: Any, causes: list[Cause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.causes = {str(each.pk): each for each in causes}
        self.fields["cause"].choices = [(pk, each.text) for pk, each in self.causes.items()]


@members_who(*MAY_LOOK)
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Choose a question; the answer has a page of its own."""
    problem, today = found_problem(request, number), timezone.localdate()
    context = around(problem, member=request.member, step="causes")
    form = AskForm(request.POST if request.method == "POST" else None, initial=first_days(problem, today))
    if request.method == "POST" and form.is_valid():
        try:
            test = ask_data(problem=problem, asked=form.asked(), today=today, by=request.member)
        except Refused as refusal:
            form.add_error("question", refusal.sentence)
        else:
            return redirect(f"{home_of(request, problem)}/fraga/{test.pk}")
    tests = CauseTest.objects.visible_to(request.member).of_problem(problem).in_order()
    context |= {"form": form if context["works"] else None, "tests": [shown_test(each) for each in tests],
                "causes_home": home_of(request, problem)}  # fmt: skip
    return render(request, "causes/ask.html", context, status=422 if form.errors else 200)


@members_who(*MAY_LOOK)
def answered(request: HttpRequest, number: int, pk: UUID) -> HttpResponse:
    """Show an answer with its figures; keep it as evidence of a cause."""
    problem, member = found_problem(request, number), request.member
    rows = CauseTest.objects.visible_to(member).of_problem(problem).select_related("problem__municipality")
    test = get_object_or_404(rows, pk=pk)
    context = around(problem, member=member, step="causes")
    causes = list(Cause.objects.visible_to(member).of_problem(problem).select_related("problem__municipality"))
    form = KeepForm(request.POST if request.method == "POST" else None, causes=causes)
    if request.method == "POST" and form.is_valid():
        kept = _kept(request, form, test, home_of(request, problem))
        if kept is not None:
            return kept
    context |= _shown(request, problem, test)
    context["form"] = form if context["works"] and causes else None
    return render(request, "causes/answered.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, form: KeepForm, test: CauseTest, home: str) -> HttpResponse | None:
    data = form.cleaned_data
    grounds = Grounds(text=data["text"], against=data["against"], about_kind=CauseEvidence.About.TEST,
                      reference=str(test.pk))  # fmt: skip
    cause = form.causes[data["cause"]]
    try:
        add_evidence(cause=cause, grounds=grounds, today=timezone.localdate(), by=request.member)
    except Refused as refusal:
        form.add_error("text", refusal.sentence)
        return None
    messages.success(request, _("Svaret är sparat som belägg, med siffrorna som de är nu."))
    return redirect(f"{home}/{cause.pk}#belagg")


def _shown(request: HttpRequest, problem: Problem, test: CauseTest) -> dict[str, Any]:
    asked = test.put
    table = frozen(CauseEvidence.About.TEST, str(test.pk), problem=problem, first=problem.period_first,
                   last=test.asked_on)  # fmt: skip
    assert table is not None
    others = CauseTest.objects.visible_to(request.member).of_problem(problem).count()
    return {
        **shown_test(test), "words": answer_words(test), "meant": MEANT[test.question], "asked": asked,
        "table": table_words({"heads": list(table.heads), "rows": table.rows}) if test.told["n"] else None,
        "causes_home": home_of(request, problem), "asked_in_all": others, "places": test.told.get("places", []),
    }  # fmt: skip
