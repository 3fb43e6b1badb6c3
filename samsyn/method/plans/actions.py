"""The verbs of documents: begin, write, send round, decide, sign, follow up, make a new version."""

import importlib.metadata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.people.models import Group, Organisation
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.places.models import Area
from samsyn.ground.refusals import Refused, in_both_languages, whole
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.observations.guard import place_words_of, why_not_stored
from samsyn.method.pictures.canonical import canonical, digest
from samsyn.method.pictures.models import PictureAudience
from samsyn.method.plans.content import NARROW_TO_WIDE, audiences_of, live_content
from samsyn.method.plans.dates import months_after, months_between
from samsyn.method.plans.models import PlanDocument, PlanMeasure, PlanProblem, PlanState, PlanTable, PlanText, Signature
from samsyn.method.plans.parts import PARTS, SIGNATORIES, WITH_PROBLEMS, part_of
from samsyn.method.plans.quoting import quoted_in
from samsyn.method.plans.states import LAW_MONTHS, PLEDGE_MONTHS, DocumentKind, State, may_become

LONGEST_TITLE, LONGEST_TEXT, LONGEST_LINE = 160, 8000, 120
COPIED = ("kind", "number", "title", "audience", "by_law", "period_first", "period_last", "area_id", "group_id",
          "based_on_id", "agreement_id")  # fmt: skip
QUOTES = in_both_languages("{heading} anger siffror ur lägesbilden, som visas för färre: {figures}. Ta bort dem.")
NEEDED = in_both_languages("Skriv under {heading} först. Det måste stå innan dokumentet beslutas.")


class PlanRefused(Refused):
    """The document was not changed; the sentence says why."""


class PlanOvertaken(PlanRefused):
    """Somebody else changed the document in between: `theirs` is what stands there now, `mine` what was not saved."""

    def __init__(self, sentence: str, *, theirs: str, mine: str) -> None:
        super().__init__(sentence)
        self.theirs, self.mine = theirs, mine


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What stands at the head of a document; what it rests on; with whom it is made."""

    title: str
    audience: str = PictureAudience.PARTIES.value
    by_law: bool = False
    period_first: date | None = None
    period_last: date | None = None
    area: Area | None = None
    group: Group | None = None
    organisations: Iterable[Organisation] = field(default_factory=tuple)
    based_on: PlanDocument | None = None
    agreement: PlanDocument | None = None


@dataclass(frozen=True, kw_only=True)
class DecidedBy:
    """Who decided, when, under which number, and when the document is to be looked over."""

    body: str
    on: date
    reference: str = ""
    review_on: date | None = None


def refuse_persons(by: Any, *texts: str) -> None:
    """Raise PlanRefused where a text points out a person; the sentence says what to do."""
    words = place_words_of(by.municipality) if any(texts) else frozenset()
    for text in texts:
        if text and (problem := why_not_stored(text, place_words=words)):
            raise PlanRefused(problem)


def held(document: PlanDocument, *, by: Any, version: int | None = None, mine: str = "") -> PlanDocument:
    """Return the row to be changed, held; refuses who may not, what is decided, and a version that has been passed."""
    require_here(by, document)
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    row = PlanDocument.objects.select_for_update().get(pk=document.pk)
    if not row.is_open:
        raise PlanRefused(_("Dokumentet är beslutat och ändras inte. Gör en ny version."))
    if version is not None and row.version != version:
        said = _("Någon annan ändrade dokumentet nyss. Läs deras ändring först.")
        raise PlanOvertaken(said, theirs=row.title, mine=mine)
    return row


def refuse_narrower(audience: str, *things: Any) -> None:
    """Raise PlanRefused where a document for an audience would show what fewer may see than the document itself."""
    wide = {"public": ("parties", "public"), "parties": ("parties", "public"),
            "authorities": ("parties", "public", "authorities")}  # fmt: skip
    for thing in things:
        if thing is not None and thing.audience not in wide[audience]:
            raise PlanRefused(_("Det visas för färre än dokumentet. Välj något annat."))


def _refuse_narrower_basis(audience: str, *documents: PlanDocument | None) -> None:
    """Raise PlanRefused where a document would rest on one that is for fewer: its words are carried over.

    A public document may rest on one for all parties, as long as it quotes no figures from it (`quoted_in`).
    """
    order = NARROW_TO_WIDE.index
    for each in documents:
        if each is not None and order(each.audience) < min(order(audience), order("parties")):
            raise PlanRefused(_("Det visas för färre än dokumentet. Välj något annat."))


def _refuse_narrower_rows(document: PlanDocument) -> None:
    """Raise PlanRefused where anything that stands in a document is for fewer than the document is now."""
    problems = list(document.problems.select_related("problem", "traces_to__document"))
    measures = [row.measure for row in document.measures.select_related("measure")]
    refuse_narrower(document.audience, document.agreement, *(row.problem for row in problems), *measures)
    traced = (row.traces_to.document for row in problems if row.traces_to is not None)
    _refuse_narrower_basis(document.audience, document.based_on, *traced)
    if quoted := quoted_in(document):
        raise PlanRefused(QUOTES, heading=quoted[0], figures=", ".join(quoted[1]))


def _refuse_unless_right(kind: str, facts: Facts, by: Any) -> None:
    require_here(by, facts.area, facts.group, facts.based_on, facts.agreement, *facts.organisations)
    if not facts.title.strip():
        raise PlanRefused(_("Skriv vad dokumentet heter."))
    if facts.audience not in PictureAudience.values:
        raise PlanRefused(_("Välj vem dokumentet visas för."))
    refuse_narrower(facts.audience, facts.agreement)
    _refuse_narrower_basis(facts.audience, facts.based_on)
    if facts.period_first and facts.period_last and facts.period_last < facts.period_first:
        raise PlanRefused(_("Perioden slutar innan den börjar."))
    if kind == DocumentKind.PICTURE and not (facts.period_first and facts.period_last):
        raise PlanRefused(_("Välj vilka dagar lägesbilden gäller."))
    if kind == DocumentKind.PLEDGE and facts.period_first and facts.period_last:
        months = months_between(facts.period_first, facts.period_last)
        if not PLEDGE_MONTHS[0] <= months <= PLEDGE_MONTHS[1]:
            raise PlanRefused(_("Ett medborgarlöfte gäller 3 till 24 månader."))
    refuse_persons(by, facts.title)


def _written(document: PlanDocument, facts: Facts) -> None:
    document.title = whole(facts.title, most=LONGEST_TITLE, refused=PlanRefused)
    document.audience, document.by_law = facts.audience, facts.by_law
    document.period_first, document.period_last = facts.period_first, facts.period_last
    document.area, document.group = facts.area, facts.group
    document.based_on, document.agreement = facts.based_on, facts.agreement


@transaction.atomic
def begin_document(*, kind: str, facts: Facts, today: date, by: Any) -> PlanDocument:
    """Begin a document as a draft, with the functions that usually sign it."""
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    if kind not in DocumentKind.values:
        raise PlanRefused(_("Välj vilket slags dokument det är."))
    _refuse_unless_right(kind, facts, by)
    here = Municipality.objects.select_for_update().get(pk=by.municipality.pk)     # one number at a time
    number = PlanDocument.objects.filter(municipality=here).highest_number() + 1
    document = PlanDocument(municipality=here, kind=kind, number=number)
    _written(document, facts)
    document.save()
    document.organisations.set(facts.organisations)
    Signature.objects.bulk_create([
        Signature(municipality=here, document=document, position=at, function=function)
        for at, function in enumerate(SIGNATORIES[kind])
    ])  # fmt: skip
    _stepped(document, before="", function="", on=today, by=by)
    return document


@transaction.atomic
def change_document(*, document: PlanDocument, facts: Facts, version: int, by: Any) -> PlanDocument:
    """Change what stands at the head of a document."""
    row = held(document, by=by, version=version, mine=facts.title)
    _refuse_unless_right(row.kind, facts, by)
    _written(row, facts)
    _refuse_narrower_rows(row)
    row.version += 1
    row.save()
    row.organisations.set(facts.organisations)
    note("plan.changed", by=by, subject=row, changed={"number": row.number, "version": row.version})
    return row


@transaction.atomic
def write_texts(*, document: PlanDocument, texts: Mapping[str, str], version: int, by: Any) -> PlanDocument:
    """Write the texts under some of the headings; an empty one is taken away, what is not named stays as it is."""
    row = held(document, by=by, version=version, mine="\n\n".join(texts.values()))
    _keep_texts(row, texts, by, afterwards=False)
    row.version += 1
    row.save(update_fields=["version"])
    note("plan.written", by=by, subject=row, changed={"number": row.number, "parts": len(texts)})
    return row


def _keep_texts(document: PlanDocument, texts: Mapping[str, str], by: Any, *, afterwards: bool) -> None:
    refuse_persons(by, *texts.values())
    places = {part.key: at for at, part in enumerate(PARTS[document.kind])}
    for key, text in texts.items():
        part = part_of(document.kind, key)
        if part is None or part.afterwards != afterwards:
            raise PlanRefused(_("Den delen finns inte i dokumentet."))
        said = whole(text, most=LONGEST_TEXT, refused=PlanRefused)
        if not said:
            document.texts.filter(key=key).delete()
            continue
        PlanText.objects.update_or_create(
            document=document, key=key,
            defaults={"municipality_id": document.municipality_id, "text": said, "position": places[key]},
        )  # fmt: skip


@transaction.atomic
def share_document(*, document: PlanDocument, on: date, by: Any) -> PlanDocument:
    """Send a draft round to the parties: from now on they read it. What leaves an authority may be asked for."""
    row = held(document, by=by)
    _refuse_narrower_rows(row)
    return _become(row, State.SHARED, on=on, by=by)


@transaction.atomic
def take_back_document(*, document: PlanDocument, on: date, by: Any) -> PlanDocument:
    """Take what was sent round back to be a draft."""
    return _become(held(document, by=by), State.DRAFT, on=on, by=by)


@transaction.atomic
def decide_document(*, document: PlanDocument, decided: DecidedBy, by: Any) -> PlanDocument:
    """Keep the decision and freeze the document: what it says to each audience, with digests.

    The picture that the law asks for and its plan are to be looked over within 24 months; a day later than that is
    refused. An earlier version of the same document is replaced.
    """
    row = held(document, by=by)
    body = whole(decided.body, most=LONGEST_LINE, refused=PlanRefused)
    if not body:
        raise PlanRefused(_("Skriv vem som beslutade, till exempel kommunstyrelsen."))
    refuse_persons(by, body, decided.reference)
    _refuse_narrower_rows(row)
    _refuse_unless_ready(row)
    latest = months_after(decided.on, LAW_MONTHS)
    review = decided.review_on or (latest if row.by_law else row.period_last)
    if row.by_law and review is not None and review > latest:
        raise PlanRefused(_("Lagen kräver uppdatering och uppföljning minst vartannat år. Välj en tidigare dag."))
    row.decided_by, row.decided_on, row.review_on = body, decided.on, review
    row.reference, row.program = decided.reference.strip()[:80], importlib.metadata.version("samsyn")
    row.digest = _freeze(row)
    row.save()
    if row.replaces is not None and may_become(row.replaces.state, State.REPLACED):
        _become(PlanDocument.objects.select_for_update().get(pk=row.replaces_id), State.REPLACED, on=decided.on, by=by)
    return _become(row, State.DECIDED, on=decided.on, by=by, function=body)


def _refuse_unless_ready(document: PlanDocument) -> None:
    """Raise PlanRefused where something that must be there is missing."""
    texts = dict(document.texts.values_list("key", "text"))
    for part in PARTS[document.kind]:
        if part.needed and not texts.get(part.key, "").strip():
            raise PlanRefused(NEEDED, heading=f"”{part.heading}”")
    if document.kind == DocumentKind.PLEDGE and not (document.period_first and document.period_last):
        raise PlanRefused(_("Ett medborgarlöfte gäller 3 till 24 månader."))
    if document.kind == DocumentKind.AGREEMENT and document.organisations.count() < 2:
        raise PlanRefused(_("Välj vilka parter som ingår överenskommelsen, minst två."))
    if document.kind == DocumentKind.PLAN:
        _refuse_unless_traceable(document)


def _refuse_unless_traceable(document: PlanDocument) -> None:
    if document.by_law and document.based_on is None:
        raise PlanRefused(_("Välj vilken lägesbild planen bygger på. Lagen kräver det."))
    if not document.measures.exists():
        raise PlanRefused(_("Planen har inga åtgärder än."))
    if document.measures.filter(plan_problem=None).exists():
        raise PlanRefused(_("Varje åtgärd ska kunna spåras till ett problem. Koppla dem som saknar problem."))
    without = document.problems.filter(measures=None, no_measure_why="").first()
    if without is not None:
        raise PlanRefused(
            in_both_languages("Problemet {title} har ingen åtgärd. Lägg till en, eller skriv varför ingen behövs."),
            title=without.title,
        )


def _freeze(document: PlanDocument) -> str:
    content = live_content(document)
    document.tables.all().delete()
    texts = {audience: canonical(content[audience]) for audience in audiences_of(document)}
    PlanTable.objects.bulk_create([
        PlanTable(municipality_id=document.municipality_id, document=document, audience=audience, content=text,
                  digest=digest(text), position=at)
        for at, (audience, text) in enumerate(texts.items())
    ])  # fmt: skip
    return digest("".join(digest(text) for text in texts.values()))


@transaction.atomic
def follow_up_document(*, document: PlanDocument, texts: Mapping[str, str], on: date, by: Any) -> PlanDocument:
    """Keep what came of a decided document: what was held, what was not, what was noticed."""
    require_here(by, document)
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    row = PlanDocument.objects.select_for_update().get(pk=document.pk)
    if not may_become(row.state, State.FOLLOWED_UP):
        raise PlanRefused(_("Bara det som är beslutat och gäller kan följas upp."))
    afterwards = [part for part in PARTS[row.kind] if part.afterwards]
    if afterwards and not any(texts.get(part.key, "").strip() for part in afterwards):
        raise PlanRefused(NEEDED, heading=f"”{afterwards[0].heading}”")
    _keep_texts(row, texts, by, afterwards=True)
    row.followed_up_on = on
    row.save(update_fields=["followed_up_on"])
    return _become(row, State.FOLLOWED_UP, on=on, by=by)


@transaction.atomic
def new_version(*, document: PlanDocument, today: date, by: Any) -> PlanDocument:
    """Begin the next version of a document as a draft that says the same; the old one holds until it is decided."""
    require_here(by, document)
    require(by, Permission.LEAD_MEETING, within=by.municipality)
    Municipality.objects.select_for_update().get(pk=by.municipality.pk)
    versions = PlanDocument.objects.filter(municipality=by.municipality, number=document.number)
    if versions.open().exists():
        raise PlanRefused(_("Det finns redan ett utkast till nästa version. Fortsätt i det."))
    edition = max(versions.values_list("edition", flat=True)) + 1
    copied = {name: getattr(document, name) for name in COPIED}
    made = PlanDocument.objects.create(municipality=by.municipality, edition=edition, replaces=document, **copied)
    made.organisations.set(document.organisations.all())
    _copy_rows(document, made)
    _stepped(made, before="", function="", on=today, by=by)
    return made


def _copy_rows(document: PlanDocument, made: PlanDocument) -> None:
    """Copy texts, problems, measures and signatories; what came of them, and who signed, stays with the old one."""
    here = {"municipality_id": made.municipality_id, "document": made}
    afterwards = {part.key for part in PARTS[made.kind] if part.afterwards}
    for text in document.texts.exclude(key__in=afterwards):
        PlanText.objects.create(**here, key=text.key, text=text.text, position=text.position)
    new: dict[Any, PlanProblem] = {}
    for row in document.problems.in_order() if made.kind in WITH_PROBLEMS else ():
        new[row.pk] = PlanProblem.objects.create(
            **here, position=row.position, title=row.title, text=row.text, area_id=row.area_id,
            problem_id=row.problem_id, traces_to_id=row.traces_to_id, no_measure_why=row.no_measure_why,
        )  # fmt: skip
    for each in document.measures.in_order():
        PlanMeasure.objects.create(
            **here, position=each.position, what=each.what, goal=each.goal, organisation_id=each.organisation_id,
            function=each.function, due_on=each.due_on, measure_id=each.measure_id,
            plan_problem=new.get(each.plan_problem_id),
        )  # fmt: skip
    for sign in document.signatures.in_order():
        Signature.objects.create(
            **here, position=sign.position, function=sign.function, organisation_id=sign.organisation_id
        )


def _become(document: PlanDocument, state: str, *, on: date, by: Any, function: str = "") -> PlanDocument:
    if not may_become(document.state, state):
        raise PlanRefused(_("Dokumentet kan inte gå dit nu."))
    before, document.state = document.state, state
    document.version += 1
    document.save(update_fields=["state", "version"])
    _stepped(document, before=before, function=function, on=on, by=by)
    return document


def _stepped(document: PlanDocument, *, before: str, function: str, on: date, by: Any) -> None:
    PlanState.objects.create(
        municipality_id=document.municipality_id, document=document, before=before, state=document.state, on=on,
        function=function, position=document.history.count(),
    )  # fmt: skip
    note("plan.moved", by=by, subject=document, changed={
        "kind": document.kind, "number": document.number, "version": document.edition, "state": document.state,
    })  # fmt: skip
