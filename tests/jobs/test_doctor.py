"""The doctor against set-ups that are broken in every way we know: each is named in a sentence that says what to do."""

import json
import os
import socket
import ssl
import threading
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from samsyn.cli.__main__ import main
from samsyn.ground.audit.models import Event, Seal
from samsyn.ground.people.security.adapter import SecondSteps
from samsyn.ground.tenancy.models import Municipality
from samsyn.jobs import health, surroundings
from samsyn.jobs.backups.scheduled import BackupState, remember
from samsyn.jobs.serving import remember_run, say_alive

pytestmark = pytest.mark.django_db
HERE = Path(__file__).resolve()
Disk = namedtuple("Disk", "total used free")
KEY = "Xf3jQ9vT-0aL_k2ZpR7sYw1NcB8mHdU6eGiO4tJzVqKx5rSb-9Ty"


class Service:
    """A service set up as docs/operate says; each case breaks one thing of it."""

    def __init__(self, folder, settings, monkeypatch, norr, bo):
        self.folder, self.settings, self.patch, self.norr, self.bo = folder, settings, monkeypatch, norr, bo
        self.now = timezone.now()
        self.key = folder.parent / "backup.key"
        self.key.write_bytes(b"n" * 64)
        self.key.chmod(0o400)
        self.kept = folder.parent / "backup"
        self.kept.mkdir()
        settings.SAMSYN_DATA, settings.METRICS_FOLDER = folder, str(folder / "metrics")
        settings.SECRET_KEY, settings.SECURE, settings.SAMSYN_DEMO = KEY, True, False
        settings.SAMSYN_ADDRESS, settings.ALLOWED_HOSTS = "https://samsyn.norr.example", ["samsyn.norr.example"]
        settings.BACKUP_TO, settings.BACKUP_KEY_FILE = str(self.kept), str(self.key)
        settings.EMAIL_HOST, settings.EMAIL_PORT = "", 25
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "", ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        say_alive(self.now)
        self.backed_up()
        self.answers()

    def backed_up(self, **changes):
        whole = {"made_at": self.now.isoformat(), "proved_at": self.now.isoformat(), "file": str(self.key)} | changes
        remember(BackupState(**whole))

    def answers(self, **changes):
        until = f"{self.now + timedelta(days=90):%b %d %H:%M:%S %Y} GMT"
        whole = {"status": 200, "body": b'{"status": "ok"}', "until": until, "https": "max-age=31536000"} | changes
        self.patch.setattr(surroundings, "_asked", lambda _where: whole)

    def refuses(self, problem):
        def asked(_where):
            raise problem

        self.patch.setattr(surroundings, "_asked", asked)

    def raises(self, where, problem):
        def away(*_args, **_named):
            raise problem

        self.patch.setattr(where, away)

    def event(self, **changes):
        row = Event(municipality=self.norr, happening="area.added", by="drift", by_kind="machine")
        row.save()
        Event.objects.filter(pk=row.pk).update(**changes)
        return row

    def mail(self, **said):
        self.settings.EMAIL_HOST = "127.0.0.1"
        self.settings.EMAIL_PORT = said.pop("port", 0) or mail_server(**said)
        self.settings.EMAIL_HOST_USER, self.settings.EMAIL_HOST_PASSWORD = "samsyn", "fel"


@pytest.fixture
def service(tmp_path, settings, monkeypatch, norr, bo):
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return Service(folder, settings, monkeypatch, norr, bo)


def mail_server(*, ehlo=b"250 SMTPUTF8", login=b"535 5.7.8 no", letter=b"250 ok", greets=b"220 hej"):
    """Start a mail server that takes one call and says what it is told to; return its port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        with listening, listening.accept()[0] as call, call.makefile("rwb", buffering=0) as line:
            line.write(greets + b"\r\n")
            for word in iter(lambda: line.readline()[:4].upper(), b""):
                said = {b"EHLO": b"250-hej\r\n" + ehlo, b"AUTH": login, b"MAIL": letter}.get(word, b"250 ok")
                line.write(said + b"\r\n")

    threading.Thread(target=serve, daemon=True).start()
    return listening.getsockname()[1]


def closed_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


def unknown_issuer(service):
    """A proxy with a certificate that it has made itself, asked for real."""
    own, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(own.public_key()).serial_number(1)
    made = made.not_valid_before(datetime.now(UTC)).not_valid_after(datetime.now(UTC) + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
    file = service.folder / "proxy.pem"
    file.write_bytes(
        own.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.sign(own, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    listening = socket.create_server(("127.0.0.1", 0))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)

    def serve():
        with listening, pytest.raises(OSError):
            context.wrap_socket(listening.accept()[0], server_side=True)

    threading.Thread(target=serve, daemon=True).start()
    service.patch.undo()
    where = f"https://localhost:{listening.getsockname()[1]}"
    service.patch.setattr(surroundings, "_is_local", lambda _address: False)
    service.settings.SAMSYN_ADDRESS, service.settings.ALLOWED_HOSTS = where, ["localhost"]


def another_key(service):
    from allauth.mfa.models import Authenticator

    sealed = SecondSteps().encrypt("a secret")
    Authenticator.objects.create(user=service.bo.user, type=Authenticator.Type.TOTP, data={"secret": sealed})
    service.settings.SECRET_KEY = KEY[::-1]


def somebody_elses_file(service):
    if os.geteuid():
        pytest.skip("only root gives files away")
    (service.folder / "samsyn.sqlite3-wal").touch()
    os.chown(service.folder / "samsyn.sqlite3-wal", 1, -1)


def refused_certificate(number):
    problem = ssl.SSLCertVerificationError()
    problem.verify_code = number
    return problem


def broken_seal(service):
    row = service.event()
    row.seal = Seal.objects.create(municipality=service.norr, day=service.now.date(), lines=1, digest="x" * 64)
    row.save()


def fails(service):
    for _time in range(2):
        remember_run("send-letters", at=service.now, seconds=1, failed=True)


# What is broken, the check that sees it, whether the command ends with 1, what it says and what it says to do.
CASES = {
    "a key that can be guessed": (
        lambda s: setattr(s.settings, "SECRET_KEY", "abc" * 20), "settings", 0, "går att gissa", "Gör en ny"),
    "another key than before": (another_key, "keys", 1, "är en annan än när koderna", "Sätt tillbaka den förra"),
    "the page of faults for all": (
        lambda s: setattr(s.settings, "DEBUG", True), "settings", 1, "SAMSYN_DEBUG är på", "Ta bort SAMSYN_DEBUG"),
    "no https": (lambda s: setattr(s.settings, "SECURE", False), "settings", 0, "SAMSYN_HTTPS är inte satt", "proxy"),
    "http in the address": (
        lambda s: setattr(s.settings, "SAMSYN_ADDRESS", "http://samsyn.norr.example"), "settings", 0,
        "börjar inte med https://", "med https://"),
    "links that lead nowhere": (
        lambda s: setattr(s.settings, "SAMSYN_ADDRESS", "https://localhost:8000"), "settings", 0, "pekar på den här",
        "adressen som folk använder"),
    "parts of the program gone": (
        lambda s: s.patch.setattr(health, "PARTS", (*health.PARTS, "documents/fonts/gone.ttf")), "program", 1,
        "saknas: documents/fonts/gone.ttf", "bin/setup"),
    "a folder that cannot be written": (
        lambda s: setattr(s.settings, "SAMSYN_DATA", Path("/proc")), "data", 1, "Mappen /proc går inte att skriva i",
        "chown -R samsyn: /proc"),
    "a folder that is not there": (
        lambda s: setattr(s.settings, "SAMSYN_DATA", s.folder / "gone"), "data", 1, "No such file", "att den finns"),
    "a folder open to all": (lambda s: s.folder.chmod(0o755), "data", 0, "Andra på maskinen kan läsa", "chmod 700"),
    "a file of somebody else": (somebody_elses_file, "data", 0, "en annan ägare", "samsyn-operate"),
    "a full disk": (
        lambda s: s.patch.setattr("shutil.disk_usage", lambda _folder: Disk(0, 0, 100_000_000)), "data", 1,
        "100 MB ledigt", "mer utrymme"),
    "little room": (
        lambda s: s.patch.setattr("shutil.disk_usage", lambda _folder: Disk(0, 0, 1_500_000_000)), "data", 0,
        "1500 MB ledigt", "mer utrymme"),
    "the database away": (
        lambda s: s.raises("samsyn.jobs.health.unmade", OperationalError("no")), "database", 1,
        "Databasen svarar inte", "SAMSYN_DATABASE" if "postgres" in os.environ.get("SAMSYN_DATABASE", "") else "filen"),
    "migrations not made": (
        lambda s: MigrationRecorder(connection).record_unapplied("exchange", "0001_tables"), "database", 1,
        "inte gjord för den här versionen", "samsyn upgrade"),
    "an older program": (
        lambda s: MigrationRecorder(connection).record_applied("people", "0099_later"), "database", 1,
        "av en nyare version", "Starta den nyare"),
    "lines from the future": (
        lambda s: s.event(created_at=s.now + timedelta(hours=1)), "clock", 0, "minuter in i framtiden", "timedatectl"),
    "the database's clock off": (
        lambda s: s.patch.setattr(surroundings, "_skew", lambda: 90.0), "clock", 0, "90 sekunder fel", "timedatectl"),
    "another zone": (
        lambda s: Municipality.objects.update(time_zone="UTC"), "zone", 0, "tidszonen är UTC", "time_zone"),
    "a zone that is none": (
        lambda s: Municipality.objects.update(time_zone="Europe/Stokholm"), "zone", 1, "känner inte", "tzdata"),
    "no worker": (
        lambda s: (s.folder / "worker_alive").unlink(), "worker", 1, "Bakgrundsarbetet går inte", "systemctl restart"),
    "a worker that died": (
        lambda s: say_alive(s.now - timedelta(hours=1)), "worker", 1, "Bakgrundsarbetet går inte", "systemctl restart"),
    "a job that fails": (fails, "worker", 0, "send-letters har misslyckats 2 gånger", "jobs run send-letters"),
    "no mail server": (lambda s: None, "mail", 0, "Ingen e-postserver", "SAMSYN_MAIL"),
    "a mail server that is away": (lambda s: s.mail(port=closed_port()), "mail", 1, "svarar inte", "brandväggen"),
    "a wrong password for mail": (
        lambda s: s.mail(ehlo=b"250 AUTH PLAIN"), "mail", 1, "godtar inte användaren eller lösenordet", "Rätta dem"),
    "a sender that is not let through": (
        lambda s: s.mail(ehlo=b"250 AUTH PLAIN", login=b"235 ok", letter=b"530 5.7.0 TLS first"), "mail", 1,
        "tar inte emot brev från samsyn@localhost (530)", "SAMSYN_MAIL_FROM"),
    "mail without login": (lambda s: s.mail(), "mail", 1, "har inte den kryptering eller inloggning", "smtps://"),
    "a name that is not known": (
        lambda s: setattr(s.settings, "ALLOWED_HOSTS", ["other.example"]), "address", 1,
        "SAMSYN_HOSTS saknar samsyn.norr.example", "Lägg till samsyn.norr.example"),
    "nothing answers": (lambda s: s.refuses(TimeoutError()), "address", 0, "svarar inte härifrån", "DNS"),
    "something else answers": (
        lambda s: s.answers(body=b"Welcome to nginx!"), "address", 0, "Något annat än Samsyn", "deploy/nginx.conf"),
    "a proxy that does not say https": (
        lambda s: s.answers(https=None), "address", 0, "talar inte om att", "X-Forwarded-Proto"),
    "a certificate that soon ends": (
        lambda s: s.answers(until="Jan  5 09:34:43 2018 GMT"), "address", 0, "gäller till 2018-01-05", "Förnya"),
    "a certificate that has ended": (
        lambda s: s.refuses(refused_certificate(10)), "address", 0, "det har gått ut", "Byt certifikatet"),
    "a certificate of its own making": (
        unknown_issuer, "address", 0, "utfärdaren är okänd", "update-ca-certificates"),
    "no backup by itself": (
        lambda s: setattr(s.settings, "BACKUP_TO", ""), "backup", 0, "Ingen säkerhetskopia görs", "SAMSYN_BACKUP_TO"),
    "a backup never made": (
        lambda s: s.backed_up(made_at=""), "backup", 1, "Ingen säkerhetskopia är gjord", "samsyn backup make"),
    "an old backup": (
        lambda s: s.backed_up(made_at=(s.now - timedelta(hours=50)).isoformat(), problem="Disken är full."), "backup",
        1, "50 timmar gammal. Disken är full.", "samsyn backup make"),
    "a backup that is gone": (
        lambda s: s.backed_up(file="/nowhere/a.samsyn"), "backup", 1, "finns inte där den lades", "Lägg tillbaka"),
    "a backup never proved": (
        lambda s: s.backed_up(proved_at=""), "backup", 0, "inte provats genom återläsning", "samsyn backup prove"),
    "a backup that lies open": (
        lambda s: setattr(s.settings, "BACKUP_KEY_FILE", ""), "backup", 0, "inte krypterad", "SAMSYN_BACKUP_KEY_FILE"),
    "a key that all may read": (lambda s: s.key.chmod(0o444), "keys", 0, "kan läsas av alla", "chmod 400"),
    "a key beside what it opens": (
        lambda s: setattr(s.settings, "BACKUP_TO", str(s.key.parent)), "keys", 0, "ligger bland", "Flytta den"),
    "a seal that is broken": (broken_seal, "logbook", 1, "försegling är bruten", "Jämför med en säkerhetskopia"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_each_broken_set_up_is_named_in_a_sentence_that_says_what_to_do(case, service, capsys):
    breaks, check, code, says, does = CASES[case]
    if case != "no mail server":
        assert main(["doctor", "--only", check]) == 0, capsys.readouterr().out
        assert says not in capsys.readouterr().out
    breaks(service)
    assert main(["doctor", "--only", check]) == code
    told = capsys.readouterr().out
    assert says in told and does in told, told
    assert any(line.startswith("FEL" if code else "!") and says in line for line in told.splitlines()), told


def test_a_service_as_the_manual_says_is_whole_and_what_the_database_holds_is_not_asked_of_one_that_is_away(
    service, capsys, monkeypatch
):  # fmt: skip
    service.mail(ehlo=b"250 AUTH PLAIN", login=b"235 ok")
    assert main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["findings"]
    assert {one["level"] for one in found if one["check"] not in ("disk", "program")} == {"fine"}, found
    assert all(one["do"] == "" for one in found if one["level"] == "fine")
    service.raises("samsyn.jobs.health.unmade", OperationalError("no"))
    assert main(["doctor", "--json"]) == 1
    checks = {one["check"] for one in json.loads(capsys.readouterr().out)["findings"]}
    assert "database" in checks and not checks & set(health.RESTS_ON_DATABASE)


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_postgresql_wants_its_own_programs_of_its_own_version(service, capsys, monkeypatch):
    monkeypatch.setattr(surroundings, "_version_of", lambda name: {"pg_dump": 9, "psql": 99}.get(name))
    assert main(["doctor", "--only", "client"]) == 1
    told = capsys.readouterr().out
    assert "pg_dump är version 9 och databasen" in told and "Programmet pg_restore saknas" in told
    assert "psql" not in told and "Installera postgresql-client i version" in told


def test_each_part_of_the_program_that_is_looked_for_is_one_that_set_up_makes():
    package = HERE.parents[2] / "samsyn"
    made = {path.relative_to(package).as_posix() for path in (package / "web" / "vendor").iterdir()}
    made -= {"web/vendor/licences", "web/vendor/.made-from"}
    assert made == {part for part in health.PARTS if part.startswith("web/vendor")}
    fonts = {path.relative_to(package).as_posix() for path in (package / "documents" / "fonts").glob("*.ttf")}
    assert fonts == {part for part in health.PARTS if part.endswith(".ttf")}
