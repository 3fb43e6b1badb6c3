"""No screen offers a method for more events than its false alarms have been measured on."""

import numpy as np
import pytest

from samsyn.analysis import catalogue
from samsyn.method.observations.models import Observation
from samsyn.method.pictures.patterns.asked import Asked
from samsyn.method.pictures.patterns.looking import look
from samsyn.method.pictures.patterns.telling import says, shared, told
from tests.method.picturing import report, submit
from tests.people import WEEK

JUDGED = {"hotspots", "emerging", "concentration", "scan", "near-repeats", "unusual", "effect"}


def test_what_is_judged_by_simulated_chance_or_many_tests_says_how_far_it_was_tried():
    limits = {name: each.up_to for name, each in catalogue.METHODS.items() if each.in_product and each.up_to}
    assert limits.keys() == JUDGED
    assert min(limits.values()) >= 10_000


@pytest.mark.django_db
def test_more_events_than_that_are_not_judged_and_it_says_so(town, monkeypatch):
    rng = np.random.default_rng(1)
    submit(town, [draft for back in range(4) for draft in report(town, WEEK - back, 1, area="0", rng=rng,
                                                                 lon=17.105, lat=62.405)])
    small = catalogue.METHODS["scan"]._replace(up_to=3)
    monkeypatch.setitem(catalogue.METHODS, "scan", small)
    asked = Asked("scan", (WEEK - 30).first_day, WEEK.last_day, (), (), ())
    seen = Observation.objects.filter(municipality=town.municipality)
    found = look(asked, seen, municipality=town.municipality)
    assert (found["too_little"], found["events"], found["most"]) == ("too_many", 4, 3)
    assert "de 3 som metoden är prövad på" in told(found, "sv") and "the 3 that" in told(found, "en")
    assert says(shared(found))["key"] == "little.too_many"
    monkeypatch.setitem(catalogue.METHODS, "scan", small._replace(up_to=4))
    assert look(asked, seen, municipality=town.municipality)["too_little"] != "too_many"
