"""What a card was answered with, as far as one audience may read it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from samsyn.method.pictures.finding_models import Finding, Response
from samsyn.method.pictures.own_models import ShownTo

READ_BY = {
    "authorities": {str(ShownTo.PARTIES), str(ShownTo.AUTHORITIES)}, "parties": {str(ShownTo.PARTIES)},
}  # fmt: skip
ANSWERED = "answered"       # somebody has answered, for others to read


class Answer(NamedTuple):
    """The latest answer of a card: act, watch, dismiss, asleep, answered (for others), or nothing."""

    state: str = ""
    leads_to: str = ""
    why: str = ""
    function: str = ""


def answers_for(findings: Iterable[Finding], *, audience: str) -> dict[Any, Answer]:
    """Return what each card was answered with last; one query however many cards.

    Where the latest answer is for authorities alone, others are told that the card is answered, and nothing more: an
    earlier answer does not hold any longer, and "waiting" would not be true.
    """
    cards = list(findings)
    latest: dict[Any, Response] = {}
    for response in Response.objects.filter(finding__in=[each.pk for each in cards]).latest_first():
        latest.setdefault(response.finding_id, response)
    return {card.pk: _answer(card, latest.get(card.pk), READ_BY[audience]) for card in cards}


def _answer(card: Finding, given: Response | None, read: set[str]) -> Answer:
    if given is None:
        return Answer("asleep" if card.fell_asleep_at else "")
    if given.audience not in read:
        return Answer(ANSWERED)
    return Answer(given.answer, given.leads_to, given.reason, given.function)


def narrowest(card: Finding) -> str:
    """Return for whom an answer is shown unless somebody says otherwise.

    For all parties only where the card tells them the same as it tells authorities: what was written with more in
    view is not read by those who have not seen it.
    """
    return str(ShownTo.PARTIES if card.parties and card.parties == card.authorities else ShownTo.AUTHORITIES)
