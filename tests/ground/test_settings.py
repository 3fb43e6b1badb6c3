"""What a municipality sets for itself is declared once, read through one door, and written down for who operates it."""

import re
from pathlib import Path

import pytest

from samsyn.ground.people.actions import change_settings
from samsyn.ground.permissions import NotAllowed
from samsyn.ground.tenancy.defaults import KEYS, SECTIONS, SETTINGS, SettingRefused, clean, setting

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {
    path: path.read_text(encoding="utf-8")
    for path in (ROOT / "samsyn").rglob("*.py")
    if "migrations" not in path.parts and path.name != "defaults.py"
}


def test_no_key_is_declared_twice_and_each_stands_in_a_section():
    assert len(KEYS) == len(SETTINGS)
    assert {key.section for key in SETTINGS} <= {code for code, _name in SECTIONS}


@pytest.mark.parametrize("name", KEYS)
def test_every_default_suits_its_own_shape(name):
    assert clean(name, KEYS[name].default) == KEYS[name].default


@pytest.mark.parametrize("name", KEYS)
def test_every_key_is_read_somewhere(name):
    assert any(f'"{name}"' in source for source in SOURCES.values()), f"{name} steers nothing"


def test_every_key_is_written_down_for_who_operates_the_service():
    manual = (ROOT / "docs" / "operate" / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([a-z]\w+)`", manual, re.M))
    assert documented == set(KEYS)


def test_nothing_reads_the_settings_past_the_door():
    past = re.compile(r"\.setting\(|(?:municipality|here|town|kommun)\.settings\b")
    readers = {path.relative_to(ROOT).as_posix() for path, source in SOURCES.items() if past.search(source)}
    assert readers <= {"samsyn/ground/people/actions.py"}  # the verb that writes them


def test_what_is_not_set_is_the_default_and_what_does_not_suit_counts_as_not_set(norr):
    assert setting(norr, "draft_days") == 14
    norr.settings = {"draft_days": 21, "deadline_hour": "klockan fyra"}
    assert (setting(norr, "draft_days"), setting(norr, "deadline_hour")) == (21, 16)


def test_an_undeclared_key_is_a_bug_and_is_loud(norr):
    with pytest.raises(KeyError):
        setting(norr, "colour_of_the_moon")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("draft_days", 3), ("draft_days", True), ("draft_days", "14"), ("deadline_hour", 24), ("deadline_weekday", 8),
        ("photos", "ja"), ("link_fault", "javascript:alert(1)"), ("link_fault", "mailto:ingen"),
        ("app_icon", "kniv"), ("police_numbers", ["en", "två"]), ("police_numbers", [["a"] * 3] * 5),
        ("app_name", "x" * 31), ("phone_fault", "ring"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_suit_is_refused_with_the_name_of_the_setting(name, value):
    with pytest.raises(SettingRefused) as refusal:
        clean(name, value)
    assert refusal.value.sentence.startswith(str(KEYS[name].title))


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("link_fault", " https://fel.norr.example/anmal ", "https://fel.norr.example/anmal"),
        ("link_concern", "mailto:oro@norr.example", "mailto:oro@norr.example"),
        ("phone_fault", "0570-12 34", "0570-12 34"),
        ("app_name", "  ", "Samsyn"), ("police_numbers", ["a", ["b", "c"], "d", "e", "f"],
         (("a", "a"), ("b", "c"), ("d", "d"), ("e", "e"), ("f", "f"))),
    ],
)  # fmt: skip
def test_a_value_that_suits_is_kept_tidy(name, value, kept):
    assert clean(name, value) == kept


def test_only_who_looks_after_the_settings_changes_them_and_nothing_else_is_touched(norr, bo, dag):
    change_settings(by=bo, draft_days=20)
    change_settings(by=bo, link_fault="https://fel.norr.example")
    norr.refresh_from_db()
    assert norr.settings == {"draft_days": 20, "link_fault": "https://fel.norr.example"}
    with pytest.raises(NotAllowed):
        change_settings(by=dag, draft_days=30)
    with pytest.raises(SettingRefused):
        change_settings(by=bo, draft_days=999)
