"""Which papers there are, for whom each may be made, and in which formats."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from samsyn.ground.permissions import Permission


class Paper(TextChoices):
    """What sort of paper an edition is."""

    WEEKLY = "weekly", _("lägesbild")
    MONTHLY = "monthly", _("månadsbild")
    MINUTES = "minutes", _("protokoll")
    SLIDES = "slides", _("bilder till mötet")
    FEEDBACK = "feedback", _("återkoppling")
    OWN = "own", _("egen lägesbild")
    PATROL = "patrol", _("Veckans platser")
    LONG_TERM = "long_term", _("beslutat dokument")
    PRESS = "press", _("pressmeddelande")


# The page is kept as data and always there; what stands here are files besides it.
FORMATS: dict[str, tuple[str, ...]] = {
    Paper.WEEKLY: ("pdf", "docx", "pptx", "xlsx"),
    Paper.MONTHLY: ("pdf", "docx", "pptx", "xlsx"),
    Paper.MINUTES: ("pdf", "docx", "xlsx"),
    Paper.SLIDES: ("pdf", "pptx"),
    Paper.FEEDBACK: ("pdf", "docx"),
    Paper.OWN: ("pdf", "docx", "xlsx"),
    Paper.PATROL: ("pdf", "docx", "xlsx"),
    Paper.LONG_TERM: ("pdf", "docx"),
    Paper.PRESS: ("docx", "pdf"),
}
OF_ONE_PARTY = frozenset({Paper.FEEDBACK, Paper.OWN})
OF_LEADERS = frozenset({Paper.MINUTES, Paper.LONG_TERM})     # issued by those who lead meetings; the rest by who locks
OPEN_ONES = frozenset({Paper.WEEKLY, Paper.MONTHLY})        # may be made for everybody; the rest stays with the parties
NARROW_TO_WIDE = ("authorities", "parties", "public")

# Who may read an edition: those with any of these permissions, as far as its audience reaches.
READERS: dict[str, tuple[Permission, ...]] = {
    Paper.WEEKLY: (Permission.SEE_PICTURE,),
    Paper.MONTHLY: (Permission.SEE_PICTURE,),
    Paper.MINUTES: (Permission.SEE_MEASURES,),
    Paper.SLIDES: (Permission.SEE_MEASURES,),
    Paper.FEEDBACK: (Permission.REPORT, Permission.SEE_PICTURE),
    Paper.OWN: (Permission.SEE_PICTURE,),
    Paper.LONG_TERM: (Permission.SEE_PICTURE, Permission.SEE_MEASURES),
    Paper.PRESS: (Permission.SEE_PICTURE, Permission.SEE_MEASURES),
    Paper.PATROL: (Permission.REPORT, Permission.SEE_PICTURE, Permission.SEE_MEASURES),
}

# The settings that name who must say yes: before a paper goes to the parties, and to everybody.
APPROVERS: dict[str, str] = {
    Paper.WEEKLY: "approver_weekly", Paper.MONTHLY: "approver_monthly", Paper.MINUTES: "approver_minutes",
    Paper.SLIDES: "approver_slides", Paper.FEEDBACK: "approver_feedback", Paper.OWN: "approver_own",
    Paper.PATROL: "approver_patrol", Paper.LONG_TERM: "approver_long_term", Paper.PRESS: "approver_press",
}  # fmt: skip
APPROVERS_OUTSIDE: dict[str, str] = {
    Paper.WEEKLY: "approver_weekly_public", Paper.MONTHLY: "approver_monthly_public",
    Paper.LONG_TERM: "approver_long_term_public",
}  # fmt: skip


def audiences_of(paper: str, *, shown_to: str = "parties", is_authority: bool = False) -> tuple[str, ...]:
    """Return for whom the paper may be made, the narrowest first.

    `shown_to` is the audience of the meeting or document that it is about: what authorities decided among themselves
    is not made for all parties. A paper to one party is made for what that party is.

    >>> audiences_of(Paper.MINUTES, shown_to="authorities"), audiences_of(Paper.WEEKLY)
    (('authorities',), ('authorities', 'parties', 'public'))
    """
    if paper == Paper.PRESS:
        return NARROW_TO_WIDE[2:]
    if paper in OF_ONE_PARTY:
        return ("authorities",) if is_authority else ("parties",)
    if paper == Paper.LONG_TERM:
        return NARROW_TO_WIDE[: NARROW_TO_WIDE.index(shown_to) + 1]
    if paper == Paper.MINUTES:
        return ("authorities",) if shown_to == "authorities" else ("authorities", "parties")
    return NARROW_TO_WIDE if paper in OPEN_ONES else NARROW_TO_WIDE[:2]


def may_issue(member: Any, paper: str) -> bool:
    """Say whether somebody may issue a paper: who leads meetings minutes and documents, who locks pictures the rest."""
    return bool(member.may(issued_with(paper)))


def issued_with(paper: str) -> Permission:
    """Return the permission that issuing a paper takes."""
    return Permission.LEAD_MEETING if paper in OF_LEADERS else Permission.LOCK_PICTURE


def approver_key(paper: str, audience: str) -> str:
    """Return the setting that names the function which must say yes before the paper goes to this audience.

    >>> approver_key(Paper.WEEKLY, "public"), approver_key(Paper.MINUTES, "parties")
    ('approver_weekly_public', 'approver_minutes')
    """
    return APPROVERS_OUTSIDE.get(paper, APPROVERS[paper]) if audience == "public" else APPROVERS[paper]


def seen_by(member_audience: str) -> tuple[str, ...]:
    """Return the audiences whose editions somebody of this audience may read.

    >>> seen_by("parties")
    ('parties', 'public')
    """
    return NARROW_TO_WIDE[NARROW_TO_WIDE.index(member_audience) :]
