"""A SAML directory for the tests: pysaml2 as identity provider, its signatures made by the xmlsec library.

pysaml2 wants the xmlsec1 program; here it gets a crypto back end of its own instead.
"""

import base64
import re
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import lxml.etree
import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

with warnings.catch_warnings():         # the library still names a cipher by its old place
    warnings.simplefilter("ignore")
    from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
    from saml2.authn_context import UNSPECIFIED
    from saml2.config import IdPConfig
    from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
    from saml2.server import Server
    from saml2.sigver import CryptoBackend

ENTITY = "https://inloggning.norr.example/idp"
SIGN_IN = "https://inloggning.norr.example/sso"
FORMAT = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"


class XmlsecLibrary(CryptoBackend):
    """Signs and checks with the library instead of the program."""

    version = "1.3.0"

    def sign_statement(self, statement: Any, node_name: str, key_file: str, node_id: str) -> str:
        document = lxml.etree.fromstring(str(statement).encode())
        xmlsec.tree.add_ids(document, ["ID"])
        node = document.xpath("//*[@ID=$wanted]", wanted=node_id)[0]
        signature = next(one for one in xmlsec_signatures(node))
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_file(key_file, xmlsec.KeyFormat.PEM)
        context.sign(signature)
        return lxml.etree.tostring(document).decode()

    def validate_signature(self, enctext: str, cert_file: str, cert_type: str, node_name: str, node_id: str) -> bool:
        raise NotImplementedError("our questions to the directory are not signed in these tests")


def xmlsec_signatures(node: Any) -> list[Any]:
    """Return the signature directly below a node."""
    return node.findall("{http://www.w3.org/2000/09/xmldsig#}Signature")


def key_and_certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """Write a key and a certificate it has signed itself; return their files."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    files = folder / f"{name}.key", folder / f"{name}.pem"
    pem = serialization.Encoding.PEM
    files[0].write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    )
    files[1].write_bytes(made.public_bytes(pem))
    return files


class SamlDirectory:
    """An identity provider that knows our service by its metadata and answers its questions."""

    def __init__(self, folder: Path, *, our_metadata: str, name: str = "idp") -> None:
        self.key, self.certificate = key_and_certificate(folder, name)
        ours = folder / f"{name}-sp.xml"
        ours.write_text(our_metadata)
        binary = folder / "xmlsec1"
        binary.write_text("not used")
        config = IdPConfig().load(
            {
                "entityid": ENTITY, "key_file": str(self.key), "cert_file": str(self.certificate),
                "xmlsec_binary": str(binary), "metadata": {"local": [str(ours)]},
                "service": {"idp": {
                    "endpoints": {"single_sign_on_service": [(SIGN_IN, BINDING_HTTP_REDIRECT)]},
                    "policy": {"default": {"lifetime": {"minutes": 5}, "name_form": FORMAT}},
                }},
            }
        )  # fmt: skip
        self.server = Server(config=config)
        self.server.sec.crypto = XmlsecLibrary()

    def answer(self, sent_to: str, *, subject: str, claims: dict[str, Any], signed: bool = True, **changed: Any) -> str:
        """Answer the question in the address a person was sent to; return what the browser posts to us."""
        question = parse_qs(urlsplit(sent_to).query)["SAMLRequest"][0]
        request = self.server.parse_authn_request(question, BINDING_HTTP_REDIRECT)
        audience = changed.pop("audience", None)
        said = self.server.response_args(request.message, [BINDING_HTTP_POST])
        said = {k: v for k, v in said.items() if k not in ("binding", "name_id_policy")} | changed
        response = self.server.create_authn_response(
            identity={}, userid=subject, name_id=_name_id(subject), authn={"class_ref": UNSPECIFIED},
            sign_assertion=False, sign_response=False, **said,
        )  # fmt: skip
        text = _with_attributes(str(response), claims)
        if audience:
            text = re.sub(r"(<[^>]*Audience>)[^<]*(</)", rf"\g<1>{audience}\g<2>", text)
        return base64.b64encode((self._signed(text) if signed else text).encode()).decode()

    def _signed(self, text: str) -> str:
        """Sign the assertion, as a directory that signs with the library would."""
        document = lxml.etree.fromstring(text.encode())
        assertion = document.find("{urn:oasis:names:tc:SAML:2.0:assertion}Assertion")
        template = xmlsec.template.create(
            assertion, xmlsec.constants.TransformExclC14N, xmlsec.constants.TransformRsaSha256, ns="ds"
        )
        assertion.insert(1, template)
        reference = xmlsec.template.add_reference(
            template, xmlsec.constants.TransformSha256, uri=f"#{assertion.get('ID')}"
        )
        xmlsec.template.add_transform(reference, xmlsec.constants.TransformEnveloped)
        xmlsec.template.add_transform(reference, xmlsec.constants.TransformExclC14N)
        backend = self.server.sec.crypto
        return backend.sign_statement(
            lxml.etree.tostring(document).decode(), "Assertion", str(self.key), assertion.get("ID")
        )


def _name_id(subject: str) -> Any:
    return NameID(format=NAMEID_FORMAT_PERSISTENT, text=subject)


def _with_attributes(text: str, claims: dict[str, Any]) -> str:
    """Put the attributes in, under the names they are given here and no others."""
    name = "{urn:oasis:names:tc:SAML:2.0:assertion}"
    document = lxml.etree.fromstring(text.encode())
    assertion = document.find(f"{name}Assertion")
    for old in assertion.findall(f"{name}AttributeStatement"):
        assertion.remove(old)
    if claims:
        statement = lxml.etree.SubElement(assertion, f"{name}AttributeStatement")
        for claim, values in claims.items():
            one = lxml.etree.SubElement(statement, f"{name}Attribute", Name=claim, NameFormat=FORMAT)
            for value in values if isinstance(values, list) else [values]:
                lxml.etree.SubElement(one, f"{name}AttributeValue").text = value
    return lxml.etree.tostring(document).decode()
