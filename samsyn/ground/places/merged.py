"""What is not hung on a place that has become another."""

from samsyn.ground.places.models import Place
from samsyn.ground.refusals import Refused, in_both_languages

MERGED = in_both_languages("{place} är ihopslagen med {into}. Välj {into} i stället.")


def refuse_merged(*places: Place | None, refused: type[Refused]) -> None:
    """Raise the refusal where a place has been merged into another: no list shows it, so nobody would find it there."""
    for place in places:
        if place is not None and place.merged_into_id is not None:
            raise refused(MERGED, place=place.name, into=place.merged_into)
