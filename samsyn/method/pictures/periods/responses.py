"""How many of the promised answers came, week by week, over a longer period."""

from typing import NamedTuple

from samsyn.ground.tenancy.models import Municipality
from samsyn.method.pictures.replies import LOW_RESPONSE, replies_by_week
from samsyn.method.pictures.sentences import Sentence, say
from samsyn.method.pictures.spans import Span


class Response(NamedTuple):
    """Answers that were promised and came, counted once for each promise and week."""

    replies: int
    duties: int

    @property
    def share(self) -> float | None:
        return self.replies / self.duties if self.duties else None

    def sentences(self) -> list[Sentence]:
        """The response rate in words, with a word of caution where it is low."""
        if self.share is None:
            return [say("head.response_unknown")]
        told = [say("period.response", replies=self.replies, duties=self.duties, share=self.share)]
        return [*told, say("head.response_low")] if self.share < LOW_RESPONSE else told


def response_of(municipality: Municipality, span: Span) -> Response:
    """Return how many promised answers came; whoever sent reports that week has answered."""
    weeks = replies_by_week(municipality, span.all_weeks)
    return Response(sum(each.replied or 0 for each in weeks), sum(each.duties or 0 for each in weeks))
