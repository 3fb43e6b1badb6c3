"""What people write in the demo: many voices, never a person."""

from collections import Counter

import pytest

from samsyn.analysis import wording
from samsyn.demo.life import live
from samsyn.demo.parties import PARTIES
from samsyn.demo.stories import QUOTES
from samsyn.demo.voices import all_texts, voice
from tests.demo.conftest import UNTIL

DETAILS = {
    "plats": "Almgatan 12",
    "tid": "22.40",
    "sedan": "i natt",
    "upptackt": "upptäckt i morse",
    "antal": "fyra-fem",
}


def test_there_are_many_texts_and_none_twice() -> None:
    texts = [text for _, _, text in all_texts()]
    assert len(texts) >= 500
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_the_texts_fit_the_form() -> None:
    assert all(len(text) <= 500 for _, _, text in all_texts())
    assert all("  " not in text and text == text.strip() for _, _, text in all_texts())


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in all_texts()}))
def test_no_stored_text_holds_personal_data(kind: str) -> None:
    texts = [text.format(**DETAILS) for own, _, text in all_texts() if own == kind]
    texts += list(voice(kind).tails)
    assert [(text, hit) for text in texts for hit in wording.find(text)] == []


def test_no_report_as_it_is_sent_holds_personal_data() -> None:
    sent = [report.text for slug in PARTIES for report in live(slug, until=UNTIL, weeks=30).reports]
    assert [text for text in sent if wording.find(text)] == []
    assert not [text for text in sent if "{" in text or "}" in text]


def test_every_party_has_words_for_what_it_notices() -> None:
    for parties in PARTIES.values():
        for party in parties:
            assert [code for code in party.notices if not voice(party.kind).texts.get(code)] == [], party.name


def test_the_twelve_model_texts_are_there_word_for_word() -> None:
    sent = {report.text for report in live("granvik", until=UNTIL, weeks=8).reports}
    assert len(QUOTES) == 12
    assert {text for *_, text in QUOTES} <= sent
