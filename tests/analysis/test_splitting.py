"""A pasted shift report becomes lines that can be reported; what, where and when are suggestions."""

import pytest

from samsyn.analysis.splitting import place_in, split_shift

PLACES = {"Stora torget": "torg", "Torget": "torg", "Centrum": "centrum", "blå lekan": "leka"}
NIGHT = """Skiftrapport natt fredag

Centrum:
22.40 Klotter på fasaden
21–22 Ungdomar i trapphus, port 14
   ropade efter oss när vi gick
• kl. 23.15 Trasig lampa vid Blå lekan

0130 Bråk utanför pizzerian
- Lugnt i övrigt
"""


def minutes(hour, minute=0, day=0):
    return (day * 24 + hour) * 60 + minute


def test_a_night_is_split_line_by_line():
    parts = split_shift(NIGHT, places=PLACES)
    assert [(part.text, part.begins, part.ends) for part in parts if not part.heading] == [
        ("Klotter på fasaden", None, minutes(22, 40)),
        ("Ungdomar i trapphus, port 14 ropade efter oss när vi gick", minutes(21), minutes(22)),
        ("Trasig lampa vid Blå lekan", None, minutes(23, 15)),
        ("Bråk utanför pizzerian", None, minutes(1, 30, day=1)),
        ("Lugnt i övrigt", None, None),
    ]
    assert [part.heading for part in parts[:2]] == [True, True]


def test_the_place_is_taken_from_the_line_or_from_the_heading_above():
    parts = [part for part in split_shift(NIGHT, places=PLACES) if not part.heading]
    assert [part.place for part in parts] == ["centrum", "centrum", "leka", "centrum", "centrum"]


def test_the_category_is_a_suggestion_from_the_words_alone():
    parts = [part for part in split_shift(NIGHT, places=PLACES) if not part.heading]
    assert [part.category for part in parts] == ["E4", "G3", "I1", "G6", "M4"]
    assert split_shift("Något annat hände")[0].category is None


@pytest.mark.parametrize(
    ("line", "begins", "ends"),
    [
        ("22.40 x", None, minutes(22, 40)),
        ("22:40–23:10 x", minutes(22, 40), minutes(23, 10)),
        ("23.30-00.15 x", minutes(23, 30), minutes(0, 15, day=1)),
        ("21-22 x", minutes(21), minutes(22)),
        ("kl 7 x", None, minutes(7)),
        ("kl. 19.05: x", None, minutes(19, 5)),
        ("2240 x", None, minutes(22, 40)),
        ("såg det kl 18.20 vid porten", None, minutes(18, 20)),
        ("3 lampor trasiga", None, None),
        ("buss 21 stod stilla", None, None),
    ],
)
def test_clocks_are_read_as_people_write_them(line, begins, ends):
    (part,) = split_shift(line)
    assert (part.begins, part.ends) == (begins, ends)


def test_without_bullets_and_clocks_every_line_is_its_own():
    assert [part.text for part in split_shift("Klotter\nTrasig lampa\n\nHäng")] == ["Klotter", "Trasig lampa", "Häng"]


def test_a_numbered_list_is_a_list():
    assert [part.text for part in split_shift("1. Klotter\n2) Lampa")] == ["Klotter", "Lampa"]


@pytest.mark.parametrize("text", ["", "\n\n", "---", "22.40\n", "1.\n2.", "\x00"])
def test_nothing_to_report_gives_nothing(text):
    assert split_shift(text) == []


def test_only_whole_words_are_a_place():
    assert place_in("vid stortorget", {"torget": "a"}) is None
    assert place_in("vid Torget.", {"torget": "a"}) == "a"
