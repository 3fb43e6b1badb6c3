"""A setting of the service that does not suit stops the start with one sentence that names it."""

import importlib.util
import os
import re
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from samsyn.cli.serve import own_name
from samsyn.config.databases import database

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "samsyn" / "config" / "settings.py"
THERE = str(FILE)
YES_NO = (["yes", "ja", "0", ""], ["perhaps"])
HOSTS = (["samsyn.kommunen.example,127.0.0.1", "10.0.0.4:8443"], ["https://samsyn.kommunen.example", "a b", "a/b"])
# For each setting: values that suit it, and values that stop the start.
VALUES: dict[str, tuple[list[str], list[str]]] = {
    "DATA": (["/tmp"], [THERE]),
    "DATABASE": (
        ["sqlite:////srv/a.sqlite3", "postgresql://u:p%40@h:5432/n?sslmode=require", "postgresql://u@/n?host=/run/pg"],
        ["mysql://h/n", "sqlite://a.sqlite3", "sqlite:///", "postgresql://h:port/n", "postgresql://h",
         "postgresql://h/n?sslmod=require", "samsyn.sqlite3"],
    ),
    "SECRET_KEY": (["x" * 50], [""]),
    "HOSTS": HOSTS,
    "ORIGINS": (["https://samsyn.kommunen.example"], ["samsyn.kommunen.example", "https://a.example/samsyn", "ftp://a"]),
    "HTTPS": YES_NO,
    "SESSION_HOURS": (["8"], ["0", "eight", "-1", "100000"]),
    "IDLE_MINUTES": (["0"], ["-1", "an hour"]),
    "DIRECTORY_SECRETS": (["norr/entra=a=b,norr/adfs=c"], ["entra=a", "norr/entra", "norr/entra="]),
    "DIRECTORY_HOSTS": HOSTS,
    "SAML_KEY": ([""], ["/nowhere/key.pem", THERE]),                # a key without its certificate is of no use
    "SAML_CERTIFICATE": ([""], ["/nowhere/certificate.pem", THERE]),
    "IMPORT_MEGABYTES": (["50"], ["0", "200 MB"]),
    "ADDRESS": (["https://samsyn.kommunen.example/"], ["samsyn.kommunen.example", "https://a.example/samsyn", "http://"]),
    "MAIL": (["", "smtp+starttls://u:p%2F@h:587", "smtps://h", "smtp://h:25"], ["h:25", "http://h", "smtp://", "smtp://h:x"]),
    "MAIL_FROM": (["samsyn@kommunen.example", "Samsyn <samsyn@kommunen.example>"], ["samsyn", "a@b\nBcc: c@d"]),
    "LANGUAGE": (["sv", "en"], ["fi"]),
    "BACKUP_TO": (["", "/nowhere/backup"], [THERE]),
    "BACKUP_KEY_FILE": (["", THERE], ["/nowhere/backup.key"]),
    "BACKUP_HOUR": (["0", "23"], ["24", "two"]),
    "BACKUP_DAYS": (["1"], ["0", "a month"]),
    "WEB_MEGABYTES": (["700", "300", "0"], ["299", "-1", "1 GB"]),
    "METRICS_TOKEN": (["", "a-long-token-of-letters"], ["short", "with a space in the middle", "å" * 20]),
    "LOG_FORMAT": (["json", "plain"], ["xml"]),
    "LOG_LEVEL": (["INFO"], ["info", "LOUD"]),
    "NO_KERNELS": YES_NO,
    "DEMO": YES_NO,
    "DEBUG": YES_NO,
}


@pytest.fixture
def start(monkeypatch):
    """start(NAME=value): read the settings anew, in a module of its own, as a service does."""
    for name in [name for name in os.environ if name.startswith("SAMSYN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr("samsyn.analysis.kernels.use", lambda _wanted: None)
    monkeypatch.setattr(sys, "modules", {name: module for name, module in sys.modules.items() if name != "pytest"})

    def read(**given):
        for name, value in {"SECRET_KEY": "x" * 50, **given}.items():
            monkeypatch.setenv(f"SAMSYN_{name}", value)
        spec = importlib.util.spec_from_file_location("settings_read_anew", FILE)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return read


def test_every_setting_is_tried_with_a_wrong_value():
    manual = (ROOT / "docs" / "operate" / "settings.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `SAMSYN_(\w+)`", manual, re.M)) == set(VALUES)


@pytest.mark.parametrize("name", VALUES)
def test_a_wrong_value_stops_the_start_with_one_sentence_and_a_right_one_does_not(name, start):
    right, wrong = VALUES[name]
    for value in wrong:
        with pytest.raises(ImproperlyConfigured) as stopped:
            start(**{name: value})
        told = str(stopped.value)
        assert f"SAMSYN_{name}" in told and told.endswith(".") and "\n" not in told and len(told) < 200, told
    for value in right:
        start(**{name: value})


def test_what_the_database_address_asks_of_the_connection_is_asked():
    entry = database("postgresql://u:p@h/n?sslmode=verify-full&sslrootcert=/etc/ca.pem&port=5433")
    assert entry["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"} and entry["PORT"] == "5433"


def test_a_secret_that_stands_in_a_wrong_setting_is_not_repeated(start):
    for name, value in (("MAIL", "smtpx://u:hush@h"), ("DATABASE", "postgres//u:hush@h/n"), ("METRICS_TOKEN", "hush")):
        with pytest.raises(ImproperlyConfigured) as stopped:
            start(**{name: value})
        assert "hush" not in str(stopped.value)


def test_the_machine_itself_is_answered_whatever_the_service_is_called(start):
    assert start(HOSTS="samsyn.kommunen.example").ALLOWED_HOSTS[:2] == ["samsyn.kommunen.example", "127.0.0.1"]
    assert [own_name(host) for host in ("0.0.0.0", "::", "10.0.0.4", "::1")] == [
        "127.0.0.1", "[::1]", "10.0.0.4", "[::1]"
    ]


def test_the_mail_server_is_asked_at_its_own_port(start):
    ports = {"smtp://h": 25, "smtps://h": 465, "smtp+starttls://h": 587, "smtp://h:2525": 2525}
    assert {address: start(MAIL=address).EMAIL_PORT for address in ports} == ports
