"""Passwords that anybody here would guess first are refused in a sentence; long ones of one's own are taken."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from samsyn.ground.people import passwords
from samsyn.ground.people.actions import PeopleRefused, add_user
from samsyn.ground.people.models import User

pytestmark = pytest.mark.django_db
GUESS, COMMON, ROW = "lätt att gissa", "har många andra", "en rad tecken"


@pytest.fixture
def person(norr):
    return User(email="karin.lundberg@granvik.example", name="Karin Lundberg", sign_in_name="kaja77")


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("Norr-2026-2026", GUESS), ("norrnorrnorr!", GUESS), ("N0rr-kommun-26", GUESS), ("Samsyn-2026-!", GUESS),
        ("Sommaren2026!", GUESS), ("Lösenord-123!", GUESS), ("Välkommen2026", GUESS), ("Polisen-abc-99", GUESS),
        ("lundberg-1977", GUESS), ("granvik-2026-x", GUESS), ("kaja-kaja-1977", GUESS),
        ("password1234", "vanligt"), ("Passw0rd2026!", GUESS), ("dragondragon", COMMON), ("superman12345", COMMON),
        ("aaaaaaaaaaaa", ROW), ("121212121212", ROW), ("abcdefghijkl", ROW), ("qwertyuiopåa", ROW),
        ("098765432109", ROW), ("karin.lundberg@granvik.example", GUESS), ("kort", "12"),
    ],
)  # fmt: skip
def test_what_anybody_would_guess_first_is_refused_in_a_sentence(password, says, person):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person)
    assert any(says in each for each in refused.value.messages), refused.value.messages


@pytest.mark.parametrize(
    "password",
    ["en kulen höstdag i Norr", "löv på gården i oktober", "hästar äter blå korv", "correct horse battery staple",
     "493827165043", "Tg7!kq-2Wm.zv", "sol över Storberget", "k8s2-mnpq-7wxy"],
)  # fmt: skip
def test_what_somebody_has_thought_of_is_taken_without_rules_of_composition(password, person):
    validate_password(password, person)


def test_the_command_that_adds_the_first_user_looks_at_the_persons_own_words_too(norr, town):
    with pytest.raises(PeopleRefused, match="lundberg"):
        add_user(email="karin.lundberg@norr.example", name="Karin", password="lundberg-1977", by=town.machine)


def test_the_sentence_is_told_in_english_too(person):
    from django.utils import translation

    with translation.override("en"), pytest.raises(ValidationError) as refused:
        validate_password("Sommaren2026!", person)
    assert "easy to guess" in refused.value.messages[0]


def test_the_name_of_another_municipality_is_refused_and_not_told(person):
    with pytest.raises(ValidationError) as refused:
        validate_password("Norr-2026-2026", person)
    assert "norr" not in refused.value.messages[0].casefold()
    with pytest.raises(ValidationError, match="granvik"):       # the person's own address says it
        validate_password("granvik-2026-x", person)


def test_a_password_as_long_as_a_book_is_refused_before_anything_is_looked_up_in_it(person, monkeypatch):
    monkeypatch.setattr(passwords, "_is_run", lambda plain: pytest.fail("it was read"))
    with pytest.raises(ValidationError, match="för långt"):
        validate_password("qweasd" * 600, person)


def test_no_row_is_looked_for_that_is_longer_than_the_longest_there_is(monkeypatch):
    assert passwords._is_run("qweasd" * 33) and not passwords._is_run("qweasd" * 32 + "hästar")
    looked = []

    class Counted(str):
        def __contains__(self, other):
            looked.append(len(other))
            return super().__contains__(other)

        def __getitem__(self, key):
            return Counted(super().__getitem__(key))

    monkeypatch.setattr(passwords, "ROWS", (Counted("abcdefghijklmnopqrstuvwxyzåäö"),))
    passwords._is_run("abc" * 66)
    assert max(looked) <= passwords.LONGEST_ROW
