"""Somebody from the county administrative board supports Granvik: reads one problem and the plan, and comments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from samsyn.analysis.weeks import Week
from samsyn.demo.found import Founded
from samsyn.demo.parties import PASSWORD, Login
from samsyn.ground.people.actions import add_membership, add_organisation, add_user
from samsyn.ground.people.members import Member, member_of
from samsyn.ground.people.models import User
from samsyn.method.library.support.actions import comment_support, invite_support
from samsyn.method.pictures.playbooks.actions import save_playbook
from samsyn.method.pictures.playbooks.opened import Playbook
from samsyn.method.plans.models import PlanDocument
from samsyn.method.problems.models import Problem

SUPPORTER = "Länsstyrelsen"
LOGIN, COORDINATOR = "metodstod@granvik.example", "samordnare@granvik.example"
SUPPORTING = Login(LOGIN, "Metodstöd på länsstyrelsen, inbjuden utifrån", "", "supporter")
# Days before the newest week's end, who, what.
SAID = (
    (9, LOGIN, "Orsakerna hänger ihop. Vad säger de som går förbi efter klockan åtta? Det står inget om dem än."),
    (7, COORDINATOR, "Bra fråga. Fältgruppen frågar nästa vecka, och vi skriver in det i kartläggningen."),
    (2, LOGIN, "Tänk på att mäta samma veckor före och efter, annars blir det höst som jämförs med sommar."),
)
# What Granvik does when the state of an area is raised, in its own words.
RAISED = Playbook(
    tasks="Bestäm vem som är ute, var och när\nGå igenom platsen med Park och gata: ljus, sikt, skräp\n"
          "Hör med skola och fritidsgård vad de ser",
    contacts="Samordnare\nKommunpolis, Lokalpolisområde Granvik\nFältsekreterare, Fältgruppen",
    rhythm="Ny bedömning varje tisdag, en extra avstämning på fredagar.",
    messages="Till personal i området: vad vi har sett och hur de rapporterar. Skickas av samordnaren.",
    calmer="Två veckor i rad utan det som höjde läget", due_days=7,
)  # fmt: skip


def support(here: Founded, *, until: Week) -> None:
    """Let the county board in, invite it to a problem, the plan and the pictures, and let both sides say something."""
    today = until.last_day
    save_playbook(code="raised", playbook=RAISED, by=here.machine)
    board = add_organisation(
        name=SUPPORTER, kind="other", legal_kind="state", responsible_body="länsstyrelsen", on_duty=False,
        by=here.machine,
    )  # fmt: skip
    user = add_user(email=LOGIN, name="Metodstöd på länsstyrelsen", password=PASSWORD, trusted_password=True,
                    by=here.machine)  # fmt: skip
    add_membership(user=user, organisation=board, role=here.roles["supporter"], by=here.machine)
    day = today - timedelta(days=14)
    invited = {"organisation": board, "today": day, "by": here.machine}
    problems = Problem.objects.filter(municipality=here.municipality, audience="parties").open()
    problem = problems.order_by("number").first()
    plan = PlanDocument.objects.filter(municipality=here.municipality, kind="plan").in_force().first()
    invite_support(**invited)
    if plan is not None:
        invite_support(document=plan, **invited)
    if problem is not None:
        about = invite_support(problem=problem, **invited)
        for back, who, text in SAID:
            on = today - timedelta(days=back)
            now = datetime.combine(on, time(10, 20), tzinfo=here.municipality.zone)
            comment_support(support=about, text=text, now=now, by=_member(here, who, on))


def _member(here: Founded, email: str, on: date) -> Member:
    found = member_of(User.objects.get(email=email), here.municipality, on=on)
    if found is None:
        raise ValueError(email)
    return found
