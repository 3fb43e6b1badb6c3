"""Where a request comes from: the nearest proxy is believed, the caller is not."""

import pytest
from django.test import RequestFactory, override_settings

from samsyn.web.whence import address_of, whose

BEHIND = override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))


@pytest.mark.parametrize(("told", "expected"), [
    ("203.0.113.9", "203.0.113.9"), ("10.0.0.1, 203.0.113.9", "203.0.113.9"), ("", "127.0.0.1")])
def test_behind_a_proxy_its_own_word_counts(told: str, expected: str) -> None:
    with BEHIND:
        assert address_of(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=told)) == expected


def test_without_a_proxy_nobody_can_choose_an_address() -> None:
    with override_settings(SECURE_PROXY_SSL_HEADER=None):
        assert address_of(RequestFactory().get("/", HTTP_X_FORWARDED_FOR="203.0.113.9")) == "127.0.0.1"


def test_neither_a_port_nor_another_address_of_the_same_line_makes_a_new_caller():
    assert whose("1.2.3.4:5678") == whose("1.2.3.4") == whose("::ffff:1.2.3.4") == "1.2.3.4"
    assert whose("[2001:db8:1:2::a]:99") == whose("2001:db8:1:2:ffff::b") != whose("2001:db8:1:3::a")
    assert whose("[::1]:99") == whose("::1") and whose("okänd") == "okänd" and whose("") == ""
