"""What the operator adds from the command line follows the same rule as the screen."""

import io
import sys

import pytest

from samsyn.cli.__main__ import main
from samsyn.ground.people.models import Membership

pytestmark = pytest.mark.django_db


def test_an_account_made_elsewhere_is_added_only_when_its_address_is_checked(town, cecilia, monkeypatch, capsys):
    words = ["manage", "user", cecilia.user.email, "--municipality", "norr", "--organisation", "Kommunstyrelsen"]
    found = Membership.objects.filter(user=cecilia.user, municipality=town.municipality)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n" * 3))
    assert main(words) == 1 and "--address-checked" in capsys.readouterr().err and not found.exists()
    before = cecilia.user.password
    monkeypatch.setattr(sys, "stdin", io.StringIO("Sju blåa hästar-2027\n"))
    assert main([*words, "--address-checked"]) == 0 and found.exists()
    cecilia.user.refresh_from_db()
    assert cecilia.user.password == before
    assert main(["manage", "second-step-off", cecilia.user.email.upper()]) == 0
    assert main(["manage", "second-step-off", "nobody@norr.example"]) == 1
