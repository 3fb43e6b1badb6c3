"""The server's door for words: what points a person out is stopped or asked about; the words are copied nowhere."""

from typing import Any

from django.utils.translation import get_language

from samsyn.analysis import wording
from samsyn.ground.places.models import Area, Place, PlaceAlias
from samsyn.method.observations.guard_sentences import SENTENCES

# In a field for a number only what can be nothing but a person's own number is stopped.
NUMBERS = frozenset({"personnummer", "phone", "mail"})
MOST_WORDS_OF_A_PLACE = 5


class GuardSentence(str):
    """A sentence about what was found: with its kind and level ("warn" = may be answered), never the words found."""

    kind: str
    level: str

    @classmethod
    def about(cls, hit: wording.Hit) -> "GuardSentence":
        """Return the sentence of a hit in the reader's language."""
        swedish, english = SENTENCES.get(hit.kind, SENTENCES["other"])
        sentence = cls(english if (get_language() or "sv").startswith("en") else swedish)
        sentence.kind, sentence.level = hit.kind, hit.level
        return sentence


def place_words_of(municipality: Any) -> frozenset[str]:
    """Return the names of places and areas here in small letters: inside them no person's name is found."""
    names: set[str] = set(Area.objects.filter(municipality=municipality).values_list("name", flat=True))
    names |= set(Place.objects.filter(municipality=municipality).values_list("name", flat=True))
    names |= set(PlaceAlias.objects.filter(municipality=municipality).values_list("name", flat=True))
    return frozenset(" ".join(name.lower().split()) for name in names if len(name.split()) <= MOST_WORDS_OF_A_PLACE)


def hits_for_review(text: str, *, place_words: frozenset[str] = frozenset()) -> list[wording.Hit]:
    """Return everything found, for the one who reviews: also what the writer has answered."""
    return wording.find(text, place_words=place_words) if text else []


def why_not_stored(
    text: str, *, answered: bool = True, place_words: frozenset[str] = frozenset(), only: frozenset[str] | None = None
) -> GuardSentence | None:
    """Return the sentence that says why the text is not taken in, or None when it may pass.

    What only raises a question passes when it has been `answered`. A stop is told before a block, a block before a
    question.
    """
    hits = wording.find(text, place_words=place_words, questions=not answered)
    found = [hit for hit in hits if only is None or hit.kind in only]
    for level in ("stop", "block") if answered else ("stop", "block", "warn"):
        for hit in found:
            if hit.level == level:
                return GuardSentence.about(hit)
    return None
