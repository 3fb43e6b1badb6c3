"""The verbs of editions: issue, withdraw, send, and the list of functions they go to."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.ground.audit.actions import note
from samsyn.ground.people.ended import refuse_ended
from samsyn.ground.people.models import Organisation
from samsyn.ground.permissions import Permission, require, require_here
from samsyn.ground.refusals import Refused
from samsyn.ground.tenancy.models import Municipality
from samsyn.method.meetings.models import Meeting
from samsyn.method.observations.guard import why_not_stored
from samsyn.method.pictures.canonical import canonical, digest
from samsyn.method.pictures.models import SituationalPicture
from samsyn.method.plans.models import PlanDocument
from samsyn.method.publications.approvers import holders_of, needed_function
from samsyn.method.publications.models import PAGE, Dispatch, Edition, EditionFile, Recipient
from samsyn.method.publications.papers import FORMATS, OF_ONE_PARTY, Paper, audiences_of, issued_with

MOST_ATTEMPTS = 8
UNFINISHED_SECONDS = 3600
LONGEST_TITLE, LONGEST_FUNCTION = 160, 120
# What differs between two editions that say the same.
NOT_SAID = ("number", "status", "told_at", "made_with")


class EditionRefused(Refused):
    """The edition was not issued, sent or withdrawn, or the list not changed; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a paper is about: a picture, a meeting, a decided document or a period, and the party it is to or from."""

    paper: str
    audience: str
    language: str = "sv"
    picture: SituationalPicture | None = None
    meeting: Meeting | None = None
    plan: PlanDocument | None = None
    organisation: Organisation | None = None
    period: str = ""

    @property
    def about(self) -> str:
        """What versions are counted by."""
        things = (self.picture, self.meeting, self.organisation)
        plan = f"plan {self.plan.number}" if self.plan is not None else ""      # its versions share the number
        return " ".join([*(str(each.pk) for each in things if each is not None), plan, self.period]).strip()


def refuse_unless_ready(subject: Subject, *, by: Any) -> None:
    """Raise NotAllowed or EditionRefused unless the paper may be made for this audience now, by this member."""
    here = by.municipality
    require(by, issued_with(subject.paper), within=here)
    require_here(by, subject.picture, subject.meeting, subject.organisation, subject.plan)
    if subject.paper == Paper.LONG_TERM and (subject.plan is None or subject.plan.is_open):
        raise EditionRefused(_("Notera beslutet först. En utgåva är det som beslutades."))
    about = next((each.audience for each in (subject.meeting, subject.plan) if each is not None), "parties")
    is_authority = subject.organisation is not None and subject.organisation.is_authority
    if subject.audience not in audiences_of(subject.paper, shown_to=about, is_authority=is_authority):
        raise EditionRefused(_("Det här papperet görs inte för dem. Välj bland dem som listan visar."))
    if subject.paper == Paper.PRESS and not public_editions_of(subject, municipality=by.municipality).exists():
        raise EditionRefused(_("Ge först ut det för allmänheten. Pressmeddelandet görs av det som är godkänt."))
    if subject.picture is not None and not subject.picture.is_locked:
        raise EditionRefused(_("Lås lägesbilden först. En utgåva bygger på det som mötet såg."))
    if subject.meeting is not None and subject.meeting.is_open:
        raise EditionRefused(_("Avsluta mötet först. Då står protokollet fast."))
    if subject.paper in OF_ONE_PARTY and subject.organisation is None:
        raise EditionRefused(_("Välj vilken part det gäller."))


def public_editions_of(subject: Subject, *, municipality: Municipality) -> Any:
    """Return the standing and approved public editions of the picture or document that a press release tells of."""
    about = {"picture": subject.picture} if subject.plan is None else {"plan": subject.plan}
    paper = Paper.WEEKLY if subject.plan is None else Paper.LONG_TERM
    rows = Edition.objects.filter(municipality=municipality, paper=paper, audience="public", **about)
    return rows.standing().released()


def next_number(subject: Subject, *, municipality: Municipality) -> int:
    """Return the version that an edition issued now would have."""
    last = _versions(subject, municipality).order_by("-number").first()
    return last.number + 1 if last is not None else 1


def _versions(subject: Subject, municipality: Municipality) -> Any:
    return Edition.objects.filter(
        municipality=municipality, paper=subject.paper, audience=subject.audience, language=subject.language,
        about=subject.about,
    )  # fmt: skip


@transaction.atomic
def issue_edition(
    *, subject: Subject, document: Mapping[str, Any], files: Mapping[str, bytes], function: str, now: datetime, by: Any
) -> Edition:
    """Keep a paper as it was issued, with its files and their digests; an earlier version of the same is superseded.

    `document` is the paper as data, which the page is shown from; `files` its other formats. The same paper once more
    with nothing changed is refused. `function` is the office that issues, never a name.
    """
    refuse_unless_ready(subject, by=by)
    Municipality.objects.select_for_update().get(pk=by.municipality.pk)     # one at a time: versions are counted
    if not function.strip():
        raise EditionRefused(_("Skriv vilken funktion som ger ut papperet, till exempel samordnaren."))
    said = digest_of(document)
    before = _versions(subject, by.municipality).order_by("-number").first()
    if before is not None and before.digest == said and not before.is_withdrawn and before.is_released:
        raise EditionRefused(_("Inget har ändrats sedan förra utgåvan. Den gäller fortfarande."))
    if document["number"] != (before.number + 1 if before is not None else 1):
        raise EditionRefused(_("Någon annan gav ut samma papper nyss. Läs den utgåvan först."))
    edition = Edition.objects.create(
        municipality=by.municipality, paper=subject.paper, audience=subject.audience, language=subject.language,
        title=str(document["title"])[:LONGEST_TITLE], picture=subject.picture, meeting=subject.meeting,
        plan=subject.plan, organisation=subject.organisation, period=subject.period, about=subject.about,
        number=document["number"], supersedes=before, digest=said, issued_at=now,
        issued_by=function.strip()[:LONGEST_FUNCTION],
    )  # fmt: skip
    _ask(edition, now=now)
    page = canonical(document).encode()
    for format_, content in {PAGE: page, **files}.items():
        _keep(edition, format_, content)
    note("edition.issued", by=by, subject=edition, changed={
        "kind": edition.paper, "audience": edition.audience, "number": edition.number, "digest": said,
    })  # fmt: skip
    if edition.approval == Edition.Approval.WAITING:
        note("edition.approval_asked", by=by, subject=edition, changed={"function": edition.approver})
    return edition


def _ask(edition: Edition, *, now: datetime) -> None:
    """Let it wait for the function that must approve; where nobody holds that, whoever issues has said yes."""
    edition.approver = needed_function(edition.municipality, paper=edition.paper, audience=edition.audience)
    if not edition.approver:
        return
    holders = holders_of(edition.approver, edition=edition, on=now.astimezone(edition.municipality.zone).date())
    edition.approval = Edition.Approval.WAITING if holders else Edition.Approval.ALONE
    edition.answered_at = None if holders else now
    edition.save(update_fields=["approver", "approval", "answered_at"])


def digest_of(document: Mapping[str, Any]) -> str:
    """Return SHA-256 of what a paper says, without its number and dates."""
    return digest(canonical({name: value for name, value in document.items() if name not in NOT_SAID}))


def superseded_by(edition: Edition) -> Edition | None:
    """Return a newer version of the same paper, if there is one."""
    found: Edition | None = Edition.objects.all().same_as(edition).filter(number__gt=edition.number).first()
    return found


def _keep(edition: Edition, format_: str, content: bytes) -> None:
    """Write the bytes before the row: a row without its file would be a promise that is not kept."""
    if format_ not in (PAGE, *FORMATS[edition.paper]):
        raise ValueError(format_)
    row = EditionFile(
        municipality_id=edition.municipality_id, edition=edition, format=format_, size_bytes=len(content),
        digest=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    row.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = row.path.with_name(f"{row.pk}.half")
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
    half.replace(row.path)
    row.save(force_insert=True)


@transaction.atomic
def withdraw_edition(*, edition: Edition, why: str, now: datetime, by: Any) -> Edition:
    """Withdraw an edition: its files are destroyed, their digests stay, and nobody is served it any more."""
    require_here(by, edition)
    require(by, issued_with(edition.paper), within=by.municipality)
    held = Edition.objects.select_for_update().get(pk=edition.pk)
    if held.is_withdrawn:
        raise EditionRefused(_("Utgåvan är redan återkallad."))
    if why not in Edition.Withdrawn.values:
        raise EditionRefused(_("Välj varför utgåvan återkallas."))
    held.withdrawn_at, held.withdrawn_for = now, why
    held.save(update_fields=["withdrawn_at", "withdrawn_for"])
    files = list(held.files.all())
    held.files.update(removed_at=now)
    transaction.on_commit(lambda: _destroy([row.path for row in files]))
    note("edition.withdrawn", by=by, subject=held, changed={
        "kind": held.paper, "number": held.number, "reason": why, "digest": held.digest,
    })  # fmt: skip
    return held


def sweep_editions(*, municipality: Municipality, now: datetime) -> int:
    """Destroy bytes that no standing file knows: of an edition that was never finished, or withdrawn as power failed.

    What was written within the hour may still get its row, and stays till the next time. Returns how many went.
    """
    folder = EditionFile(municipality=municipality).path.parent
    standing = EditionFile.objects.filter(municipality=municipality, removed_at=None)
    known = {str(pk) for pk in standing.values_list("pk", flat=True)}
    there = [path for path in folder.iterdir() if path.name not in known] if folder.is_dir() else []
    astray = [path for path in there if now.timestamp() - path.stat().st_mtime > UNFINISHED_SECONDS]
    _destroy(astray)
    return len(astray)


def _destroy(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


@transaction.atomic
def send_edition(*, edition: Edition, recipients: Iterable[Recipient], attached: bool, by: Any) -> list[Dispatch]:
    """Put an edition in line for the functions chosen; each gets it once. The letters leave within a minute.

    A letter holds a neutral subject and a link. Only an open edition may go along as a file.
    """
    require_here(by, edition)
    require(by, issued_with(edition.paper), within=by.municipality)
    if edition.is_withdrawn or Edition.objects.filter(pk=edition.pk).of_corrected_pictures().exists():
        raise EditionRefused(_("Utgåvan är återkallad och skickas inte."))
    if not edition.is_released:
        raise EditionRefused(_("Utgåvan är inte godkänd och skickas inte."))
    if attached and not edition.is_open:
        raise EditionRefused(_("Bara öppna utgåvor får följa med som bilaga. De andra får en länk."))
    allowed = {each.pk for each in Recipient.objects.all().for_edition(edition)}
    chosen = [each for each in recipients if each.pk in allowed]
    already = set(edition.dispatches.values_list("recipient", flat=True))
    rows = [
        Dispatch(
            municipality_id=edition.municipality_id, edition=edition, recipient=each, function=each.function,
            organisation=each.organisation, attached=attached,
        )
        for each in chosen if each.pk not in already
    ]  # fmt: skip
    if not rows:
        raise EditionRefused(_("Ingen att skicka till. Välj minst en som inte redan har fått utgåvan."))
    sent = Dispatch.objects.bulk_create(rows)
    note("edition.sent", by=by, subject=edition, changed={"kind": edition.paper, "rows": len(sent)})
    return sent


@transaction.atomic
def mark_dispatched(*, dispatch: Dispatch, now: datetime, problem: str = "") -> Dispatch:
    """Say that a letter was taken, or what stood in its way."""
    dispatch.attempts += 1
    dispatch.problem = problem[:60]
    dispatch.sent_at = None if problem else now
    dispatch.save(update_fields=["attempts", "problem", "sent_at"])
    return dispatch


@transaction.atomic
def save_recipient(
    *, function: str, email: str, audience: str, by: Any, organisation: Organisation | None = None,
    papers: Iterable[str] = (), recipient: Recipient | None = None,
) -> Recipient:  # fmt: skip
    """Put a function on the distribution list, or change its line. Raises EditionRefused."""
    require(by, Permission.LOCK_PICTURE, within=by.municipality)
    require_here(by, organisation, recipient)
    told = {"function": function.strip()[:LONGEST_FUNCTION], "email": email.strip().lower(), "audience": audience}
    _refuse_wrong_line(told, organisation)
    refuse_ended(organisation, refused=EditionRefused)
    row = recipient or Recipient(municipality=by.municipality)
    others = Recipient.objects.filter(municipality=by.municipality, email=told["email"], audience=audience)
    if others.exclude(pk=row.pk).exists():
        raise EditionRefused(_("Adressen står redan på listan för samma läsare."))
    for name, value in told.items():
        setattr(row, name, value)
    wanted = set(papers)
    row.organisation, row.papers, row.active = organisation, [each for each in Paper.values if each in wanted], True
    row.save()
    note("recipient.saved", by=by, subject=row, changed={"audience": audience})
    return row


def _refuse_wrong_line(told: Mapping[str, str], organisation: Organisation | None) -> None:
    if not told["function"]:
        raise EditionRefused(_("Skriv funktionen, till exempel registrator eller kommunpolis."))
    if problem := why_not_stored(told["function"]):
        raise EditionRefused(problem)
    try:
        validate_email(told["email"])
    except ValidationError:
        raise EditionRefused(_("Skriv funktionens e-postadress.")) from None
    if told["audience"] not in ("authorities", "parties", "public"):
        raise EditionRefused(_("Välj vilka utgåvor som funktionen ska få."))
    if told["audience"] == "authorities" and not (organisation is not None and organisation.is_authority):
        raise EditionRefused(_("Utgåvor för myndigheter går bara till myndigheter och kommunala bolag."))
    if told["audience"] == "parties" and organisation is None:
        raise EditionRefused(_("Välj vilken part funktionen hör till."))


@transaction.atomic
def remove_recipient(*, recipient: Recipient, by: Any) -> None:
    """Take a function off the list; what was sent to it still says so, without its address."""
    require(by, Permission.LOCK_PICTURE, within=by.municipality)
    require_here(by, recipient)
    note("recipient.removed", by=by, subject=recipient, changed={"audience": recipient.audience})
    recipient.delete()


def withdraw_corrected(*, now: datetime, by: Any) -> int:
    """Withdraw every edition of a picture that has been corrected since; returns how many. For the hour's job."""
    done = 0
    for edition in Edition.objects.filter(municipality=by.municipality).standing().of_corrected_pictures():
        withdraw_edition(edition=edition, why=Edition.Withdrawn.CORRECTED, now=now, by=by)
        done += 1
    return done
