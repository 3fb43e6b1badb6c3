"""The counties: the first two digits of a municipality's code, and how many municipalities each holds."""

from typing import NamedTuple


class County(NamedTuple):
    """A county's name and how many municipalities a case from it may come from."""

    name: str
    municipalities: int


COUNTRY = County("Sverige", 290)
COUNTIES: dict[str, County] = {
    "01": County("Stockholms län", 26), "03": County("Uppsala län", 8), "04": County("Södermanlands län", 9),
    "05": County("Östergötlands län", 13), "06": County("Jönköpings län", 13), "07": County("Kronobergs län", 8),
    "08": County("Kalmar län", 12), "09": County("Gotlands län", 1), "10": County("Blekinge län", 5),
    "12": County("Skåne län", 33), "13": County("Hallands län", 6), "14": County("Västra Götalands län", 49),
    "17": County("Värmlands län", 16), "18": County("Örebro län", 12), "19": County("Västmanlands län", 10),
    "20": County("Dalarnas län", 15), "21": County("Gävleborgs län", 10), "22": County("Västernorrlands län", 7),
    "23": County("Jämtlands län", 8), "24": County("Västerbottens län", 15), "25": County("Norrbottens län", 14),
}  # fmt: skip
FEWEST_MUNICIPALITIES = 5


def told_county(code: str) -> County:
    """Return the county that is told for a municipality's code: the whole country where the county has too few.

    >>> told_county("1880").name, told_county("0980").name, told_county("9901").name
    ('Örebro län', 'Sverige', 'Sverige')
    """
    found = COUNTIES.get(code[:2])
    return found if found is not None and found.municipalities >= FEWEST_MUNICIPALITIES else COUNTRY
