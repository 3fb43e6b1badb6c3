"""A refusal is told in the language of whoever reads it."""

import pytest
from django.utils import translation

from samsyn.ground.refusals import Refused, whole


def test_the_same_refusal_in_two_languages():
    refusal = Refused("Det är inte din rapport.")
    assert refusal.sentence == "Det är inte din rapport."
    with translation.override("en"):
        assert refusal.sentence == "It is not your report."


def test_what_has_no_english_is_told_as_it_is():
    with translation.override("en"):
        assert Refused("Rad 7 saknar datum.").sentence == "Rad 7 saknar datum."
        assert Refused().sentence == ""


def test_what_varies_is_filled_in_whatever_the_language():
    refusal = Refused("Enheten {unit} hör inte till {organisation}.", unit="Norra", organisation="Bo {bolag}")
    assert str(refusal) == refusal.sentence == "Enheten Norra hör inte till Bo {bolag}."
    with translation.override("en"):
        assert refusal.sentence == "The unit Norra does not belong to Bo {bolag}."


def test_a_sentence_without_names_keeps_its_braces():
    assert Refused("Skriv {z} i adressen.").sentence == "Skriv {z} i adressen."


def test_a_text_that_is_too_long_is_refused_and_never_cut_off():
    assert whole("  tre ord här ", most=11, refused=Refused) == "tre ord här"
    with pytest.raises(Refused) as refusal:
        whole("x" * 301, most=300, refused=Refused)
    assert refusal.value.sentence == "Texten är 301 tecken och får vara högst 300. Korta den."
    with translation.override("en"):
        assert refusal.value.sentence == "The text is 301 characters and may be at most 300. Shorten it."
