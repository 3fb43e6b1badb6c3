"""SCB, Kolada and Brå asked over https: recorded answers of our own making, in the formats the sources describe.

The server stands on this machine with a certificate for the sources' own names, made for the run; what is tried is the
whole way: who is asked, how often, how much, what is kept, and what becomes of the answer.
"""

import json
import ssl
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from samsyn.exchange.outside.actions import SERVICES, Asked, fetch_in
from samsyn.exchange.outside.client import Client, OutsideRefused
from samsyn.exchange.outside.scb import ROOT
from samsyn.method.indicators.models import Indicator, Reading

TABLE = "BE/BE0101/BE0101Y/FolkmDesoAldKon"
META = {
    "title": "Folkmängden per region efter ålder, kön och år",
    "variables": [
        {"code": "Region", "text": "region",
         "values": ["00", "9901A0010_DeSO2025", "9901A0020_DeSO2025", "9902A0010_DeSO2025"]},
        {"code": "Alder", "text": "ålder", "values": ["totalt", "-4", "65-69"], "elimination": True},
        {"code": "Kon", "text": "kön", "values": ["1", "2", "1+2"], "elimination": True},
        {"code": "ContentsCode", "text": "tabellinnehåll", "values": ["000007Y4"]},
        {"code": "Tid", "text": "år", "values": ["2022", "2023", "2024"], "time": True},
    ],
}  # fmt: skip


def table_of(question):
    """Answer a question as PxWeb does in its own JSON: one row a combination, figures as text."""
    chosen = {one["code"]: one["selection"]["values"] for one in question["query"]}
    keys = [(area, age, sex, year) for area in chosen["Region"] for age in chosen["Alder"] for sex in chosen["Kon"]
            for year in chosen["Tid"]]  # fmt: skip
    types = {"Tid": "t"}
    return {
        "columns": [
            *({"code": code, "text": code.lower(), "type": types.get(code, "d")}
              for code in ("Region", "Alder", "Kon", "Tid")),
            {"code": "000007Y4", "text": "Folkmängd", "type": "c"},
        ],
        "comments": [], "data": [{"key": list(key), "values": [str(1000 + n)]} for n, key in enumerate(keys)],
    }  # fmt: skip


class Answers(BaseHTTPRequestHandler):
    """Recorded answers by path; a list is answered one after the other."""

    told: dict = {}
    asked: list = []

    def _answer(self, body=b""):
        Answers.asked.append((self.command, self.headers["Host"], self.path, body))
        told = Answers.told.get(self.path, (404, {}, b""))
        if isinstance(told, list):
            told = told.pop(0) if len(told) > 1 else told[0]
        status, headers, content = told(body) if callable(told) else told
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        self._answer()

    def do_POST(self):
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def log_message(self, *_args):
        """Say nothing."""


def as_json(content, status=200, **headers):
    return status, {"Content-Type": "application/json; charset=utf-8", **headers}, json.dumps(content).encode()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for the sources' names, signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "prov")])
    hosts = [x509.DNSName(host) for service in SERVICES.values() for host in service.hosts]
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=2)).add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("certificate")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(*private))
    return folder


@pytest.fixture
def server(certificate):
    """The sources, on this machine: give answers by path and see what was asked."""
    Answers.told, Answers.asked = {}, []
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    serving.socket = context.wrap_socket(serving.socket, server_side=True)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield serving
    serving.shutdown()
    serving.server_close()


@pytest.fixture
def way(server, certificate, tmp_path):
    """way("scb") is a client whose hosts lead to the server; it counts how long it was made to wait."""

    def to(source, **more):
        service, trusted = SERVICES[source], ssl.create_default_context(cafile=certificate / "cert.pem")
        return Client(
            service, folder=tmp_path / "cache", context=trusted, sleep=waited.append,
            addresses=dict.fromkeys(service.hosts, server.server_address), **more,
        )  # fmt: skip

    waited: list[float] = []
    to.waited = waited
    return to


def test_a_table_of_scb_for_the_municipalitys_own_areas(way, machine, now):
    path = ROOT.removeprefix("https://api.scb.se") + TABLE
    Answers.told = {path: lambda body: as_json(table_of(json.loads(body)) if body else META)}
    run = fetch_in(Asked("scb", TABLE, (2023, 2024)), now=now, by=machine, client=way("scb"))
    assert (run.created, run.refused) == (4, 0)
    question = json.loads(Answers.asked[1][3])
    assert {one["code"]: one["selection"]["values"] for one in question["query"]} == {
        "Region": ["9901A0010_DeSO2025", "9901A0020_DeSO2025"], "Alder": ["totalt"], "Kon": ["1+2"],
        "ContentsCode": ["000007Y4"], "Tid": ["2023", "2024"],
    }  # fmt: skip
    assert Indicator.objects.get().name_sv == "Folkmängd"
    codes = set(Reading.objects.values_list("vintage", "area_code"))
    assert codes == {("deso2025", "9901A0010"), ("deso2025", "9901A0020")}
    asked = len(Answers.asked)
    again = fetch_in(Asked("scb", TABLE, (2023, 2024)), now=now, by=machine, client=way("scb"))
    assert (again.created, again.unchanged) == (0, 4) and len(Answers.asked) == asked       # from the cache
    fetch_in(Asked("scb", TABLE, (2023, 2024), fresh=True), now=now, by=machine, client=way("scb"))
    assert len(Answers.asked) == asked + 2
    for wrong, why in (("../../etc", "sökväg"), ("https://ond.example/x", "sökväg"), (TABLE, "inget av de år")):
        with pytest.raises(OutsideRefused, match=why):
            fetch_in(Asked("scb", wrong, (1950,)), now=now, by=machine, client=way("scb"))


def test_figures_of_kolada_page_after_page(way, machine, now):
    data = "/v3/data/kpi/N00001,U00002/municipality/9901/year/2022,2023"
    value = {"gender": "T", "value": 12.5, "status": "", "count": 1, "isdeleted": False}
    row = {"municipality": "9901", "values": [value]}
    titles = {"values": [{"id": "N00001", "title": "Trygga ute (%)"}, {"id": "U00002", "title": "Skador"}]}
    following = f"https://api.kolada.se{data}?page=2"
    Answers.told = {
        "/v3/kpi/N00001,U00002": as_json(titles),
        data: as_json({"values": [{**row, "kpi": "N00001", "period": 2022}], "count": 1, "next_url": following}),
        f"{data}?page=2": as_json({"values": [{**row, "kpi": "U00002", "period": 2023}], "count": 1, "next_url": None}),
    }  # fmt: skip
    run = fetch_in(Asked("kolada", "n00001, U00002", (2023, 2022)), now=now, by=machine, client=way("kolada"))
    assert run.created == 2
    assert set(Indicator.objects.values_list("name_sv", "scale")) == {("Trygga ute (%)", "share"), ("Skador", "amount")}
    with pytest.raises(OutsideRefused, match="N07403"):
        fetch_in(Asked("kolada", "N00001/../../x", (2022,)), now=now, by=machine, client=way("kolada"))


def test_a_page_that_leads_to_another_host_is_not_followed(way, machine, now):
    data = "/v3/data/kpi/N00001/municipality/9901/year/2022"
    Answers.told = {
        "/v3/kpi/N00001": as_json({"id": "N00001", "title": "Trygga"}),
        data: as_json({"values": [], "next_url": "https://169.254.169.254/latest/meta-data"}),
    }
    with pytest.raises(OutsideRefused, match=r"api\.kolada\.se"):
        fetch_in(Asked("kolada", "N00001", (2022,)), now=now, by=machine, client=way("kolada"))


def test_an_export_of_bra_by_its_address(way, machine, now):
    export = "Anmälda brott;;;\r\nRegion;Brott;2023;2024*;;\r\nNorr;Rån;..;7;;\r\n".encode("latin-1")
    Answers.told = {"/solwebb/export.csv?id=7": (200, {"Content-Type": "text/csv"}, export),
                    "/sida": (200, {}, b"<!DOCTYPE html><html></html>")}  # fmt: skip
    address = "https://statistik.bra.se/solwebb/export.csv?id=7"
    run = fetch_in(Asked("bra", address), now=now, by=machine, client=way("bra"))
    assert run.created == 1 and Reading.objects.get().preliminary
    for wrong, why in (
        ("http://statistik.bra.se/x.csv", "https"), ("https://ond.example/x.csv", "hämtas bara från"),
        ("https://statistik.bra.se:8443/x.csv", "hämtas bara från"),
        ("https://statistik.bra.se@ond.example/", "hämtas bara"),
        ("https://a@statistik.bra.se/", "hämtas bara"), ("https://127.0.0.1/x.csv", "hämtas bara från"),
        ("https://statistik.bra.se/a/../b.csv", "tecken"), ("https://statistik.bra.se/a\r\nHost: x", "tecken"),
        ("file:///etc/passwd", "https"), ("https://www.bra.se/sida", "webbsida"),
    ):  # fmt: skip
        with pytest.raises(OutsideRefused, match=why):
            fetch_in(Asked("bra", wrong), now=now, by=machine, client=way("bra"))
    assert {host for _how, host, _path, _body in Answers.asked} == {"statistik.bra.se", "www.bra.se"}


def test_patience_and_its_end(way):
    client, address = way("kolada"), "https://api.kolada.se/v3/x"
    busy = (429, {"Retry-After": "7"}, b"")
    Answers.told = {"/v3/x": [busy, (503, {}, b""), as_json({"a": 1})]}
    assert json.loads(client.fetch(address).path.read_text()) == {"a": 1}
    assert way.waited == [7.0, 2.0, 0.2]                     # what the source asked for, then twice as long each time
    Answers.told = {"/v3/x": (500, {}, b""), "/v3/x?other": (500, {}, b"")}
    assert client.fetch(address, fresh=True).from_cache      # what it said last is better than nothing
    Answers.asked.clear()
    with pytest.raises(OutsideRefused, match="HTTP 500"):
        client.fetch("https://api.kolada.se/v3/x?other", fresh=True)
    Answers.told = {"/v3/y": (302, {"Location": "https://ond.example/"}, b""), "/v3/z": (200, {}, b"x" * 5000),
                    "/v3/cut": (200, {"Content-Length": "90"}, b"too little")}  # fmt: skip
    Answers.asked.clear()
    with pytest.raises(OutsideRefused, match="HTTP 302"):
        client.fetch("https://api.kolada.se/v3/y")
    with pytest.raises(OutsideRefused, match="större än"):
        way("kolada", most_bytes=1000).fetch("https://api.kolada.se/v3/z")
    assert Counter(path for _how, _host, path, _body in Answers.asked) == {"/v3/y": 1, "/v3/z": 1}
    with pytest.raises(OutsideRefused, match="svarade inte"):
        client.fetch("https://api.kolada.se/v3/cut")


def test_who_cannot_prove_its_name_is_not_believed(way, server, tmp_path):
    stranger = Client(SERVICES["scb"], folder=tmp_path, sleep=lambda _s: None,
                      addresses={"api.scb.se": server.server_address})  # fmt: skip
    with pytest.raises(OutsideRefused, match="SSLCertVerificationError"):
        stranger.fetch("https://api.scb.se/x")
    assert Answers.asked == []


def test_whoever_may_not_read_in_may_not_fetch(way, anna, now):
    from samsyn.ground.permissions import NotAllowed

    with pytest.raises(NotAllowed):
        fetch_in(Asked("kolada", "N00001", (2022,)), now=now, by=anna, client=way("kolada"))
    assert Answers.asked == []
